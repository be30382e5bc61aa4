"""A hub that did not run for a while acts on nothing that it remembers before it has asked."""

import asyncio
import os
import signal
from contextlib import suppress
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from hubbub_load.programs.cluster import ServedCluster
from tests.together.wire import register, wire

pytestmark = pytest.mark.slow

STOPPED_S = 11.0
"""Longer than what is remembered about rights holds; the hub's clock cannot be told."""


async def test_who_was_signed_out_while_the_hub_stood_still_neither_writes_nor_reads(
    cluster: ServedCluster,
) -> None:
    here, there = cluster.hubs
    ada, bo = register(there.address), register(there.address)
    room = ada.found_room()
    bo.ask("POST", f"/rooms/{room}/join")
    stream = f"room:{room}"
    async with wire(ada) as reading, wire(bo) as talk:
        for one in (reading, talk):
            await one.ask({"t": "subscribe", "streams": [{"stream": stream}]})
        before = await talk.send_message(stream, "before")
        os.kill(there.pid, signal.SIGSTOP)
        try:
            await asyncio.to_thread(bo.at(here.address).ask, "DELETE", "/sign-ins/current")
            send = {"t": "send", "ref": 9, "stream": stream, "key": str(uuid4()), "body": "after"}
            await talk.say(send)
            await talk.say({"t": "history", "ref": 10, "stream": stream})
            await asyncio.sleep(STOPPED_S)
        finally:
            os.kill(there.pid, signal.SIGCONT)
        heard = []
        with suppress(ConnectionClosed):
            async with asyncio.timeout(20):
                while True:
                    heard.append(await talk.hear("ok", "error", "messages", "bye"))
        assert [(frame["t"], frame.get("code")) for frame in heard[-1:]] == [("bye", 4102)]
        assert not [frame for frame in heard if frame.get("ref") in (9, 10)]
        next_one = await reading.send_message(stream, "Bo is gone")
        assert int(str(next_one["seq"])) == int(str(before["seq"])) + 1
