"""A database that goes back to how it was, so that one answer does not disturb the next."""

import sqlite3
from pathlib import Path


class Scenery:
    """A SQLite file beside the store that uses it."""

    def __init__(self, path: Path) -> None:
        self._first = sqlite3.connect(":memory:")
        self._now = sqlite3.connect(path, isolation_level=None)
        self._now.execute("PRAGMA synchronous=OFF")
        self._now.backup(self._first)
        self._version = self._read_version()

    @property
    def changed(self) -> bool:
        """Whether anything was committed since it was last put back."""
        return self._read_version() != self._version

    def put_back(self) -> None:
        """Make it as it was."""
        if self.changed:
            self._first.backup(self._now)
            self._version = self._read_version()

    def close(self) -> None:
        """Let go of the file."""
        self._now.close()
        self._first.close()

    def _read_version(self) -> int:
        return int(self._now.execute("PRAGMA data_version").fetchone()[0])
