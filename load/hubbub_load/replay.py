"""A replay from end to end: the house, the cast, the play, the wait, what was noted."""

import asyncio
import math
import time
from collections.abc import Sequence
from functools import partial

from hubbub_load.cast import Cast, House, Settings, build_house, count_live, make_cast, open_all
from hubbub_load.crowd import Progress
from hubbub_load.outcome import Outcome
from hubbub_load.plan import PlannedMessage, choose_half, spread_drops
from hubbub_load.stage import Stage
from hubbub_load.waiting import NotReady, wait_until


async def replay(plan: Sequence[PlannedMessage], settings: Settings, progress: Progress) -> Outcome:
    """Play a plan of at least one message and note everything.

    Where it cannot begin it raises :class:`~hubbub_load.http_api.HubUnreachable`,
    :class:`~hubbub_protocol.errors.Refusal` or :class:`~hubbub_load.waiting.NotReady`.
    """
    house = await build_house(plan, settings, progress)
    cast = make_cast(plan, settings, house)
    async with asyncio.TaskGroup() as sessions:
        try:
            hindrance = await open_all(sessions, cast, progress)
            started_at, cpu_s = time.monotonic(), time.process_time()
            if hindrance is None:
                await _play(plan, settings, cast, progress)
            cpu_s = time.process_time() - cpu_s
            outcome = _note(plan, settings, house, cast, (started_at, time.monotonic(), cpu_s))
        finally:
            for member in (*cast.authors_at.values(), *cast.watchers_at.values()):
                member.stop()
    if hindrance is not None:
        raise NotReady(hindrance)
    return outcome


async def _play(
    plan: Sequence[PlannedMessage], settings: Settings, cast: Cast, progress: Progress
) -> None:
    loop = asyncio.get_running_loop()
    dropping = choose_half(cast.watchers, settings.seed)
    drops = [
        loop.call_later(at_s, cast.watchers_at[name].drop)
        for at_s, name in spread_drops(dropping, plan[-1].due_s, settings.seed)
    ]
    reporter = asyncio.create_task(_report_progress(cast.stage, len(plan), progress))
    try:
        await cast.stage.play()
        await _settle(plan, cast)
    finally:
        reporter.cancel()
        for drop in drops:
            drop.cancel()


async def _settle(plan: Sequence[PlannedMessage], cast: Cast) -> None:
    """Wait until everything is acknowledged and seen and everybody is back, or nothing moves."""
    await wait_until(lambda: cast.stage.settled, len(plan))
    await wait_until(lambda: cast.stage.dropped, math.ceil(len(cast.authors_at) / 2))
    everyone = [*cast.authors_at.values(), *cast.watchers_at.values()]
    await wait_until(partial(count_live, everyone), len(everyone))
    heads: dict[str, int] = {}
    for message, delivery in zip(plan, cast.stage.deliveries, strict=True):
        heads[message.room] = max(heads.get(message.room, 0), delivery.seq or 0)
    await wait_until(
        lambda: sum(watcher.count_reached(heads) for watcher in cast.watchers.values()),
        len(cast.watchers) * len(heads),
    )


def _note(
    plan: Sequence[PlannedMessage],
    settings: Settings,
    house: House,
    cast: Cast,
    times: tuple[float, float, float],
) -> Outcome:
    """Gather what was noted; ``times`` are begin, end and the tool's CPU time between, in s."""
    started_at, ended_at, tool_cpu_s = times
    return Outcome(
        plan=plan,
        order=settings.order,
        hubs=settings.hubs,
        deliveries=cast.stage.deliveries,
        member_of={name: account.member for name, account in house.authors.items()},
        views=[watcher.views for watcher in cast.watchers.values()],
        author_stays={name: each.stays for name, each in cast.authors_at.items()},
        watcher_stays=[each.stays for each in cast.watchers_at.values()],
        unapplied=sum(each.unapplied for each in cast.watchers_at.values()),
        rate_limited=sum(each.rate_limited for each in cast.authors_at.values()),
        failures=cast.failures(),
        started_at=started_at,
        ended_at=ended_at,
        tool_cpu_s=tool_cpu_s,
    )


async def _report_progress(stage: Stage, total: int, progress: Progress) -> None:
    while True:
        await asyncio.sleep(1)
        progress("messages", stage.settled, total)
