"""A hub on a real store with an in-process broker, and members who listen."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.hub.hub import Hub
from hubbub_server.store.interface import Store
from hubbub_server.store.sqlite import open_sqlite
from tests.server.broker.ether import Ether, EtherBroker
from tests.server.hub.company import Company
from tests.server.hub.slow_store import SlowStore
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def store(tmp_path: Path, clock: HandClock, migrated_file: Path) -> AsyncIterator[Store]:
    path = tmp_path / "hubbub.db"
    shutil.copy(migrated_file, path)
    opened = await open_sqlite(path, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def company(store: Store, clock: HandClock) -> AsyncIterator[Company]:
    """Ada, Bo and Cy in one room, and a running hub."""
    broker = MemoryBroker()
    hub = Hub(store, broker, clock, sockets_per_member=10)
    running = asyncio.get_running_loop().create_task(hub.run())
    village = Village(store, clock)
    company = Company(village, hub, broker)
    await company.gather("ada", "bo", "cy")
    await company.settled()
    yield company
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def slow_store(
    tmp_path: Path, clock: HandClock, migrated_file: Path
) -> AsyncIterator[SlowStore]:
    path = tmp_path / "slow.db"
    shutil.copy(migrated_file, path)
    opened = SlowStore(path, clock)
    await opened.prepare("here")
    yield opened
    await opened.close()


@pytest.fixture
def ether_broker() -> EtherBroker:
    return Ether().broker()


@pytest.fixture
async def quiet(slow_store: SlowStore, ether_broker: EtherBroker, clock: HandClock) -> Company:
    """Ada and Bo in one room, and a hub that compares its heads only when it is told to."""
    hub = Hub(slow_store, ether_broker, clock, sockets_per_member=10)
    company = Company(Village(slow_store, clock), hub, ether_broker)
    await company.gather("ada", "bo")
    await hub.check_heads()
    return company
