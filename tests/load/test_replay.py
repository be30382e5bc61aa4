"""A replay against a real hub: sockets lost on both sides, everything verified."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from hubbub_load.cast import Settings
from hubbub_load.plan import Order, Pace, make_plan
from hubbub_load.replay import replay
from hubbub_load.report import Report, make_report
from hubbub_load.synthetic import Size, make_log
from hubbub_load.table import render
from hubbub_protocol.codec import Encoding
from tests.load.conftest import StartHub

pytestmark = pytest.mark.slow

FAST = (
    *("--sends-per-second", "1000"),
    *("--send-burst", "1000"),
    *("--new-account-sends-per-second", "1000"),
)


@pytest.fixture(scope="module")
def hub(start_hub: StartHub) -> str:
    """A hub that lets its members write as fast as they can."""
    return start_hub(*FAST)


async def play(
    *hubs: str,
    size: Size,
    watchers: int = 2,
    order: Order = "author",
    encoding: Encoding = "msgpack",
) -> Report:
    plan = make_plan(list(make_log(5, size)), Pace(messages_per_s=150), order)
    settings = Settings(hubs, watchers, seed=5, order=order, encoding=encoding)
    report = make_report(await replay(plan, settings, lambda *_: None))
    print(render(report))
    return report


async def test_every_message_reaches_every_watcher_once_though_half_lose_their_socket(
    hub: str,
) -> None:
    report = await play(hub, size=Size(rooms=3, authors=16, messages=300), watchers=5)
    assert report.wrong == 0
    assert report.findings.delivered == report.expected == 1_500
    assert (report.author_reconnects, report.watcher_reconnects) == (8, 3)


async def test_everybody_is_spread_over_the_addresses_and_half_come_back_to_the_other(
    hub: str,
) -> None:
    hubs = hub, hub.replace("127.0.0.1", "localhost")  # two doors of one house
    report = await play(*hubs, size=Size(rooms=2, authors=8, messages=120), watchers=4)
    assert report.wrong == 0
    assert report.moves == report.author_reconnects + report.watcher_reconnects == 6
    assert [figures.acknowledged > 0 for figures in report.hubs.values()] == [True, True]
    assert sum(figures.delivered for figures in report.hubs.values()) == report.expected
    assert report.latencies["  on another hub"].count > 0


async def test_the_order_of_the_log_is_kept_when_it_is_asked_for(hub: str) -> None:
    report = await play(hub, size=Size(rooms=2, authors=4, messages=80), order="log")
    assert (report.wrong, report.moved) == (0, 0)


async def test_the_other_encoding_serves_as_well(hub: str) -> None:
    report = await play(hub, size=Size(rooms=1, authors=4, messages=80), encoding="json")
    assert report.wrong == 0


async def test_writes_that_come_too_fast_are_repeated_in_order_and_counted(
    start_hub: StartHub,
) -> None:
    slow = start_hub(
        *("--sends-per-second", "20"),
        *("--send-burst", "3"),
        *("--new-account-sends-per-second", "20"),
    )
    report = await play(slow, size=Size(rooms=1, authors=2, messages=60))
    assert report.rate_limited > 0
    assert report.wrong == 0


@asynccontextmanager
async def altering_proxy(hub: str, old: bytes, new: bytes) -> AsyncIterator[str]:
    """Stand before a hub and put one text for another, of the same length, in all it says."""
    assert len(old) == len(new)
    there = urlsplit(hub)
    writers: list[asyncio.StreamWriter] = []

    async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65_536):
                target.write(data.replace(old, new))
        except ConnectionError:
            pass  # the load tool drops its sockets
        target.close()

    async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        from_hub, to_hub = await asyncio.open_connection(there.hostname, there.port)
        writers.extend((target, to_hub))
        async with asyncio.TaskGroup() as both:
            both.create_task(copy(source, to_hub))
            both.create_task(copy(from_hub, target))

    server = await asyncio.start_server(pass_on, "127.0.0.1")
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()


async def test_a_hub_that_alters_a_text_is_found_out(hub: str) -> None:
    async with altering_proxy(hub, b"expected", b"eXpected") as altering:
        report = await play(altering, size=Size(rooms=1, authors=4, messages=80))
    assert report.findings.altered > 0
    assert report.wrong == report.findings.altered
