"""What comes at the end of a schedule: a loss in a quiet world, made good at once; and a block.

In the end everything is found by the comparison of heads, which comes every few seconds. That it
is not needed where a hub could know sooner, only a world without other troubles can show.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from hubbub_protocol.events import Event, MessageSent
from tests.faults.simulator.between_two import Two, ask_to_block
from tests.faults.simulator.member import Member
from tests.faults.simulator.node import Node
from tests.faults.simulator.notes import Arrival
from tests.faults.simulator.steps import FRIENDS
from tests.faults.simulator.world import World

AT_ONCE_S: Final = 0.5
"""So long after an answer everybody has the event: a tenth of the time between two comparisons."""

_SHARE: Final = 0.25
"""In so many worlds each of them happens."""
_LOOK_S: Final = 0.02
_PATIENCE_S: Final = 10.0


async def play_finale(world: World) -> list[str]:
    """Let a loss happen in a quiet world, or none; return what was not made good at once."""
    found: list[str] = []
    for loss in (_gap, _known_key, _block):
        if world.chance.random() < _SHARE:
            found += await loss(world)
    return found


async def _gap(world: World) -> list[str]:
    """A publication is lost; the next one shows that, and the hub reads what is missing."""
    author, readers = _cast(world)
    if author is None or not readers:
        return []
    world.note("gap in a quiet world")
    for node in world.nodes:
        if node is not _hub_of(world, author):
            world.air.expect(node.broker, "publication lost", 1)
    for words in ("this is lost", "this shows it"):
        author.say(words)
        await _until(lambda: author.settled)
    return await _late(readers, author, "a gap was shown")


async def _known_key(world: World) -> list[str]:
    """A hub does not learn of its own commit; it publishes when the key comes again."""
    author, readers = _cast(world)
    if author is None or not readers:
        return []
    hub = _hub_of(world, author)
    assert hub is not None
    world.note("known key in a quiet world")
    hub.trouble.writes.append(("reply of a commit lost", 0.0))
    author.say("this is published by and by")
    await _until(lambda: author.settled)
    return await _late(readers, author, "a known key was answered")


async def _block(world: World) -> list[str]:
    """One blocks the other; what either writes then is shown to the other at no hub.

    Who has blocked the other before, in troubled times, tells nobody anything new.
    """
    callers = [granted.caller for _, granted in world.village.people[1 : FRIENDS + 1]]
    two = Two(*world.chance.sample(callers, 2))
    ids = {two.me.member, two.other.member}
    if (two.me.member, two.other.member) in world.database.read(
        "SELECT blocker, blocked FROM blocks"
    ):
        return []
    clients = [client for client in world.members if client.account.id in ids]
    clients = [client for client in clients if client.receives_room]
    if {client.account.id for client in clients} != ids:
        return []
    world.note("block in a quiet world")
    request = ask_to_block(world, two)
    await _until(lambda: request.answered)
    await asyncio.sleep(AT_ONCE_S)
    before = {client: len(client.arrivals) for client in clients}
    for client in clients:
        client.say("is it quiet here?")
    await _until(lambda: all(client.settled for client in clients))
    await asyncio.sleep(AT_ONCE_S)
    return [
        f"{client.device}: was shown what the other wrote {AT_ONCE_S} s after a block"
        for client, count in before.items()
        if any(_is_shown(client, arrival, ids) for arrival in client.arrivals[count:])
    ]


def _is_shown(client: Member, arrival: Arrival, two: set[str]) -> bool:
    """Whether a frame is what the other of two wrote in the room."""
    frame = arrival.frame
    if not isinstance(frame, Event) or frame.stream != client.room:
        return False
    return frame.actor in two - {client.account.id} and isinstance(frame.payload, MessageSent)


def _cast(world: World) -> tuple[Member | None, list[Member]]:
    """Choose who writes, and find who reads at another hub."""
    present = [member for member in world.members if member.receives_room]
    if not present:
        return None, []
    author = world.chance.choice(present)
    here = _hub_of(world, author)
    return author, [member for member in present if _hub_of(world, member) is not here]


def _hub_of(world: World, member: Member) -> Node | None:
    return next((node for node in world.nodes if member.wire in node.wires), None)


async def _until(holds: Callable[[], bool]) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _PATIENCE_S
    while loop.time() < deadline:
        if holds():
            return
        await asyncio.sleep(_LOOK_S)


async def _late(readers: list[Member], author: Member, after: str) -> list[str]:
    goal = max(note.ok.seq or 0 for note in author.notes.values() if note.ok is not None)
    await asyncio.sleep(AT_ONCE_S)
    return [
        f"{reader.device}: has {reader.room} up to {reader.place_in(reader.room)} of {goal}"
        f" {AT_ONCE_S} s after {after}"
        for reader in readers
        if (reader.place_in(reader.room) or 0) < goal
    ]
