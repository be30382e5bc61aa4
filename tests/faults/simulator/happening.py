"""What each step of a schedule does to a world."""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from hubbub_protocol.rooms import LeaveRoom
from hubbub_server.actions import memberships, moderation
from tests.faults.simulator.air import AirFault
from tests.faults.simulator.between_two import happen_between, happen_directly
from tests.faults.simulator.fault_store import ReadFault, WriteFault
from tests.faults.simulator.member import Member
from tests.faults.simulator.node import Node
from tests.faults.simulator.request import Asked, Deed
from tests.faults.simulator.steps import BETWEEN_DEEDS, DIRECT_DEEDS, Step
from tests.faults.simulator.world import World

_AIR: Final[dict[str, AirFault]] = {
    "lose": "publication lost",
    "repeat": "publication repeated",
    "delay": "publication delayed",
}
_WRITES: Final[dict[str, WriteFault]] = {
    "die before commit": "death before commit",
    "die after commit": "death after commit",
    "lose reply": "reply of a commit lost",
    "refuse write": "write refused",
    "slow write": "write slow",
}
_READS: Final[dict[str, ReadFault]] = {"refuse read": "read refused", "slow read": "read slow"}
_IN_HELLO_S: Final = 0.4
"""By then a client that was sent away has most probably said hello elsewhere."""


def happen(world: World, step: Step) -> None:
    """Let one step happen."""
    node = world.nodes[step.who % len(world.nodes)]
    member = world.members[step.who % len(world.members)]
    if step.what in _AIR:
        world.air.expect(node.broker, _AIR[step.what], step.count)
    elif step.what in _WRITES:
        node.trouble.writes.append((_WRITES[step.what], min(step.seconds, 1.0)))
    elif step.what in _READS:
        node.trouble.reads.extend([(_READS[step.what], step.seconds)] * step.count)
    elif step.what in _HUB:
        if not node.life.over:
            _HUB[step.what](world, node, step)
    elif step.what in _CLIENT:
        _CLIENT[step.what](world, member, step)
    elif step.what in DIRECT_DEEDS:
        happen_directly(world, step)
    elif step.what in BETWEEN_DEEDS:
        happen_between(world, step)
    else:
        _say(world, member, step)


# What befalls hubs


def _stall(world: World, node: Node, step: Step) -> None:
    world.air.stall(node.broker)
    world.later(step.seconds, partial(world.air.go_on, node.broker))


def _be_away(world: World, node: Node, step: Step) -> None:
    """Have the link to the broker break, and the hub know it."""
    if node.broker.away:
        return
    world.note("broker away")
    world.loop.tell(node.life, node.broker.go_away)
    back = partial(world.loop.tell, node.life, node.broker.come_back)
    world.later(step.seconds, back)


def _break_link(world: World, node: Node, step: Step) -> None:
    """Have the link break unnoticed: what is published is lost, and doubted afterwards."""
    world.note("broker link broken unnoticed")
    world.air.cut_off(node.broker)

    def mend() -> None:
        world.air.mend(node.broker)
        world.loop.tell(node.life, partial(node.broker.told, lambda receiver: receiver.doubt()))

    world.later(step.seconds, mend)


def _kill(world: World, node: Node, step: Step) -> None:
    del step
    world.note("hub killed")
    node.die()


def _pause(world: World, node: Node, step: Step) -> None:
    if node.life.kept is None:
        world.note("hub stood still")
        node.pause()
        world.later(step.seconds, node.go_on)


def _drain(world: World, node: Node, step: Step) -> None:
    del step
    if not node.draining:
        world.note("hub drained")
        node.drain()


_HUB: Final[dict[str, Callable[[World, Node, Step], None]]] = {
    "stall": _stall,
    "away": _be_away,
    "break link": _break_link,
    "kill": _kill,
    "pause": _pause,
    "drain": _drain,
}


# What befalls clients


def _cut(world: World, member: Member, step: Step) -> None:
    if member.wire is not None:
        world.note("client cut off")
        ends = [world.chance.random() * step.seconds for _ in range(2)]
        member.wire.break_off(client_after_s=ends[0], hub_after_s=ends[1])


def _cut_hello(world: World, member: Member, step: Step) -> None:
    """Cut a client off while a hub is reading for its hello; it will come again meanwhile."""
    for node in world.nodes:
        node.trouble.reads.extend([("read slow", step.seconds)] * step.count)
    if member.wire is not None:
        member.move()

    def cut() -> None:
        if member.wire is not None and member.session.phase == "greeting":
            world.note("client cut off at its hello")
            member.wire.break_off(0.0, world.chance.random() * 2 * step.seconds)

    world.later(_IN_HELLO_S, cut)


def _lag(world: World, member: Member, step: Step) -> None:
    wire = member.wire
    if wire is not None:
        wire.stop_reading()
        world.later(step.seconds, wire.read_on)


def _move(world: World, member: Member, step: Step) -> None:
    del step
    if member.wire is not None:
        world.note("client moved")
        member.move()


_CLIENT: Final[dict[str, Callable[[World, Member, Step], None]]] = {
    "cut": _cut,
    "cut hello": _cut_hello,
    "lag": _lag,
    "move": _move,
}


# What members do


def _say(world: World, member: Member, step: Step) -> None:
    other = world.members[step.other]
    match step.what:
        case "say":
            member.say("good morning " * step.count)
        case "say at once":
            for _ in range(3 * step.count):
                member.say("and " * 40)
        case "mention":
            member.say(f"to @{other.account.name}")
        case "edit":
            member.edit()
        case "delete":
            member.delete()
        case "react":
            member.react()
        case "mark read":
            member.mark_read()
        case _:
            _change_membership(world, step, other)


def _change_membership(world: World, step: Step, other: Member) -> None:
    """Ask for a change of the membership of anyone but the owner, who stays."""
    place = step.other
    owner, caller = world.village.people[0][1].caller, world.village.people[place][1].caller
    room, who = world.village.room, other.account.id
    key = str(uuid5(NAMESPACE_OID, f"request {len(world.requests)}"))

    def ask(kind: str, deed: Deed) -> None:
        by = who if kind in ("member_left", "member_joined") else owner.member
        world.request(Asked(kind, by, who), deed)

    match step.what:
        case "leave":
            asked = LeaveRoom()
            ask("member_left", lambda d: memberships.leave_room(d, caller, room, asked, key))
        case "join":
            ask("member_joined", lambda d: memberships.join_room(d, caller, room, key))
        case "remove":
            ask("member_removed", lambda d: moderation.remove_member(d, owner, room, who, "", key))
        case "ban":
            ask("member_banned", lambda d: moderation.ban_member(d, owner, room, who, "", key))
        case "unban":
            ask("member_unbanned", lambda d: moderation.unban_member(d, owner, room, who, key))
        case unknown:
            raise LookupError(unknown)
