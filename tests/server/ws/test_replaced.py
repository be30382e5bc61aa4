"""Of two sockets of one device, the one whose hello came last has the session."""

import asyncio
from collections.abc import Callable

import pytest

from hubbub_protocol.errors import CloseCode
from tests.server.ws.interrupted_store import InterruptedStore
from tests.server.ws.talk import Phone, Talk


@pytest.fixture
def store(interrupted_store: InterruptedStore) -> InterruptedStore:
    return interrupted_store


async def test_a_newer_hello_replaces_the_session_of_its_device(talk: Talk) -> None:
    newer = Phone()
    talk.call(newer)
    await talk.hung_up()
    assert talk.phone.closed is CloseCode.SESSION_REPLACED
    assert newer.closed is None


async def test_a_hello_that_is_answered_late_does_not_replace_the_one_after_it(
    talk: Talk, store: InterruptedStore
) -> None:
    """The hub reads slowly for one socket, its client gives up and comes again meanwhile."""
    older, newer = Phone(), Phone()

    async def call_again() -> None:
        talk.call(newer)
        await until(talk, lambda: newer.writes)

    store.meanwhile = call_again
    talk.call(older)
    await until(talk, lambda: older.closed)
    assert older.closed is CloseCode.SESSION_REPLACED
    assert newer.closed is None


async def until(talk: Talk, holds: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await talk.settled()
