"""Whoever was away for long gets all that they missed, in order, and then what happens now."""

import asyncio

import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.chaos.mate import Mate
from hubbub_load.history.database import read_log
from hubbub_load.history.received import check_client
from hubbub_load.programs.served_hub import ServedHub
from hubbub_protocol.codec import Encoding

pytestmark = pytest.mark.slow

MISSED = 5_000


@pytest.mark.parametrize("encoding", ["json", "msgpack"])
async def test_a_session_resumes_from_thousands_of_events_ago_while_others_write(
    hub: ServedHub, encoding: Encoding
) -> None:
    ada, bo = await sign_up(hub.address, hub.set_up_token, ["ada", "bo"])
    stream = await share_a_room(hub.address, [ada, bo])
    async with Session(hub.address, token=ada.token) as session:
        await asyncio.gather(*[session.send(stream, f"line {n}") for n in range(MISSED)])
        back = Mate(bo, stream, encoding, asyncio.Event())
        async with back.session(hub.address) as returned:
            reading = asyncio.create_task(back.read(returned))
            await returned.subscribe(stream, after=1)
            meanwhile = [await session.send(stream, f"meanwhile {n}") for n in range(100)]
            while returned.cursors()[stream] < meanwhile[-1].seq:
                back.arrival.clear()
                await back.arrival.wait()
        await reading
    assert list(check_client(read_log(hub.database), back.client(stream))) == []
