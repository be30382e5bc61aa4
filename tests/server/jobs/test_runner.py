"""Jobs: one runner at a time, whatever number of hubs there are, on every database."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hubbub_protocol.limits import Limits
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.domain.jobs import LEASE_US
from hubbub_server.jobs.job import Job
from hubbub_server.jobs.runner import Runner
from hubbub_server.store.jobs import read_job
from tests.server.store.backends import DATABASES, Backend
from tests.server.store.hand_clock import HandClock

MINUTE_US = 60 * 1_000_000


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Each kind of database."""
    return str(request.param)


@pytest.fixture
async def other_desk(desk: Desk, backend: Backend, clock: HandClock) -> AsyncIterator[Desk]:
    """The desk of another hub on the same database."""
    store = await backend.open(clock)
    limits = Limits()
    yield Desk(store, MemoryBroker(), clock, limits, WriteRates(clock, limits))
    await store.close()


class Work:
    """A job of so many steps, and what is remembered of them."""

    def __init__(self, steps: int) -> None:
        self.given: list[str] = []
        self.began = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.job = Job("work", every_s=60.0, step=self._step)
        self._steps = steps

    async def _step(self, desk: Desk, reached: str) -> str | None:
        del desk
        self.given.append(reached)
        self.began.set()
        await self.may_go_on.wait()
        done = int(reached or "0") + 1
        return None if done == self._steps else str(done)


async def test_a_job_runs_step_by_step_to_its_end_and_is_due_again_later(
    desk: Desk, clock: HandClock
) -> None:
    work = Work(steps=3)
    runner = Runner(desk, [], "hub 1")
    assert await runner.run_if_due(work.job)
    assert work.given == ["", "1", "2"]
    assert not await runner.run_if_due(work.job)
    clock.move(MINUTE_US - 1)
    assert not await runner.run_if_due(work.job)
    clock.move(1)
    assert await runner.run_if_due(work.job)
    assert work.given == ["", "1", "2"] * 2


async def test_of_two_hubs_that_look_at_once_one_runs_the_job(desk: Desk, other_desk: Desk) -> None:
    work = Work(steps=2)
    runners = [Runner(desk, [], "hub 1"), Runner(other_desk, [], "hub 2")]
    ran = await asyncio.gather(*(runner.run_if_due(work.job) for runner in runners * 4))
    assert ran.count(True) == 1
    assert work.given == ["", "1"]


async def test_a_job_that_runs_is_left_alone_until_its_lease_has_expired(
    desk: Desk, other_desk: Desk, clock: HandClock
) -> None:
    dying, heir = Work(steps=2), Work(steps=2)
    dying.may_go_on.clear()
    first = asyncio.create_task(Runner(desk, [], "hub 1").run_if_due(dying.job))
    await dying.began.wait()
    second = Runner(other_desk, [], "hub 2")
    clock.move(LEASE_US - 1)
    assert not await second.run_if_due(heir.job)
    clock.move(1)
    assert await second.run_if_due(heir.job)
    assert heir.given == ["", "1"]
    dying.may_go_on.set()
    assert not await first  # it sees that it was given up
    assert dying.given == [""]


async def test_who_takes_over_goes_on_from_where_the_other_had_got(
    desk: Desk, other_desk: Desk, clock: HandClock
) -> None:
    heir = Work(steps=3)

    async def step(of: Desk, reached: str) -> str | None:
        if reached:
            raise asyncio.CancelledError  # as the hub ends, after the first step
        return "1"

    with pytest.raises(asyncio.CancelledError):
        await Runner(desk, [], "hub 1").run_if_due(Job("work", 60.0, step))
    clock.move(LEASE_US)
    assert await Runner(other_desk, [], "hub 2").run_if_due(heir.job)
    assert heir.given == ["1", "2"]


async def test_each_step_renews_the_lease(desk: Desk, clock: HandClock) -> None:
    work = Work(steps=2)

    async def step(of: Desk, reached: str) -> str | None:
        async with of.store.snapshot() as reading:
            state = await read_job(reading, "slow")
        assert (state.holder, state.held_until) == ("hub 1", clock.now_us() + LEASE_US)
        clock.move(LEASE_US // 2)
        work.given.append(reached)
        return "half" if not reached else None

    assert await Runner(desk, [], "hub 1").run_if_due(Job("slow", 60.0, step))
    assert work.given == ["", "half"]


async def test_one_job_that_fails_keeps_no_other_from_running(desk: Desk) -> None:
    ran = asyncio.Event()

    async def fail(of: Desk, reached: str) -> str | None:
        raise LookupError(reached)

    async def step(of: Desk, reached: str) -> str | None:
        ran.set()
        return None

    jobs = [Job("failing", 60.0, fail), Job("working", 60.0, step)]
    running = asyncio.create_task(Runner(desk, jobs, "hub 1").run())
    await ran.wait()
    running.cancel()
