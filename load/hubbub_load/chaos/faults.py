"""How each kind of fault is brought about in a town whose members talk.

A fault is over when its function returns: what was broken is whole again, and the hubs and their
clients have to find out by themselves.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from hubbub_load.chaos.crew import Crew
from hubbub_load.chaos.death import Death, die
from hubbub_load.chaos.door import Door
from hubbub_load.chaos.schedule import Kind
from hubbub_load.chaos.town import Town

BITES_S: Final = 20.0
"""A full disk has stopped the writers by then: the hub needs a new page every now and then."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long faults last, in seconds."""

    frozen: float = 8.0
    away: float = 3.0
    """A server that was killed, before it is started again."""
    paused: float = 6.0
    stalled: float = 8.0
    full: float = 5.0
    alone: float = 1.0
    """At most so long the other hubs go on without the one that ended."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault happens."""

    town: Town
    crew: Crew
    chance: random.Random
    lengths: Lengths
    victim: int
    """The hub that is hit, if it is one."""


async def _kill(scene: Scene) -> None:
    scene.town.hubs[scene.victim].kill()
    await _start_again(scene)


async def _let_die(death: Death, scene: Scene) -> None:
    await asyncio.to_thread(die, scene.town.hubs[scene.victim], death)
    await _start_again(scene)


async def _start_again(scene: Scene) -> None:
    if len(scene.town.hubs) > 1:  # the others go on alone for a while
        await asyncio.sleep(scene.chance.uniform(0, scene.lengths.alone))
    await asyncio.to_thread(scene.town.hubs[scene.victim].start)


async def _freeze(scene: Scene) -> None:
    hub = scene.town.hubs[scene.victim]
    hub.pause()
    try:
        await asyncio.sleep(scene.lengths.frozen)
    finally:
        hub.go_on()


async def _restart(scene: Scene) -> None:
    """Restart all hubs, one after the other, as an operator does who puts in a new version."""
    for hub in scene.town.hubs:
        await asyncio.to_thread(hub.stop)
        await asyncio.to_thread(hub.start)


async def _deafen(scene: Scene) -> None:
    redis = scene.town.shared.redis
    await asyncio.to_thread(redis.ask, "CLIENT", "KILL", "TYPE", "pubsub")


async def _lose_redis(scene: Scene) -> None:
    redis = scene.town.shared.redis
    redis.kill()
    await asyncio.sleep(scene.lengths.away)
    await asyncio.to_thread(redis.start)


async def _pause_redis(scene: Scene) -> None:
    redis = scene.town.shared.redis
    redis.pause()
    try:
        await asyncio.sleep(scene.lengths.paused)
    finally:
        redis.go_on()


async def _lose_postgres(scene: Scene) -> None:
    postgres = scene.town.shared.postgres
    await asyncio.to_thread(postgres.crash)
    await asyncio.sleep(scene.lengths.away)
    await asyncio.to_thread(postgres.start)


async def _fill_disk(scene: Scene) -> None:
    disk = scene.town.disk
    if disk is None:
        raise LookupError("The hub has no disk of its own that could be full")
    await asyncio.to_thread(disk.fill)
    try:
        await _until_it_bites(scene.crew)
        await asyncio.sleep(scene.lengths.full)
    finally:
        await asyncio.to_thread(disk.empty)


async def _until_it_bites(crew: Crew) -> None:
    """Wait until for a second nothing was answered. Raises :class:`TimeoutError`."""
    before = -1
    try:
        async with asyncio.timeout(BITES_S):
            while crew.acknowledged != before:
                before = crew.acknowledged
                await asyncio.sleep(1)
    except TimeoutError:
        raise TimeoutError(f"the full disk stopped no writer within {BITES_S:.0f} s") from None


async def _cut(scene: Scene) -> None:
    for door in _some_doors(scene):
        door.shut()


async def _truncate(scene: Scene) -> None:
    for door in _some_doors(scene):
        door.truncate()


async def _stall(scene: Scene) -> None:
    doors = _some_doors(scene)
    for door in doors:
        door.stall()
    await asyncio.sleep(scene.lengths.stalled)
    for door in doors:
        door.go_on()


def _some_doors(scene: Scene) -> list[Door]:
    doors = scene.crew.doors
    return scene.chance.sample(doors, (len(doors) + 1) // 2)


FAULTS: Final[Mapping[Kind, Callable[[Scene], Awaitable[None]]]] = {
    "kill": _kill,
    "unanswered": partial(_let_die, "unanswered"),
    "unpublished": partial(_let_die, "unpublished"),
    "frozen": _freeze,
    "restart": _restart,
    "deaf": _deafen,
    "redis-lost": _lose_redis,
    "redis-paused": _pause_redis,
    "postgres-lost": _lose_postgres,
    "disk-full": _fill_disk,
    "cut": _cut,
    "stalled": _stall,
    "truncated": _truncate,
}
