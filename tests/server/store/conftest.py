"""The store's suite: the same tests on every database."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from hubbub_server.store.interface import Store
from hubbub_server.store.postgresql import open_postgresql
from tests.server.store.backends import Backend, PostgreSQLBackend, SQLiteBackend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village
from tests.servers.postgres_server import PostgresServer

DATABASES: Final = ("sqlite", "postgresql")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def migrated(postgres: PostgresServer) -> str:
    """The name of a migrated database without an installation, to make copies of."""
    url = postgres.new_database()

    async def migrate() -> None:
        await (await open_postgresql(url, HandClock())).close()

    asyncio.run(migrate())
    name = url.rpartition("/")[2]
    postgres.run_sql("DELETE FROM installation", name)
    return name


@pytest.fixture(params=DATABASES)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """An empty database of each kind."""
    match request.param:
        case "sqlite":
            return SQLiteBackend(tmp_path)
        case "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            template: str = request.getfixturevalue("migrated")
            return PostgreSQLBackend(server, server.new_database(template))
        case unknown:
            raise LookupError(unknown)


@pytest.fixture
async def store(backend: Backend, clock: HandClock) -> AsyncIterator[Store]:
    opened = await backend.open(clock)
    yield opened
    await opened.close()


@pytest.fixture
def village(store: Store, clock: HandClock) -> Village:
    return Village(store, clock)


@pytest.fixture
async def ada(village: Village) -> str:
    """A member who owns the room."""
    return await village.welcome("ada")


@pytest.fixture
async def bo(village: Village) -> str:
    """An ordinary member of the room."""
    return await village.welcome("bo")


@pytest.fixture
async def room(village: Village, ada: str, bo: str) -> str:
    """The stream of a room with Ada and Bo in it; its head is 1."""
    stream = await village.found(ada)
    await village.admit(stream, bo)
    return stream
