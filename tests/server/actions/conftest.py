"""People and a place to meet."""

import pytest

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sending import Sending
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene
from tests.server.people import People
from tests.server.store.hand_clock import HandClock


@pytest.fixture
def scene(desk: Desk, people: People, sending: Sending, clock: HandClock) -> Scene:
    return Scene(desk, people, sending, clock)


@pytest.fixture
async def anna(scene: Scene) -> Caller:
    """Who owns the rooms of the tests."""
    return await scene.member("anna")


@pytest.fixture
async def bo(scene: Scene) -> Caller:
    return await scene.member("bo")


@pytest.fixture
async def cleo(scene: Scene) -> Caller:
    return await scene.member("cleo")
