"""Where a bot stood when it stopped, in a small JSON file."""

import asyncio
import os
import threading
from pathlib import Path

import msgspec

from hubbub._errors import HubbubError


class Cursors(msgspec.Struct, forbid_unknown_fields=True):
    """The last event that was dealt with, per stream."""

    epoch: str | None = None
    streams: dict[str, int] = {}


class CursorFile:
    """Cursors in memory, and in a file that is replaced as a whole or not at all.

    Saving lags behind by the time it takes to write the file; a bot that dies in between sees the
    last events again, which is harmless, since its answers have keys of their own.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cursors = _read(path)
        self._changed = asyncio.Event()
        self._writing = threading.Lock()
        """Held while the file is written: the save at the end may meet one that still runs."""

    def note(self, stream: str, seq: int) -> None:
        """Note that everything up to ``seq`` is dealt with; never goes back."""
        if seq > self.cursors.streams.get(stream, -1):
            self.cursors.streams[stream] = seq
            self._changed.set()

    def forget(self, stream: str) -> None:
        """Forget a stream that is received no longer, or whose cursor is void."""
        if self.cursors.streams.pop(stream, None) is not None:
            self._changed.set()

    def note_epoch(self, epoch: str) -> None:
        """Note to which epoch the cursors belong; those of another one are void."""
        if self.cursors.epoch != epoch:
            self.cursors = Cursors(epoch)
            self._changed.set()

    async def keep_saving(self) -> None:
        """Save after every change and once more at the end, until cancelled."""
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                await asyncio.to_thread(self._save, msgspec.json.encode(self.cursors))
        finally:
            self._save(msgspec.json.encode(self.cursors))

    def _save(self, content: bytes) -> None:
        with self._writing:
            _replace(self._path, content)


def _read(path: Path) -> Cursors:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Cursors()
    except OSError as error:
        raise HubbubError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return msgspec.json.decode(content, type=Cursors)
    except msgspec.DecodeError as error:
        raise HubbubError(f"{path} does not hold a bot's cursors: {error}") from error


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file, make sure it is on disk, and put it in the file's place."""
    beside = path.with_name(f"{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise HubbubError(f"{path} cannot be written: {error.strerror}") from error
