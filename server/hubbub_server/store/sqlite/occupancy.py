"""Which hubs run on a database file: a lock of the system's, which ends with whoever holds it."""

import fcntl
import os
from pathlib import Path

from hubbub_server.store.interface import StoreUnavailable, occupied


class Occupancy:
    """The lock on ``<name>.hubs`` beside the database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".hubs")
        self._file: int | None = None  # open while the lock is held

    def take(self, *, alone: bool) -> None:
        """Hold the lock: shared with other hubs, or alone. Raises :class:`StoreUnavailable`."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            if isinstance(error, BlockingIOError):
                raise occupied(alone=alone) from None
            raise StoreUnavailable(f"{self._path} cannot be locked: {error.strerror}") from error
        self._file = file

    def give_up(self) -> None:
        """Let go of the lock, if it is held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
