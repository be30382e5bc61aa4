"""What two members do with each other: in their direct channel, and to what is between them."""

from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from hubbub_protocol.personal_connections import AskToConnect, RequestAnswer
from hubbub_server.actions import connection_requests
from hubbub_server.actions.blocks import block_member, unblock_member
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.personal_connections import end_personal_connection
from hubbub_server.domain.caller import Caller
from hubbub_server.store.interface import WriteResult
from tests.faults.simulator.member import Member
from tests.faults.simulator.request import Asked, Deed, Request
from tests.faults.simulator.steps import FRIENDS, Step
from tests.faults.simulator.world import World

_SHOWN: Final = (
    "SELECT receiver, sender FROM connection_requests"
    " WHERE state = 'pending' AND answer IN ('none', 'put_off')"
)
_BLOCKS: Final = "SELECT blocker, blocked FROM blocks"
_SOON_S: Final = 0.1
_ANSWERS: Final[dict[str, RequestAnswer]] = {
    "accept": "accept",
    "put off": "put_off",
    "decline": "decline",
}


@dataclass(frozen=True, slots=True)
class Two:
    """One who does something, and the other."""

    me: Caller
    other: Caller

    @property
    def turned(self) -> "Two":
        """The same two, the other way round."""
        return Two(self.other, self.me)


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
    match step.what:
        case "accept" | "put off" | "decline":
            _answer(world, step.what, step)
        case "unblock":
            two = _find_two(world, _BLOCKS, step) or _choose(world, step)
            _ask_for(world, "unblock", two, partial(_unblock, two, _new_key(world)))
        case _:
            _begin(world, step, _choose(world, step))


def _begin(world: World, step: Step, two: Two) -> None:
    match step.what:
        case "ask":
            _ask_to_connect(world, two)
        case "reconnect":  # both ask at once
            _ask_to_connect(world, two)
            _ask_to_connect(world, two.turned)
        case "withdraw":
            _take_back(world, two)
        case "insist":
            _insist(world, two)
        case "end":
            _ask_for(world, "end", two, partial(_end, two, _new_key(world)))
            _talk_on(world, two, step.count)
        case "block":
            ask_to_block(world, two)
            _talk_on(world, two, step.count)
        case unknown:
            raise LookupError(unknown)


def ask_to_block(world: World, two: Two) -> Request:
    """Have one block the other."""
    return _ask_for(world, "block", two, partial(_block, two, _new_key(world)))


def _ask_to_connect(world: World, two: Two) -> None:
    _ask_for(world, "ask", two, partial(_ask, world, two, _new_key(world)))


def _new_key(world: World) -> str:
    return str(uuid5(NAMESPACE_OID, f"between two {len(world.requests)}"))


def _talk_on(world: World, two: Two, count: int) -> None:
    """Have the other write, directly and in the room, while one ends it."""
    for member in world.members:
        if member.account.id == two.other.member:
            stream = member.channels.get(two.me.member)
            for _ in range(count if stream else 0):
                member.say("are you there?", stream)
            member.say("is anybody there?")


def _answer(world: World, what: str, step: Step) -> None:
    """Have one answer a request that they see, or what the other has asked last."""
    two = _find_two(world, _SHOWN, step) or _choose(world, step)
    request = _find_request(world, sender=two.other, receiver=two.me)
    if request is None:
        return
    deed = partial(_give, two, request, _ANSWERS[what], _new_key(world))
    _ask_for(world, what, two, deed)
    if what == "decline" and step.count == 1:
        world.later(_SOON_S, partial(_insist, world, two.turned))


def _take_back(world: World, two: Two) -> None:
    """Have one withdraw what they have asked last, whatever became of it."""
    request = _find_request(world, sender=two.me, receiver=two.other)
    if request is not None:
        _ask_for(world, "withdraw", two, partial(_withdraw, two, request, _new_key(world)))


def _insist(world: World, two: Two) -> None:
    """Have one withdraw what they have asked, and ask again."""
    _take_back(world, two)
    world.later(_SOON_S, partial(_ask_to_connect, world, two))


def _find_request(world: World, sender: Caller, receiver: Caller) -> str | None:
    rows = world.database.read("SELECT sender, receiver, id FROM connection_requests")
    wanted = (sender.member, receiver.member)
    return next((request for *pair, request in rows if tuple(pair) == wanted), None)


def _find_two(world: World, statement: str, step: Step) -> Two | None:
    """Return one of those for whom there is something to do, if there are any; not always."""
    rows = sorted(world.database.read(statement))
    if not rows or step.other == 1:
        return None
    me, other = rows[step.who % len(rows)]
    callers = {granted.caller.member: granted.caller for _, granted in world.village.people}
    return Two(callers[me], callers[other])


def _is_friend(world: World, member: Member) -> bool:
    return member.account in [account for account, _ in world.village.people[1 : FRIENDS + 1]]


def _do(member: Member, stream: str, step: Step) -> None:
    match step.what:
        case "direct say":
            member.say("between you and me @member0 " * step.count, stream)
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


def _ask_for(world: World, kind: str, two: Two, deed: Deed) -> Request:
    return world.request(Asked(kind, two.me.member, two.other.member), deed)


async def _end(two: Two, key: str, desk: Desk) -> WriteResult:
    return await end_personal_connection(desk, two.me, two.other.member, key)


async def _ask(world: World, two: Two, key: str, desk: Desk) -> WriteResult:
    asked, door = AskToConnect(member=two.other.member), world.village.door
    return await connection_requests.send_request(desk, door, two.me, asked, key=key, address="")


async def _give(two: Two, request: str, answer: RequestAnswer, key: str, desk: Desk) -> WriteResult:
    return await connection_requests.answer_request(desk, two.me, request, answer, key)


async def _withdraw(two: Two, request: str, key: str, desk: Desk) -> WriteResult:
    return await connection_requests.withdraw_request(desk, two.me, request, key)


async def _block(two: Two, key: str, desk: Desk) -> WriteResult:
    return await block_member(desk, two.me, two.other.member, key)


async def _unblock(two: Two, key: str, desk: Desk) -> WriteResult:
    return await unblock_member(desk, two.me, two.other.member, key)
