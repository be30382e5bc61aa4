"""Whether to the one who asks, all answers but accepting look like none, over the whole history.

What refuses an asking, and every event of a request in the inbox of its sender, must follow from
what the sender did and from acceptance: from nothing that only the receiver knows of.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from hubbub_load.history.record import Kept, Log
from hubbub_protocol.events import (
    ConnectionRequestAnswered,
    ConnectionRequestClosed,
    ConnectionRequested,
    MemberBanned,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    Payload,
    PersonalConnectionEnded,
    PersonalConnectionOpened,
)
from hubbub_protocol.streams import inbox_stream
from hubbub_server.store.interface import WriteResult
from tests.faults.simulator.request import Request
from tests.faults.simulator.screened import Blocks, blocks_of
from tests.faults.simulator.shared_database import Times
from tests.faults.simulator.spans import Span, Turn, any_meets, spans
from tests.faults.simulator.tally import Tally

Pair = tuple[str, str]
"""Who asks, and who is asked."""


@dataclass(frozen=True, slots=True)
class Views:
    """What each one knows of each other one, by their own inbox, and by the room."""

    pending: Mapping[Pair, Sequence[Span]]
    """While one's request to the other is pending, as far as one is told."""
    connected: Mapping[Pair, Sequence[Span]]
    declined: Mapping[Pair, Sequence[Span]]
    """While one lets no request of the other come, having declined one."""
    absent: Mapping[str, Sequence[Span]]
    """While one does not belong to the room."""
    blocks: Blocks


def views_of(log: Log, times: Times, room: str, people: Sequence[str]) -> Views:
    """Read them from the log."""

    def by_pair(turn: Callable[[str, str], Turn]) -> dict[Pair, Sequence[Span]]:
        return {
            (me, other): spans(log.get(inbox_stream(me), ()), times, turn(me, other))
            for me, other in permutations(people, 2)
        }

    return Views(
        pending=by_pair(_pending),
        connected=by_pair(_connected),
        declined=by_pair(_declined),
        absent={me: spans(log[room], times, _absent(me)) for me in people},
        blocks=blocks_of(log, times, people),
    )


def _pending(me: str, other: str) -> Turn:
    def turn(told: Payload) -> bool | None:
        if not isinstance(told, ConnectionRequested | ConnectionRequestClosed):
            return None
        mine = (told.sender, told.receiver) == (me, other)
        return isinstance(told, ConnectionRequested) if mine else None

    return turn


def _connected(me: str, other: str) -> Turn:
    def turn(told: Payload) -> bool | None:
        if not isinstance(told, PersonalConnectionOpened | PersonalConnectionEnded):
            return None
        return isinstance(told, PersonalConnectionOpened) if told.member == other else None

    del me
    return turn


def _declined(me: str, other: str) -> Turn:
    def turn(told: Payload) -> bool | None:
        match told:
            case ConnectionRequestAnswered(sender=sender, answer="declined") if sender == other:
                return True
            case PersonalConnectionOpened(member=member) if member == other:
                return False
            case _:
                return None

    del me
    return turn


def _absent(me: str) -> Turn:
    def turn(told: Payload) -> bool | None:
        if not isinstance(told, MemberJoined | MemberLeft | MemberRemoved | MemberBanned):
            return None
        return not isinstance(told, MemberJoined) if told.member == me else None

    return turn


def unseen_complaints(
    log: Log, times: Times, views: Views, requests: Sequence[Request]
) -> Iterator[str]:
    """Name everything by which one could tell what another has answered."""
    for request in requests:
        if request.asked.kind == "ask":
            yield from _answered(log, views, request)
    for (me, other), pending in views.pending.items():
        yield from _seen(me, other, log.get(inbox_stream(me), ()))
        yield from _delivered(log, times, views, (me, other))
        for span in pending:
            for back in views.pending[other, me]:
                if span.holds_at(back.since):
                    yield f"{me} and {other}: two requests are pending"


def count_asked(requests: Sequence[Request]) -> Tally:
    """Count what was asked for between two, and done or refused."""
    found: Tally = Counter()
    for request in requests:
        if request.refusal is None:
            found[request.asked.kind] += 1
        elif request.asked.kind == "ask":
            found[f"ask refused: {request.refusal.code}"] += 1
    return found


def _answered(log: Log, views: Views, request: Request) -> Iterator[str]:
    """Asking comes to a request or to a connection, or is refused for what the asker knows."""
    pair = me, other = request.asked.by, request.asked.member
    result, refusal = request.result, request.refusal
    if isinstance(result, WriteResult):
        told = log[result.stream][result.seq - 1].told
        match told:
            case ConnectionRequested():
                fits = (told.sender, told.receiver) == pair
            case PersonalConnectionOpened():
                fits = told.member == other
            case _:
                fits = False
        if not fits:
            yield f"{request.asked} came to {told}"
    if refusal is None:
        return
    reasons: list[Span] = []
    if refusal.code == "conflict":
        reasons = [*views.pending[pair], *views.connected[pair], *views.blocks[pair]]
    elif refusal.code == "not_found":
        reasons = [*views.absent[me], *views.absent[other]]
    if not any_meets(reasons, request.asked_at, request.answered_at):
        yield f"{request.asked} was refused as {refusal.code}, for nothing that {me} knows"


def _seen(me: str, other: str, inbox: Sequence[Kept]) -> Iterator[str]:
    """Of one's own request one hears that it was sent, that one took it back, and acceptance."""
    told = [(event, event.told) for event in inbox]
    opened = {event.at for event, each in told if isinstance(each, PersonalConnectionOpened)}
    for event, each in told:
        match each:
            case ConnectionRequested(sender=sender) if sender == me:
                by_rights = event.actor == me
            case ConnectionRequestClosed(sender=sender, receiver=receiver, outcome=outcome) if (
                sender == me and receiver == other
            ):
                by_rights = event.at in opened if outcome == "accepted" else event.actor == me
            case ConnectionRequestAnswered(sender=sender):
                by_rights = sender != me and event.actor == me
            case _:
                continue
        if not by_rights:
            yield f"{event.stream}: {event.seq} tells {me} of {other}: {each}"


def _delivered(log: Log, times: Times, views: Views, pair: Pair) -> Iterator[str]:
    """No request reaches one who blocks its sender, or has declined one."""
    sender, receiver = pair
    refusing = [*views.blocks[receiver, sender], *views.declined[receiver, sender]]
    for event in log.get(inbox_stream(receiver), ()):
        told = event.told
        if not isinstance(told, ConnectionRequested) or told.sender != sender:
            continue
        if any(span.holds_at(times[event.stream, event.seq]) for span in refusing):
            yield f"{event.stream}: {event.seq} brings a request of one who is refused"
