"""A hub that is told to stop lets its members go one by one, with everything answered."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.wire import Wire, bare_wire, register, wire

pytestmark = pytest.mark.slow

HERD = 60
APART_S = 0.02
"""Between two members of a small herd."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path, GENEROUS) as served:
        yield served


async def leave(talk: Wire, began: float) -> tuple[float, float, int]:
    """Wait for the end of a socket: when it was to come, when it came, and its code."""
    after_ms = int(str((await talk.hear("drain"))["after_ms"]))
    code, _ = await talk.closed()
    return after_ms / 1000, time.monotonic() - began, code


async def test_a_herd_leaves_one_by_one_each_at_the_time_that_it_was_told(hub: ServedHub) -> None:
    member = register(hub.address)
    async with AsyncExitStack() as stack:
        herd = [await stack.enter_async_context(wire(member)) for _ in range(HERD)]
        began = time.monotonic()
        os.kill(hub.pid, signal.SIGTERM)
        ends = await asyncio.gather(*[leave(talk, began) for talk in herd])
    assert {code for _, _, code in ends} == {1012}
    told = sorted(at for at, _, _ in ends)
    assert told == pytest.approx([APART_S * place for place in range(HERD)])
    assert all(left >= at for at, left, _ in ends)
    lefts = [left for _, left, _ in ends]
    assert max(lefts) - min(lefts) > 0.8 * APART_S * HERD
    hub.stop()
    assert "not yet answered" not in hub.output


async def test_until_its_time_a_member_writes_and_is_answered_while_nobody_else_is_let_in(
    hub: ServedHub,
) -> None:
    member = register(hub.address)
    stream = f"room:{member.found_room()}"
    async with AsyncExitStack() as stack:
        herd = [await stack.enter_async_context(wire(member)) for _ in range(HERD)]
        late = await stack.enter_async_context(bare_wire(hub.address))
        os.kill(hub.pid, signal.SIGTERM)
        waits = [int(str((await talk.hear("drain"))["after_ms"])) for talk in herd]
        last = herd[waits.index(max(waits))]
        assert (await last.send_message(stream, "to the end"))["t"] == "ok"
        ready = await asyncio.to_thread(httpx.get, f"{hub.address}/health/ready")
        assert ready.status_code == 503
        with pytest.raises(InvalidStatus) as refused:
            async with bare_wire(hub.address):
                pass
        assert refused.value.response.status_code == 503
        assert (await last.closed())[0] == 1012
        assert (await late.closed())[0] == 1012
    hub.stop()


async def test_who_reads_nothing_does_not_keep_the_hub_from_ending(hub: ServedHub) -> None:
    member = register(hub.address)
    stream = f"room:{member.found_room()}"
    async with wire(member) as writing, wire(member) as deaf:
        await deaf.ask({"t": "subscribe", "streams": [{"stream": stream}]})
        deaf.link.transport.pause_reading()
        for number in range(400):
            await writing.send_message(stream, f"{number}" + 7_000 * "x")
        began = time.monotonic()
        await asyncio.to_thread(hub.stop)
        assert time.monotonic() - began < 9.0
