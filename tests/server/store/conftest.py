"""The store's suite: the same tests on every database."""

import pytest

from hubbub_server.store.interface import Store
from tests.server.store.backends import DATABASES
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village


@pytest.fixture(params=(*DATABASES, "simulated"))
def database(request: pytest.FixtureRequest) -> str:
    """Each kind of database."""
    return str(request.param)


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
