"""Personal connections: the state table of a pair, as data, and the one step that walks it.

To the sender of a request every answer but accepting looks like none: what the sender sees of it
is ``Request.state``, and nothing that turns on ``Request.answer`` or on a block of the receiver's
changes that. So what refuses a sender's command never looks at these two; they decide only on who
is told.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal, assert_never, cast

from hubbub_protocol.limits import DECLINE_DAYS, REQUEST_DAYS
from hubbub_server.domain.connection_requests import (
    DAY_US,
    REASONS,
    Reason,
    refused,
    require_place_for_another,
    require_wanted_opening,
)
from hubbub_server.domain.pair_changes import (
    Accept,
    Answered,
    Ask,
    Asked,
    Block,
    BlockLifted,
    BlockSet,
    Change,
    Closed,
    Command,
    Connect,
    Decline,
    End,
    Ended,
    Expire,
    News,
    Opened,
    PutOff,
    Unblock,
    Withdraw,
)
from hubbub_server.domain.pairs import (
    Answer,
    Meeting,
    Pair,
    PersonalConnection,
    Request,
    Side,
)

# The table

Standing = Literal["none", "waiting", "put_off", "declined", "phantom"]
"""How a request stands at a moment; ``none``: there is none, or it is pending no longer."""

Move = Literal[
    "ask",
    "ask_in_vain",  # while the receiver's decline or block holds
    "ask_anew",  # after withdrawing one that was put off and has not expired
    "withdraw",
    "expire",
    "block",  # the sender blocks the receiver
    "cross",  # the receiver asks the sender
    "accept",
    "put_off",
    "decline",
    "be_blocked",  # the receiver blocks the sender
    "connect",  # both have accepted an introduction
]

Closing = Literal["accepted", "withdrawn", "expired"]
Outcome = Standing | Closing | Reason

_WHATEVER_THE_ANSWER: Final[dict[Move, Outcome]] = {
    "ask": "asked_already",
    "ask_in_vain": "asked_already",
    "ask_anew": "asked_already",
    "withdraw": "withdrawn",
    "expire": "expired",
    "block": "withdrawn",
    "cross": "accepted",
    "connect": "accepted",
    "be_blocked": "phantom",
}
"""What becomes of a pending request by all but the receiver's answer: above all by its sender."""

REQUESTS: Final[Mapping[Standing, Mapping[Move, Outcome]]] = {
    "none": {
        "ask": "waiting",
        "ask_in_vain": "phantom",
        "ask_anew": "put_off",
        "withdraw": "no_such_request",
        "expire": "none",
        "block": "none",
        "cross": "none",
        "connect": "none",
        "be_blocked": "none",
        "accept": "no_such_request",
        "put_off": "no_such_request",
        "decline": "no_such_request",
    },
    "waiting": {
        **_WHATEVER_THE_ANSWER,
        "accept": "accepted",
        "put_off": "put_off",
        "decline": "declined",
    },
    "put_off": {
        **_WHATEVER_THE_ANSWER,
        "accept": "accepted",
        "put_off": "put_off",
        "decline": "declined",
    },
    "declined": {
        **_WHATEVER_THE_ANSWER,
        "accept": "no_such_request",  # who declined asks the other way round
        "put_off": "no_such_request",
        "decline": "declined",
    },
    "phantom": {
        **_WHATEVER_THE_ANSWER,
        "accept": "no_such_request",
        "put_off": "no_such_request",
        "decline": "no_such_request",
    },
}
"""The life of a request: what each move makes of it, or why it is refused."""

Relation = Literal["none", "connected", "ended"]

RELATIONS: Final[Mapping[Relation, Mapping[Literal["open", "end"], Relation | Reason]]] = {
    "none": {"open": "connected", "end": "never_connected"},
    "connected": {"open": "connected_already", "end": "ended"},
    "ended": {"open": "connected", "end": "ended"},
}
"""The life of a personal connection."""

_ANSWERS: Final[Mapping[Standing, Answer]] = {
    "waiting": "none",
    "put_off": "put_off",
    "declined": "declined",
    "phantom": "phantom",
}
_STANDINGS: Final[Mapping[Answer, Standing]] = {
    answer: standing for standing, answer in _ANSWERS.items()
}


def standing_of(request: Request | None, now_us: int) -> Standing:
    """Tell how a request stands: by the clock, whether or not its expiry was written down."""
    if request is None or request.state != "pending" or request.expires_at <= now_us:
        return "none"
    return _STANDINGS[request.answer]


def relation_of(pair: Pair) -> Relation:
    """Tell how the two stand to each other."""
    if pair.personal_connection is None:
        return "none"
    return "connected" if pair.personal_connection.connected else "ended"


def is_shown(request: Request) -> bool:
    """Whether the receiver of a pending request sees it."""
    return request.answer in ("none", "put_off")


def may_be_connected(pair: Pair, now_us: int) -> bool:
    """Whether asking or accepting may connect the two at once."""
    if standing_of(pair.other.request, now_us) != "none":
        return True
    return _accepts_at_once(pair, now_us)


def step(pair: Pair, command: Command, now_us: int) -> Change:
    """Return what a command makes of a pair, or raise a refusal."""
    match command:
        case Ask():
            return _ask(pair, command, now_us)
        case Accept():
            return _accept(pair, command, now_us)
        case PutOff() | Decline():
            return _answer(pair, command, now_us)
        case Withdraw():
            return _withdraw(pair, command, now_us)
        case Expire():
            return _expire(pair, now_us)
        case Connect():
            return _connect(pair, command, now_us)
        case End():
            return _end(pair)
        case Block():
            return _block(pair, now_us)
        case Unblock():
            return _unblock(pair)
        case unknown:
            assert_never(unknown)


def _ask(pair: Pair, ask: Ask, now_us: int) -> Change:
    me, other = pair.me, pair.other
    if me.kind == "bot":
        raise refused("bots_do_not_ask")
    if me.blocks:
        raise refused("blocked_by_oneself")
    _require(pair, "open")
    standing = _moved(me.request, _way_of_asking(pair, now_us), now_us)
    if other.banned:
        raise refused("unknown")
    if other.request is not None and _moved(other.request, "cross", now_us) == "accepted":
        return _open(pair, ask.channel, other.request.meeting, now_us)
    if ask.meeting is None:
        raise refused("unknown")
    require_wanted_opening(other, ask.opening)
    require_place_for_another(me, ask.pending, now_us)
    expired = _expire(pair, now_us)
    request = Request(
        id=ask.request,
        state="pending",
        answer=_ANSWERS[cast("Standing", standing)],
        meeting=ask.meeting,
        opening=ask.opening,
        sent_at=now_us,
        expires_at=now_us + REQUEST_DAYS * DAY_US,
        refused_until=_refused_until(me.request),
    )
    asked = Asked(request, told=request.answer == "none")
    pending = replace(pair, me=replace(me, request=request))
    if _accepts_at_once(pair, now_us):
        opened = _open(pending, ask.channel, ask.meeting, now_us)
        return Change(opened.pair, (*expired.news, asked, *opened.news))
    return Change(pending, (*expired.news, asked))


def _accept(pair: Pair, accept: Accept, now_us: int) -> Change:
    request = _require_received(pair, accept.request)
    if request.state == "accepted" and relation_of(pair) == "connected":
        return Change(pair)
    _moved(request, "accept", now_us)
    return _open(pair, accept.channel, request.meeting, now_us)


def _answer(pair: Pair, command: PutOff | Decline, now_us: int) -> Change:
    request = _require_received(pair, command.request)
    declines = isinstance(command, Decline)
    _moved(request, "decline" if declines else "put_off", now_us)
    answer: Final = "declined" if declines else "put_off"
    if request.answer == answer:
        return Change(pair)
    until = now_us + DECLINE_DAYS * DAY_US if declines else request.refused_until
    answered = replace(request, answer=answer, refused_until=until)
    changed = replace(pair, other=replace(pair.other, request=answered))
    return Change(changed, (Answered(answered, answer),))


def _withdraw(pair: Pair, withdraw: Withdraw, now_us: int) -> Change:
    request = pair.me.request
    if request is None or request.id != withdraw.request:
        raise refused("no_such_request")
    _moved(request, "withdraw", now_us)
    return _close(pair, "withdrawn")


def _expire(pair: Pair, now_us: int) -> Change:
    request = pair.me.request
    if request is None or request.state != "pending" or request.expires_at > now_us:
        return Change(pair)
    return _close(pair, "expired")


def _connect(pair: Pair, connect: Connect, now_us: int) -> Change:
    if pair.me.blocks or pair.other.blocks:
        raise refused("unknown")
    _require(pair, "open")
    return _open(pair, connect.channel, connect.meeting, now_us)


def _end(pair: Pair) -> Change:
    _require(pair, "end")
    known = pair.personal_connection
    if known is None or not known.connected:
        return Change(pair)
    ended = replace(known, connected=False)
    return Change(replace(pair, personal_connection=ended), (Ended(known.channel),))


def _block(pair: Pair, now_us: int) -> Change:
    if pair.me.blocks:
        return Change(pair)
    ended = _end(pair) if relation_of(pair) == "connected" else Change(pair)
    closed = Change(ended.pair)
    if _moved(pair.me.request, "block", now_us) == "withdrawn":
        closed = _close(ended.pair, "withdrawn")
    me, other = closed.pair.me, closed.pair.other
    if other.request is not None and _moved(other.request, "be_blocked", now_us) == "phantom":
        other = replace(other, request=replace(other.request, answer="phantom"))
    blocked = replace(closed.pair, me=replace(me, blocks=True), other=other)
    return Change(blocked, (*ended.news, *closed.news, BlockSet()))


def _unblock(pair: Pair) -> Change:
    if not pair.me.blocks:
        return Change(pair)
    return Change(replace(pair, me=replace(pair.me, blocks=False)), (BlockLifted(),))


def _open(pair: Pair, channel: str, meeting: Meeting, now_us: int) -> Change:
    """Connect the two, in the channel that they had before if they had one.

    What either declined before is forgotten: they may ask again after an end.
    """
    mine, my_news = _accepted(pair.me, now_us, mine=True)
    theirs, their_news = _accepted(pair.other, now_us, mine=False)
    known = pair.personal_connection
    connected = PersonalConnection(channel if known is None else known.channel, connected=True)
    opened = Opened(connected.channel, meeting)
    return Change(Pair(mine, theirs, connected), (*my_news, *their_news, opened))


def _accepted(side: Side, now_us: int, *, mine: bool) -> tuple[Side, tuple[News, ...]]:
    """Close the request of one of the two because they are connected."""
    if side.request is None:
        return side, ()
    request = replace(side.request, refused_until=0)
    if _moved(request, "connect", now_us) != "accepted":
        return replace(side, request=request), ()
    request = replace(request, state="accepted")
    news = Closed(request, mine=mine, outcome="accepted", told=is_shown(request))
    return replace(side, request=request), (news,)


def _close(pair: Pair, outcome: Literal["withdrawn", "expired"]) -> Change:
    """Close one's own pending request."""
    if pair.me.request is None:
        raise LookupError("there is no request to close")
    closed = replace(pair.me.request, state=outcome)
    changed = replace(pair, me=replace(pair.me, request=closed))
    news = Closed(closed, mine=True, outcome=outcome, told=is_shown(closed))
    return Change(changed, (news,))


def _require_received(pair: Pair, request: str) -> Request:
    """Return the other's request of that id; who is banned asks nobody."""
    known = pair.other.request
    if known is None or known.id != request or pair.other.banned:
        raise refused("no_such_request")
    return known


def _moved(request: Request | None, move: Move, now_us: int) -> Outcome:
    """Look up what a move makes of a request, or raise the refusal that stands in the table."""
    outcome = REQUESTS[standing_of(request, now_us)][move]
    if outcome in REASONS:
        raise refused(outcome)
    return outcome


def _require(pair: Pair, move: Literal["open", "end"]) -> None:
    """Raise the refusal that stands in the table of relations."""
    outcome = RELATIONS[relation_of(pair)][move]
    if outcome in REASONS:
        raise refused(outcome)


def _asks_in_vain(pair: Pair, now_us: int) -> bool:
    """Whether a decline or block of the other's holds."""
    return pair.other.blocks or _refused_until(pair.me.request) > now_us


def _way_of_asking(pair: Pair, now_us: int) -> Literal["ask", "ask_in_vain", "ask_anew"]:
    """Tell with what success one asks: "not now" holds for the time of the request it answered."""
    if _asks_in_vain(pair, now_us):
        return "ask_in_vain"
    last = pair.me.request
    if last is None or (last.state, last.answer) != ("withdrawn", "put_off"):
        return "ask"
    return "ask_anew" if last.expires_at > now_us else "ask"


def _accepts_at_once(pair: Pair, now_us: int) -> bool:
    """Whether the other is a bot that accepts requests as they come."""
    other = pair.other
    return other.kind == "bot" and other.accepts_requests and not _asks_in_vain(pair, now_us)


def _refused_until(request: Request | None) -> int:
    return 0 if request is None else request.refused_until
