"""Whether whoever was kept out of a direct channel was kept out by rights, over the whole history.

What got in is looked at by the history checker.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from hubbub_load.history.record import Kept, Log
from hubbub_load.history.rights import Rights
from hubbub_protocol.commands import Send
from hubbub_protocol.events import (
    DirectChannelEnded,
    DirectChannelOpened,
    MessageEdited,
    MessageSent,
    Payload,
)
from tests.faults.simulator.member import Member
from tests.faults.simulator.notes import Note
from tests.faults.simulator.shared_database import Times
from tests.faults.simulator.spans import Span, any_meets, spans
from tests.faults.simulator.tally import Tally

Sides = Mapping[str, AbstractSet[str]]
"""The two whose a direct channel is, by its stream."""
_REFUSED: Final = "direct message refused: not_connected"
_KEPT_OUT: Final = "stranger kept out of a direct channel"


def sides_of(log: Log) -> Sides:
    """Return all direct channels."""
    return Rights.of(log).audiences


def has_ended(events: Sequence[Kept]) -> bool:
    """Whether a direct channel has ever ended."""
    return any(isinstance(event.told, DirectChannelEnded) for event in events)


def gate_complaints(log: Log, times: Times, members: Sequence[Member]) -> Iterator[str]:
    """Name everything that was kept out and must not be, and every stranger who was not."""
    sides = sides_of(log)
    for pair, count in Counter(sides.values()).items():
        if count > 1:
            yield f"{pair} have {count} direct channels"
    for stream in sides:
        yield from _mentioned(stream, log[stream])
    ended = {stream: spans(log[stream], times, _ended) for stream in sides}
    for member in members:
        for note in member.notes.values():
            stream = note.command.stream
            if stream in sides:
                yield from _answered(member, note, sides[stream], ended[stream])


def count_gate(log: Log, members: Sequence[Member]) -> Tally:
    """Count what passed the gate, what was kept out, and how often it opened and closed."""
    found: Tally = Counter()
    names = {
        DirectChannelOpened: "personal connection opened",
        DirectChannelEnded: "personal connection ended",
        MessageSent: "direct message written",
    }
    sides = sides_of(log)
    for stream in sides:
        for event in log[stream]:
            name = names.get(type(event.told))
            if name is not None:
                found[name] += 1
    for member in members:
        for note in member.notes.values():
            if note.error is not None and note.command.stream in sides:
                is_side = member.account.id in sides[note.command.stream]
                if not is_side:
                    found[_KEPT_OUT] += 1
                elif note.error.code == "not_connected":
                    found[_REFUSED] += 1
    return found


def _mentioned(stream: str, events: Sequence[Kept]) -> Iterator[str]:
    """Nobody is mentioned in a direct channel."""
    for event in events:
        payload = event.told
        if isinstance(payload, MessageSent | MessageEdited) and payload.mentions:
            yield f"{stream}: {event.seq} mentions somebody"


def _ended(told: Payload) -> bool | None:
    if isinstance(told, DirectChannelOpened | DirectChannelEnded):
        return isinstance(told, DirectChannelEnded)
    return None


def _answered(
    member: Member, note: Note, both: AbstractSet[str], ended: Sequence[Span]
) -> Iterator[str]:
    """Who is refused is a stranger, or asked while the channel was read-only."""
    command = note.command
    if member.account.id not in both:
        if note.error is None or note.error.code != "not_found":
            yield f"{member.device}: a stranger's {command} was answered {note.ok or note.error}"
        return
    if note.error is None:
        return
    if note.error.code == "not_connected":
        if not any_meets(ended, note.asked_at, note.answered_at):
            yield f"{member.device}: {command} was refused while the two were connected"
    elif isinstance(command, Send):
        yield f"{member.device}: {command} came to {note.error}"
