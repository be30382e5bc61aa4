"""A conversation that has begun."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from hubbub_protocol.rooms import CreateRoom
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.rooms import create_room
from hubbub_server.actions.sending import Sending
from tests.server.people import People
from tests.server.store.hand_clock import HandClock
from tests.server.ws.edges import edge_of
from tests.server.ws.interrupted_store import InterruptedStore
from tests.server.ws.talk import PURPOSE, Phone, Talk


@pytest.fixture
async def talk(desk: Desk, sending: Sending, people: People) -> Talk:
    """Give Ada's conversation, in a room of hers."""
    ada = await people.member("ada")
    asked = CreateRoom(name="Bread", purpose=PURPOSE)
    room = await create_room(desk, ada.caller, asked, str(uuid4()))
    edge = edge_of(desk, people.door, sending)
    talk = Talk(desk, edge, ada, room_stream(room.id), Phone())
    talk.call(talk.phone)
    await talk.told("welcome")
    talk.phone.writes.clear()
    return talk


@pytest.fixture
async def interrupted_store(tmp_path: Path, clock: HandClock) -> AsyncIterator[InterruptedStore]:
    """Give a store that can be held up, for tests that take it as theirs."""
    opened = InterruptedStore(tmp_path / "hubbub.db", clock)
    await opened.prepare("here")
    yield opened
    await opened.close()
