"""The databases that the store's suite runs on, each with the few things that differ."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_server.clock import Clock
from hubbub_server.store.interface import Store
from hubbub_server.store.postgresql import open_postgresql
from hubbub_server.store.schema import metadata
from hubbub_server.store.sqlite import SQLiteStore, open_sqlite

DATABASES: Final = ("sqlite", "postgresql")

_BREAK_LINKS: Final = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


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


class PostgreSQLBackend:
    """A database on the tests' server."""

    def __init__(self, server: PostgresServer, url: str) -> None:
        self._server = server
        self.url = url
        self._name = url.rpartition("/")[2]

    async def open(self, clock: Clock) -> Store:
        """Open the database."""
        return await open_postgresql(self.url, clock)

    @asynccontextmanager
    async def out_of_reach(self, store: Store) -> AsyncIterator[None]:
        """Let nobody write, as on a server that only follows another one."""
        del store
        await asyncio.to_thread(self._set_read_only, "on")
        try:
            yield
        finally:
            await asyncio.to_thread(self._set_read_only, "off")

    def _set_read_only(self, value: str) -> None:
        setting = f"default_transaction_read_only = {value}"
        self._server.run_sql(f"ALTER DATABASE {self._name} SET {setting}")
        self.break_links()  # which keep what they began with

    def run_sql(self, statement: str) -> str:
        """Run a statement beside the store, and return what psql prints."""
        return self._server.run_sql(statement, self._name)

    def break_links(self) -> None:
        """End every link to the database, as a server does that is started anew."""
        self.run_sql(_BREAK_LINKS)

    def empty(self) -> None:
        """Make the database as it is when it was just migrated, whatever a test has left."""
        tables = ", ".join(metadata.tables)
        self.run_sql(f"{_BREAK_LINKS}; TRUNCATE {tables}")
