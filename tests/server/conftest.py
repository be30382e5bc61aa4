"""What tests of actions and HTTP share: a desk on a real database, and people with accounts."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_protocol.limits import Limits
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.passwords import Passwords
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from hubbub_server.store.interface import Store
from hubbub_server.store.migrations import migrate
from hubbub_server.store.postgresql import open_postgresql
from hubbub_server.store.sqlite.link import Link, engine_for
from tests.faults.simulator.backend import SimulatedBackend
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene
from tests.server.people import People
from tests.server.store.backends import Backend, PostgreSQLBackend, SQLiteBackend
from tests.server.store.hand_clock import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def database() -> str:
    """The kind of database: the plainer one, where a test does not ask for both."""
    return "sqlite"


@pytest.fixture(scope="session")
def emptied_database(postgres: PostgresServer) -> str:
    """The URL of a migrated database, which each test finds empty: one for each were slow."""
    url = postgres.new_database()

    async def open_once() -> None:
        await (await open_postgresql(url, HandClock())).close()

    asyncio.run(open_once())
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, for each test to have a copy: migrating takes five times as long."""
    path = tmp_path_factory.mktemp("migrated") / "hubbub.db"

    async def make() -> None:
        link = Link(engine_for(path), read_only=False)
        await link.run(migrate)
        await link.close()

    asyncio.run(make())
    return path


@pytest.fixture
def backend(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, migrated_file: Path
) -> Backend:
    """An empty database."""
    match database:
        case "sqlite":
            shutil.copy(migrated_file, tmp_path / "hubbub.db")
            return SQLiteBackend(tmp_path)
        case "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            opened = PostgreSQLBackend(server, request.getfixturevalue("emptied_database"))
            opened.empty()
            return opened
        case "simulated":
            shutil.copy(migrated_file, tmp_path / "hubbub.db")
            return SimulatedBackend(tmp_path)
        case unknown:
            raise LookupError(unknown)


@pytest.fixture
async def store(backend: Backend, clock: HandClock) -> AsyncIterator[Store]:
    opened = await backend.open(clock)
    yield opened
    await opened.close()


@pytest.fixture
def desk(store: Store, clock: HandClock) -> Desk:
    limits = Limits()
    return Desk(store, MemoryBroker(), clock, limits, WriteRates(clock, limits))


@pytest.fixture
def door() -> Door:
    """The way in, with the cheapest hashes there are."""
    return Door(
        passwords=Passwords(time_cost=1, memory_kib=8),
        attempts=Attempts(AttemptLimits(per_account=3, per_address=1000)),
        sign_in_days=90,
        bot_token_days=365,
    )


@pytest.fixture
def people(desk: Desk, door: Door) -> People:
    return People(desk, door)


@pytest.fixture
async def sending(desk: Desk) -> AsyncIterator[Sending]:
    """What commits messages, at work."""
    sending = Sending(desk)
    committing = asyncio.create_task(sending.run(), name="commit messages")
    yield sending
    committing.cancel()


@pytest.fixture
def scene(desk: Desk, people: People, sending: Sending, clock: HandClock) -> Scene:
    return Scene(desk, people, sending, clock)


@pytest.fixture
def circle(desk: Desk, people: People, clock: HandClock) -> Circle:
    return Circle(desk, people.door, clock)
