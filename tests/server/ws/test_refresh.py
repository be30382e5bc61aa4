"""A session goes on with a newer token, unless that one was revoked."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hubbub_protocol.accounts import SignIn
from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.sign_ins import revoke_sign_in, sign_in
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.hello import renew
from tests.server.hub.ear import Ear
from tests.server.people import ADDRESS, PASSWORD, People
from tests.server.ws.edges import edge_of
from tests.server.ws.interrupted_store import InterruptedStore


@pytest.fixture
def store(interrupted_store: InterruptedStore) -> InterruptedStore:
    return interrupted_store


@pytest.fixture
async def edge(desk: Desk, door: Door, sending: Sending) -> AsyncIterator[Edge]:
    """A hub that follows the control stream."""
    edge = edge_of(desk, door, sending)
    running = asyncio.create_task(edge.hub.run(), name="hub")
    yield edge
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_token_that_is_revoked_while_it_is_looked_up_is_refused(
    edge: Edge, store: InterruptedStore, desk: Desk, door: Door, people: People
) -> None:
    older = await people.member("ada")
    newer = await sign_in(desk, door, SignIn(username="ada", password=PASSWORD), ADDRESS)
    session = edge.hub.open_session(older.caller, "tab", Ear(), 1)

    async def revoke() -> None:
        await revoke_sign_in(desk, older.caller, newer.caller.sign_in)

    store.meanwhile = revoke
    with pytest.raises(Refusal) as refused:
        await renew(edge, session, newer.token)
    assert refused.value.code == "unauthorized"
    assert session.caller == older.caller
