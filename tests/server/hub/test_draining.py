"""A hub takes its leave of its clients one by one."""

import asyncio
from itertools import pairwise

import pytest

from hubbub_protocol.errors import CloseCode
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.clock import Clock
from hubbub_server.domain.caller import Caller
from hubbub_server.hub.draining import drain, leaving_times
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.session import Session
from hubbub_server.store.interface import Store
from tests.faults.simulator.virtual_loop import VirtualLoop
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
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
        for place, ear in enumerate(ears[1:], start=1):
            clock.move(20_000)
            await ear.hung_up()
            assert {later.closed for later in ears[place + 1 :]} <= {None}
    assert not draining.done()
    for session in list(hub.sessions):
        hub.close_session(session)  # as a socket does when it is closed
    async with asyncio.timeout(10):
        await draining


class EarlyLoopClock:
    """A clock that goes slower than its loop, whose timers therefore end too early."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def now_us(self) -> int:
        """Microseconds since 1970, UTC."""
        return round(self.monotonic_s() * 1_000_000)

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment."""
        return self._loop.now * 0.97


def test_a_timer_that_ends_too_early_closes_nobody_before_their_time() -> None:
    loop = VirtualLoop()
    clock = EarlyLoopClock(loop)
    leaving = [TimedEar(clock) for _ in range(200)]
    try:
        loop.run_until_complete(drain([_session(ear) for ear in leaving], clock))
    finally:
        loop.close()
    for ear, told_ms in zip(leaving, leaving_times(200), strict=True):
        assert ear.frames == [{"t": "drain", "after_ms": told_ms}]
        assert told_ms <= ear.closed_ms < told_ms + 2


class TimedEar(Ear):
    """An ear that looks at the clock when it is closed."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.closed_ms = -1.0

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Remember when."""
        super().close(code, reason, retry_ms)
        self.closed_ms = self._clock.monotonic_s() * 1000


def _session(ear: Ear) -> Session:
    caller = Caller("member", "person", "member", "sign-in", 0)
    return Session("session", caller, "device", ear, _no_catching_up, lambda _: None)


async def _no_catching_up(session: Session) -> None:
    raise AssertionError(f"{session.id} follows nothing")
