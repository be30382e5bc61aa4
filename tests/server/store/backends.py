"""The databases that the store's suite runs on, each with the few things that differ."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

from hubbub_server.clock import Clock
from hubbub_server.store.interface import Store
from hubbub_server.store.sqlite import SQLiteStore, open_sqlite


class Backend(Protocol):
    """One kind of database, empty at the start of each test."""

    async def open(self, clock: Clock) -> Store:
        """Open the test's database; the second time it is the same one."""

    def out_of_reach(self, store: Store) -> AbstractAsyncContextManager[None]:
        """Make every write fail for the time of a block."""


class SQLiteBackend:
    """A file in the test's folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "hubbub.db"

    async def open(self, clock: Clock) -> Store:
        """Open the file."""
        return await open_sqlite(self._path, clock)

    @asynccontextmanager
    async def out_of_reach(self, store: Store) -> AsyncIterator[None]:
        """Hold the file's only lock for writing, as another program might."""
        assert isinstance(store, SQLiteStore)
        other = sqlite3.connect(self._path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await store._writer.run(lambda link: link.exec_driver_sql("PRAGMA busy_timeout=0"))
        try:
            yield
        finally:
            other.close()
