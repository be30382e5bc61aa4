"""What two members do with each other: in their direct channel, and to what is between them."""

from dataclasses import dataclass
from functools import partial
from uuid import NAMESPACE_OID, uuid5

from hubbub_protocol.personal_connections import AskToConnect
from hubbub_server.actions import connection_requests
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.personal_connections import end_personal_connection
from hubbub_server.domain.caller import Caller
from hubbub_server.store.interface import WriteResult
from tests.faults.simulator.member import Member
from tests.faults.simulator.request import Asked, Deed
from tests.faults.simulator.steps import FRIENDS, Step
from tests.faults.simulator.world import World


@dataclass(frozen=True, slots=True)
class Two:
    """One who does something, and the other."""

    me: Caller
    other: Caller


def happen_directly(world: World, step: Step) -> None:
    """Have a member do something in a direct channel."""
    friends = [member for member in world.members if _is_friend(world, member)]
    member = friends[step.who % len(friends)]
    channels = sorted(member.channels.values())
    if step.what == "pry":
        _pry(world, step)
    elif channels:
        _do(member, channels[step.other % len(channels)], step)


def happen_between(world: World, step: Step) -> None:
    """Have one of two ask for something that changes what is between them."""
    two = _choose(world, step)
    key = str(uuid5(NAMESPACE_OID, f"request {len(world.requests)}"))
    match step.what:
        case "end":
            _ask_for(world, "end", two, partial(_end, two, key))
            for member in world.members:  # while the end is under way
                stream = member.channels.get(two.me.member)
                if stream and member.account.id == two.other.member:
                    for _ in range(step.count):
                        member.say("are you there?", stream)
        case "ask":
            _ask_for(world, "ask", two, partial(_ask, world, two, key))
        case "reconnect":
            _ask_for(world, "ask", two, partial(_ask, world, two, key))
            back = Two(two.other, two.me)
            _ask_for(world, "ask", back, partial(_ask, world, back, key))
        case unknown:
            raise LookupError(unknown)


def _is_friend(world: World, member: Member) -> bool:
    return member.account in [account for account, _ in world.village.people[1 : FRIENDS + 1]]


def _do(member: Member, stream: str, step: Step) -> None:
    match step.what:
        case "direct say":
            member.say("between you and me @member4 " * step.count, stream)
        case "direct edit":
            member.edit(stream)
        case "direct delete":
            member.delete(stream)
        case "direct react":
            member.react(stream)
        case "direct mark read":
            member.mark_read(stream)
        case unknown:
            raise LookupError(unknown)


def _pry(world: World, step: Step) -> None:
    """Have somebody else try to get into a direct channel."""
    channels = world.database.read("SELECT channel, one, other FROM personal_connections")
    channel, *sides = sorted(channels)[step.other % len(channels)]
    strangers = [member for member in world.members if member.account.id not in sides]
    strangers[step.who % len(strangers)].pry(f"direct:{channel}")


def _choose(world: World, step: Step) -> Two:
    """Choose two of those who have to do with each other."""
    one = step.who % FRIENDS
    other = (one + 1 + step.other % (FRIENDS - 1)) % FRIENDS
    callers = [granted.caller for _, granted in world.village.people[1 : FRIENDS + 1]]
    return Two(callers[one], callers[other])


def _ask_for(world: World, kind: str, two: Two, deed: Deed) -> None:
    world.request(Asked(kind, two.me.member, two.other.member), deed)


async def _end(two: Two, key: str, desk: Desk) -> WriteResult:
    return await end_personal_connection(desk, two.me, two.other.member, key)


async def _ask(world: World, two: Two, key: str, desk: Desk) -> WriteResult:
    asked, door = AskToConnect(member=two.other.member), world.village.door
    return await connection_requests.send_request(desk, door, two.me, asked, key=key, address="")
