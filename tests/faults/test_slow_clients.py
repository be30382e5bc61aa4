"""A client that does not read costs the hub little and the others nothing, and misses nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from itertools import count
from pathlib import Path

import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.history.database import read_log
from hubbub_load.history.received import check_client
from hubbub_load.history.record import Client
from hubbub_load.programs.memory import resident_kib
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from hubbub_load.slow_readers.raw_client import raw_client
from hubbub_protocol.commands import History
from hubbub_protocol.events import Event

pytestmark = pytest.mark.slow

BODY = 8_000 * "x"
MESSAGES = 1_000
SILENT = 10
PATIENT = {"HUBBUB_PING_MS": "600000", "HUBBUB_PONG_MS": "500000"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    """A hub that waits long for a sign of life."""
    with ServedHub(tmp_path, {**GENEROUS, **PATIENT}) as served:
        yield served


async def test_clients_that_do_not_read_cost_little_and_miss_nothing(hub: ServedHub) -> None:
    ada, bo = await sign_up(hub.address, hub.set_up_token, ["ada", "bo"])
    stream = await share_a_room(hub.address, [ada, bo])
    async with AsyncExitStack() as opened:
        session = await opened.enter_async_context(Session(hub.address, token=ada.token))
        await say_much(session, stream)
        before = resident_kib(hub.pid)
        silent = [
            await opened.enter_async_context(raw_client(hub.address, bo.token, {stream: 0}))
            for _ in range(SILENT)
        ]
        await session.subscribe(stream, after=0)
        last = await say_much(session, stream)
        async for received in session:
            if isinstance(received, Event) and received.seq == last:
                break
        # What they missed, kept for each of them, would be 80,000 KiB.
        assert resident_kib(hub.pid) - before < 32_000
        log = read_log(hub.database)
        for client in silent:
            await client.receive_up_to(stream, last)
            heard = Client("silent", "json", client.frames, frozenset([stream]))
            assert list(check_client(log, heard)) == []


async def test_a_client_that_asks_and_asks_and_does_not_read_costs_little(hub: ServedHub) -> None:
    (ada,) = await sign_up(hub.address, hub.set_up_token, ["ada"])
    stream = await share_a_room(hub.address, [ada])
    async with (
        Session(hub.address, token=ada.token) as session,
        raw_client(hub.address, ada.token) as greedy,
    ):
        await say_much(session, stream)
        before = resident_kib(hub.pid)
        with suppress(TimeoutError):  # since the hub reads no further
            async with asyncio.timeout(3):
                for ref in count():  # each answer would have 200 × 8,000 bytes
                    await greedy.say(History(ref=ref, stream=stream, limit=200))
        await session.history(stream, limit=1)  # the others are served
        assert resident_kib(hub.pid) - before < 32_000


async def say_much(session: Session, stream: str) -> int:
    """Write many long messages and return the ``seq`` of the last."""
    await asyncio.gather(*[session.send(stream, BODY) for _ in range(MESSAGES)])
    return (await session.send(stream, "That was all")).seq
