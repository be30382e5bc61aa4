"""Whether a world kept every promise: the history checker, and the rule of membership."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.record import Answer, Client, Deed, History, Log, Sent
from hubbub_protocol.commands import Delete, Edit, React, Send
from hubbub_protocol.events import (
    Event,
    MemberBanned,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MemberUnbanned,
    Payload,
)
from tests.faults.simulator.gate import gate_complaints, has_ended, sides_of
from tests.faults.simulator.kept import kept_complaints
from tests.faults.simulator.member import Member
from tests.faults.simulator.notes import Note
from tests.faults.simulator.request import Request
from tests.faults.simulator.screened import screen_complaints
from tests.faults.simulator.shared_database import Times
from tests.faults.simulator.steps_taken import steps_taken
from tests.faults.simulator.unseen import unseen_complaints, views_of
from tests.faults.simulator.world import World

_DEPARTURES = (MemberLeft, MemberRemoved, MemberBanned)
_CHANGES = (MemberJoined, MemberUnbanned, *_DEPARTURES)
_DONE = {Edit: "message_edited", Delete: "message_deleted", React: "reaction_added"}

Change = tuple[int, MemberJoined | MemberUnbanned | MemberLeft | MemberRemoved | MemberBanned]
"""A change of membership and its seq."""


def changes_of(log: Log, room: str) -> dict[str, list[Change]]:
    """Return the changes of each one's membership, in order."""
    return changes_among((event.seq, event.told) for event in log.get(room, ()))


def changes_among(events: Iterable[tuple[int, Payload]]) -> dict[str, list[Change]]:
    """Return the changes of membership among events of a room, by member."""
    found: dict[str, list[Change]] = {}
    for seq, payload in events:
        if isinstance(payload, _CHANGES):
            found.setdefault(payload.member, []).append((seq, payload))
    return found


def goals(
    heads: Mapping[str, int], change: Change, member: Member, channels: Iterable[str]
) -> dict[str, int]:
    """Return how far a member must have come in each stream.

    ``change`` is the last one of their membership, ``channels`` are their direct channels.
    """
    far = {stream: heads.get(stream, 0) for stream in (member.inbox, *channels)}
    seq, last = change
    if isinstance(last, MemberJoined):
        far[member.room] = heads[member.room]
    elif isinstance(last, MemberLeft | MemberRemoved):
        far[member.room] = seq
    return far


def complaints(log: Log, world: World) -> list[str]:
    """Name every broken promise."""
    times, members, requests = world.database.times, world.members, world.requests
    history = History(
        log=log,
        sends=[sent for member in members for sent in _sends(log, member)],
        deeds=[deed for member in members for deed in _deeds(member)],
        clients=[_client(member) for member in members],
        steps=steps_taken(log, times, requests, world.village.heads),
    )
    found = [str(complaint) for complaint in complaints_about(history)]
    for member in members:
        found += member.complaints
        found += _unanswered(member)
        found += _not_come(log, member)
        found += _told_too_much(log, times, member)
    found += gate_complaints(log, times, members)
    people = [account.id for account, _ in world.village.people]
    views = views_of(log, times, members[0].room, people)
    found += unseen_complaints(log, times, views, requests)
    found += kept_complaints(world.database.read, views)
    found += screen_complaints(log, views.blocks, members, people[0])
    found += _done_too_often(log, members[0].room, requests)
    return found


def _sends(log: Log, member: Member) -> list[Sent]:
    """Return what a member sent, in the order in which it must stand in the log.

    In a room for one who was out of it for a while, and in a direct channel that had ended, that is
    any order: what was refused then, without the refusal reaching them, is repeated and stands
    behind what was sent later.
    """
    notes = [note for note in member.notes.values() if isinstance(note.command, Send)]
    changes = changes_of(log, member.room).get(member.account.id, [])
    departed = any(isinstance(change, _DEPARTURES) for _, change in changes)
    any_order = {stream for stream in sides_of(log) if has_ended(log[stream])}
    if departed:
        any_order.add(member.room)

    def place(note: Note) -> int:
        if note.command.stream not in any_order:
            return note.command.ref
        return (note.ok.seq or 0) if note.ok else 0

    return [_sent(member, note) for note in sorted(notes, key=place)]


def _sent(member: Member, note: Note) -> Sent:
    command, ok = note.command, note.ok
    assert isinstance(command, Send)
    return Sent(
        author=member.account.id,
        stream=command.stream,
        body=command.body,
        answer=None if ok is None else Answer(ok.seq or 0, ok.at or 0, ok.id),
        erased=note.erased,
        refused=note.error is not None and not note.repeated,
        refused_again=note.error is not None and note.repeated,
        device=member.device,
    )


def _deeds(member: Member) -> Iterator[Deed]:
    for note in member.notes.values():
        if not isinstance(note.command, Send) and note.ok is not None:
            kind = _DONE[type(note.command)]
            target = note.command.target
            stream = note.command.stream
            yield Deed(member.account.id, stream, kind, target, note.ok.seq or 0)


def _client(member: Member) -> Client:
    return Client(
        member.device,
        member.encoding,
        [arrival.data for arrival in member.arrivals],
        frozenset(),
        member.account.id,
        [arrival.frame for arrival in member.arrivals],
    )


def _unanswered(member: Member) -> Iterator[str]:
    for note in member.notes.values():
        if note.ok is None and note.error is None:
            yield f"{member.device}: {note.command} was never answered"
        if note.error is not None and note.error.code == "internal":
            yield f"{member.device}: {note.command} came to {note.error}"


def _not_come(log: Log, member: Member) -> Iterator[str]:
    heads = {stream: len(events) for stream, events in log.items()}
    change = changes_of(log, member.room)[member.account.id][-1]
    channels = [stream for stream, sides in sides_of(log).items() if member.account.id in sides]
    for stream, goal in goals(heads, change, member, channels).items():
        place = member.place_in(stream)
        if place != goal:
            yield f"{member.device}: has {stream} up to {place} of {goal}"


def _told_too_much(log: Log, times: Times, member: Member) -> Iterator[str]:
    """Nothing behind a departure reaches a former member, before they have joined again."""
    changes = changes_of(log, member.room).get(member.account.id, [])
    for arrival in member.arrivals:
        event = arrival.frame
        if not isinstance(event, Event) or event.stream != member.room:
            continue
        before = [change for seq, change in changes if seq < event.seq]
        if not before or isinstance(before[-1], MemberJoined):
            continue
        if not any(
            isinstance(change, MemberJoined)
            and seq >= event.seq
            and times[member.room, seq] <= arrival.at
            for seq, change in changes
        ):
            yield f"{member.device}: was told {event.seq} after {type(before[-1]).__name__}"


def _done_too_often(log: Log, room: str, requests: Sequence[Request]) -> Iterator[str]:
    """What was asked for once, with one key, happened once."""
    asked = Counter((each.asked.kind, each.asked.member) for each in requests)
    first: Mapping[str, int] = Counter(member for member in changes_of(log, room))
    done: Counter[tuple[str, str]] = Counter()
    for event in log.get(room, ()):
        payload = event.told
        if isinstance(payload, _CHANGES):
            done[str(payload.__struct_config__.tag), payload.member] += 1
    for (kind, member), count in done.items():
        most = asked[kind, member] + (first[member] if kind == "member_joined" else 0)
        if count > most:
            yield f"{room}: {kind} of {member} is there {count} times, asked for {most} times"
    for request in requests:
        if not request.answered:
            yield f"{request.asked} was never answered"
        if request.defect is not None:
            yield f"{request.asked} came to {request.defect!r}"
