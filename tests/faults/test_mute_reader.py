"""Who stops reading costs the hub a buffer, is closed in time, and misses nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.history.database import read_log
from hubbub_load.history.received import check_client
from hubbub_load.history.record import Client
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from hubbub_protocol.codec import read_frame
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import Event
from hubbub_protocol.frames import Bye
from tests.faults.raw_client import RawClient, raw_client
from tests.together.memory import resident_kib

pytestmark = pytest.mark.slow

BODY = 4_000 * "x"
MESSAGES = 1_000
READERS = 10
"""So many that what one costs shows beside what the hub takes and gives back by the way."""
COST_KIB = 512
CLOSED_S = 60.0
"""A ping, its pong and the time that a closed socket lingers take a sixth of it."""
IMPATIENT = {"HUBBUB_PING_MS": "3000", "HUBBUB_PONG_MS": "2000"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    """A hub that soon asks for a sign of life."""
    with ServedHub(tmp_path, {**GENEROUS, **IMPATIENT}) as served:
        yield served


async def test_a_reader_that_stops_reading_costs_little_is_closed_and_comes_back_complete(
    hub: ServedHub,
) -> None:
    ada, bo = await sign_up(hub.address, hub.set_up_token, ["ada", "bo"])
    stream = await share_a_room(hub.address, [ada, bo])
    async with Session(hub.address, token=ada.token) as session:
        for _ in range(2):  # until the hub has the memory that so many messages take anyhow
            await say_much(session, stream)
        begun = await say_much(session, stream)
        before = resident_kib(hub.pid)
        async with AsyncExitStack() as opened:
            mutes = [
                await opened.enter_async_context(raw_client(hub.address, bo.token, {stream: begun}))
                for _ in range(READERS)
            ]
            await say_much(session, stream)
            cost = (resident_kib(hub.pid) - before) / READERS
            await only_one_socket(hub)
            last = await say_much(session, stream)
            places = [await read_to_the_end(mute) for mute in mutes]
        print(f"a reader that does not read costs {cost:.0f} KiB")
        assert cost < COST_KIB
        log = read_log(hub.database)
        for mute, place in zip(mutes, places, strict=True):
            assert place < last, "what was said after the close is still to come"
            # The last word comes through only where the kernel had room for all that was before it.
            end = read_frame(mute.frames[-1], "json")
            assert not isinstance(end, Bye) or end.code == CloseCode.NO_PONG
            async with raw_client(hub.address, bo.token, {stream: place}) as back:
                await back.receive_up_to(stream, last)
            heard = Client("mute", "json", [*mute.frames, *back.frames], frozenset([stream]))
            assert list(check_client(log, heard)) == []


async def say_much(session: Session, stream: str) -> int:
    """Write many messages, a few at a time, and return the ``seq`` of the last."""
    last = 0
    for _ in range(MESSAGES // 10):
        written = await asyncio.gather(*[session.send(stream, BODY) for _ in range(10)])
        last = written[-1].seq
    return last


async def only_one_socket(hub: ServedHub) -> None:
    """Wait until the hub has only one socket left."""
    said = ""
    async with httpx.AsyncClient() as client, asyncio.timeout(CLOSED_S):
        while "\nhubbub_sockets 1.0\n" not in said:
            await asyncio.sleep(0.1)
            said = (await client.get(f"{hub.address}/metrics")).text


async def read_to_the_end(mute: RawClient) -> int:
    """Read what is left until the hub's end of the socket; returns the last ``seq`` that came."""
    last = 0
    try:
        while True:
            frame = await mute.receive()
            if isinstance(frame, Event):
                last = frame.seq
    except ConnectionError:
        return last
