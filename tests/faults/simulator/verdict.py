"""Whether a world kept every promise: the history checker, and the rule of membership."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.record import Answer, Client, Deed, History, Log, Sent
from hubbub_protocol.codec import read_frame, read_payload
from hubbub_protocol.commands import Delete, Edit, React, Send
from hubbub_protocol.events import (
    Event,
    MemberBanned,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MemberUnbanned,
)
from tests.faults.simulator.member import Member, Note
from tests.faults.simulator.request import Request
from tests.faults.simulator.shared_database import Times

_DEPARTURES = (MemberLeft, MemberRemoved, MemberBanned)
_CHANGES = (MemberJoined, MemberUnbanned, *_DEPARTURES)
_DONE = {Edit: "message_edited", Delete: "message_deleted", React: "reaction_added"}

Change = tuple[int, MemberJoined | MemberUnbanned | MemberLeft | MemberRemoved | MemberBanned]
"""A change of membership and its seq."""


def changes_of(log: Log, room: str) -> dict[str, list[Change]]:
    """Return the changes of each one's membership, in order."""
    found: dict[str, list[Change]] = {}
    for event in log.get(room, ()):
        payload = read_payload(event.payload)
        if isinstance(payload, _CHANGES):
            found.setdefault(payload.member, []).append((event.seq, payload))
    return found


def goals(log: Log, member: Member) -> dict[str, int]:
    """Return how far a member must have come in each stream, in the end."""
    far = {member.inbox: len(log.get(member.inbox, ()))}
    seq, last = changes_of(log, member.room)[member.account.id][-1]
    if isinstance(last, MemberJoined):
        far[member.room] = len(log[member.room])
    elif isinstance(last, MemberLeft | MemberRemoved):
        far[member.room] = seq
    return far


def complaints(
    log: Log, times: Times, members: Sequence[Member], requests: Sequence[Request]
) -> list[str]:
    """Name every broken promise."""
    history = History(
        log=log,
        sends=[sent for member in members for sent in _sends(log, member)],
        deeds=[deed for member in members for deed in _deeds(member)],
        clients=[_client(member) for member in members],
    )
    found = [str(complaint) for complaint in complaints_about(history)]
    for member in members:
        found += member.complaints
        found += _unanswered(member)
        found += _not_come(log, member)
        found += _told_too_much(log, times, member)
    found += _done_too_often(log, members[0].room, requests)
    return found


def _sends(log: Log, member: Member) -> list[Sent]:
    """Return what a member sent, in the order in which it must stand in the log.

    For one who was out of the room for a while that is any order: what was refused then, without
    the refusal reaching them, is repeated and stands behind what was sent later.
    """
    notes = [note for note in member.notes.values() if isinstance(note.command, Send)]
    changes = changes_of(log, member.room).get(member.account.id, [])
    if any(isinstance(change, _DEPARTURES) for _, change in changes):
        notes.sort(key=lambda note: (note.ok.seq or 0) if note.ok else 0)
    return [_sent(member, note) for note in notes]


def _sent(member: Member, note: Note) -> Sent:
    ok = note.ok
    answer = None if ok is None else Answer(ok.seq or 0, ok.at or 0, ok.id)
    assert isinstance(note.command, Send)
    return Sent(member.account.id, member.room, note.command.body, answer, note.erased)


def _deeds(member: Member) -> Iterator[Deed]:
    for note in member.notes.values():
        if not isinstance(note.command, Send) and note.ok is not None:
            kind = _DONE[type(note.command)]
            target = note.command.target
            yield Deed(member.account.id, member.room, kind, target, note.ok.seq or 0)


def _client(member: Member) -> Client:
    frames = [arrival.data for arrival in member.arrivals]
    return Client(member.account.name, member.encoding, frames, frozenset())


def _unanswered(member: Member) -> Iterator[str]:
    for note in member.notes.values():
        if note.ok is None and note.error is None:
            yield f"{member.account.name}: {note.command} was never answered"
        if note.error is not None and note.error.code == "internal":
            yield f"{member.account.name}: {note.command} came to {note.error}"


def _not_come(log: Log, member: Member) -> Iterator[str]:
    for stream, goal in goals(log, member).items():
        place = member.place_in(stream)
        if place != goal:
            yield f"{member.account.name}: has {stream} up to {place} of {goal}"


def _told_too_much(log: Log, times: Times, member: Member) -> Iterator[str]:
    """Nothing behind a departure reaches a former member, before they have joined again."""
    changes = changes_of(log, member.room).get(member.account.id, [])
    for arrival in member.arrivals:
        event = read_frame(arrival.data, member.encoding)
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
            yield f"{member.account.name}: was told {event.seq} after {type(before[-1]).__name__}"


def _done_too_often(log: Log, room: str, requests: Sequence[Request]) -> Iterator[str]:
    """What was asked for once, with one key, happened once."""
    asked = Counter((request.kind, request.member) for request in requests)
    first: Mapping[str, int] = Counter(member for member in changes_of(log, room))
    done: Counter[tuple[str, str]] = Counter()
    for event in log.get(room, ()):
        payload = read_payload(event.payload)
        if isinstance(payload, _CHANGES):
            done[str(payload.__struct_config__.tag), payload.member] += 1
    for (kind, member), count in done.items():
        most = asked[kind, member] + (first[member] if kind == "member_joined" else 0)
        if count > most:
            yield f"{room}: {kind} of {member} is there {count} times, asked for {most} times"
    for request in requests:
        if not request.answered:
            yield f"{room}: {request.kind} of {request.member} was never answered"
        if request.defect is not None:
            yield f"{room}: {request.kind} of {request.member} came to {request.defect!r}"
