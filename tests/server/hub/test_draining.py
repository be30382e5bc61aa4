"""A hub takes its leave of its clients one by one."""

import asyncio
from itertools import pairwise

import pytest

from hubbub_protocol.errors import CloseCode
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.hub.draining import leaving_times
from hubbub_server.hub.hub import Hub
from hubbub_server.store.interface import Store
from tests.server.hub.company import Company
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

NAMES = ("ada", "bo", "cy", "dan", "eve")


@pytest.mark.parametrize("count", [1, 2, 10, 150, 151, 5_000])
def test_clients_leave_evenly_spread_and_within_three_seconds(count: int) -> None:
    times = leaving_times(count)
    assert (len(times), times[0]) == (count, 0)
    assert times[-1] < 3_000
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(0 <= gap <= 20 for gap in gaps)
    assert count > 150 or set(gaps) <= {20}


def test_nobody_is_no_trouble() -> None:
    assert leaving_times(0) == []


async def test_each_client_is_told_its_time_and_closed_then_and_not_before(
    store: Store, clock: HandClock
) -> None:
    broker = MemoryBroker()
    hub = Hub(store, broker, clock, sockets_per_member=1)
    company = Company(Village(store, clock), hub, broker)
    await company.gather(*NAMES)
    ears = [await company.listen(name) for name in NAMES]
    draining = asyncio.create_task(hub.drain())
    await asyncio.sleep(0)
    assert hub.draining
    told = [frame["after_ms"] for ear in ears for frame in ear.frames if frame["t"] == "drain"]
    assert told == leaving_times(len(NAMES))
    assert [ear.closed for ear in ears] == [CloseCode.SERVICE_RESTART, None, None, None, None]
    async with asyncio.timeout(10):
        for ear in ears:
            await ear.hung_up()
    assert not draining.done()
    for session in list(hub.sessions):
        hub.close_session(session)  # as a socket does when it is closed
    async with asyncio.timeout(10):
        await draining
