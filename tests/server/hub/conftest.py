"""A hub on a real store with an in-process broker, and members who listen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.hub.hub import Hub
from hubbub_server.store.interface import Store
from hubbub_server.store.sqlite import open_sqlite
from tests.server.hub.company import Company
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def store(tmp_path: Path, clock: HandClock) -> AsyncIterator[Store]:
    opened = await open_sqlite(tmp_path / "hubbub.db", clock)
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
