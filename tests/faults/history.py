"""The history checker: whether what members saw and were promised is what the database holds.

Plain functions on plain data. Each returns complaints in words; no complaint means that the
promises G1 to G5 of ``protocol/README.md`` were kept. A history has three parts: the *log* (what
the database holds in the end), the *sends* (what members asked to write, and what they were
answered), and each client's *frames* (the raw bytes that came, over all of its sockets, from first
to last).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hubbub_protocol.codec import Encoding, event_msgpack, read_frame, read_payload
from hubbub_protocol.events import Event, MessageEdited, MessageSent
from hubbub_protocol.frames import Reset, Skip, Subscribed, Welcome


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as the database holds it."""

    stream: str
    seq: int
    at: int
    actor: str
    text: bytes
    """As it goes to clients that speak JSON."""
    payload: bytes


Log = Mapping[str, Sequence[Kept]]
"""The events of each stream, in the order of ``seq``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hub said of a message that it has written."""

    seq: int
    at: int
    id: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a member asked to write; each has a body of its own."""

    author: str
    stream: str
    body: str
    answer: Answer | None
    """None: no answer came, and nobody knows whether it was written."""


@dataclass(frozen=True, slots=True)
class Client:
    """All that one client received, in order."""

    name: str
    encoding: Encoding
    frames: Sequence[bytes]
    complete: frozenset[str]
    """The streams of which it must have everything by now."""


def complaints_about(log: Log, sends: Sequence[Sent], clients: Iterable[Client]) -> list[str]:
    """Check a whole history."""
    found = [*check_log(log), *check_sends(log, sends)]
    for client in clients:
        found += check_client(log, client)
    return found


def check_log(log: Log) -> Iterator[str]:
    """Every stream is 1, 2, 3 … without a hole, its time never goes back, no message is twice."""
    for stream, events in log.items():
        seqs = [event.seq for event in events]
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"{stream}: the log is not dense: {_odd_places(seqs)}"
        for before, after in pairwise(events):
            if after.at < before.at:
                yield f"{stream}: the time of {after.seq} is before that of {before.seq}"
    ids = Counter(sent.id for _, sent in _messages(log))
    yield from (f"the message {name} is in the log {n} times" for name, n in ids.items() if n > 1)


def check_sends(log: Log, sends: Sequence[Sent]) -> Iterator[str]:
    """No acknowledged message is lost or repeated; one unanswered is there at most once.

    ``sends`` are in the order in which each author sent them, and that is their order in the log.
    """
    written: defaultdict[tuple[str, str], list[Kept]] = defaultdict(list)
    for event, sent in _messages(log):
        written[event.stream, sent.body].append(event)
    last: dict[tuple[str, str], int] = {}
    for send in sends:
        events = written.pop((send.stream, send.body), [])
        if len(events) > 1:
            yield f"{send.stream}: {send.body!r} is there {len(events)} times"
        if send.answer is not None:
            yield from _check_answer(send, send.answer, events)
        for event in events[:1]:
            if event.seq < last.get((send.author, send.stream), 0):
                yield f"{send.stream}: {send.body!r} overtook what its author sent before"
            last[send.author, send.stream] = event.seq
    for stream, body in written:
        yield f"{stream}: nobody sent {body!r}"


def _check_answer(send: Sent, answer: Answer, events: Sequence[Kept]) -> Iterator[str]:
    if not events:
        yield f"{send.stream}: {send.body!r} was acknowledged as {answer.seq} and is lost"
        return
    event = events[0]
    payload = read_payload(event.payload)
    found = (event.seq, event.at, payload.id if isinstance(payload, MessageSent) else None)
    if found != (answer.seq, answer.at, answer.id):
        yield f"{send.stream}: {send.body!r} was acknowledged as {answer}, and is {found}"
    if event.actor != send.author:
        yield f"{send.stream}: {send.body!r} is not its author's"


def check_client(log: Log, client: Client) -> Iterator[str]:
    """Every event came as the database holds it, exactly once and in order, over all sockets."""
    place: dict[str, int] = {}  # the last seq that came, per stream
    for data in client.frames:
        yield from _check_frame(log, client, place, data)
    for stream in sorted(client.complete):
        head = len(log.get(stream, ()))
        if place.get(stream, 0) != head:
            yield f"{client.name}: has {stream} up to {place.get(stream, 0)} of {head}"


def _check_frame(log: Log, client: Client, place: dict[str, int], data: bytes) -> Iterator[str]:
    frame = read_frame(data, client.encoding)
    match frame:
        case Welcome():
            for state in frame.streams:
                yield from _check_resumption(client, place, state.stream, state.after)
        case Subscribed():
            yield from _check_resumption(client, place, frame.stream, frame.after)
        case Reset():
            yield f"{client.name}: reset of {frame.stream}, although nothing was lost"
        case Event() | Skip():
            expected = place.get(frame.stream, 0) + 1
            if frame.seq != expected:
                yield f"{client.name}: {frame.stream} {frame.seq} came, not {expected}"
            place[frame.stream] = frame.seq
            if isinstance(frame, Event):
                yield from _check_event(log, client, frame, data)
        case _:
            pass


def _check_resumption(
    client: Client, place: dict[str, int], stream: str, after: int
) -> Iterator[str]:
    """A stream goes on after the last event that came, on whatever socket that was."""
    if stream in place and place[stream] != after:
        yield f"{client.name}: {stream} went on after {after}, having come to {place[stream]}"
    place[stream] = after


def _check_event(log: Log, client: Client, event: Event, data: bytes) -> Iterator[str]:
    events = log.get(event.stream, ())
    if not 0 < event.seq <= len(events):
        yield f"{client.name}: {event.stream} {event.seq} is not in the database"
        return
    kept = events[event.seq - 1]
    if data == (kept.text if client.encoding == "json" else event_msgpack(kept.text)):
        return
    if not _is_erased(kept) or _frame_around(event) != _frame_around(kept):
        yield f"{client.name}: {event.stream} {event.seq} is not what the database holds"


def _is_erased(kept: Kept) -> bool:
    """Whether the message was deleted later: who received it before received its body."""
    payload = read_payload(kept.payload)
    return isinstance(payload, MessageSent | MessageEdited) and payload.deleted


def _frame_around(event: Event | Kept) -> tuple[str, int, int, str]:
    return event.stream, event.seq, event.at, event.actor


def _messages(log: Log) -> Iterator[tuple[Kept, MessageSent]]:
    for events in log.values():
        for event in events:
            payload = read_payload(event.payload)
            if isinstance(payload, MessageSent):
                yield event, payload


def _odd_places(seqs: Sequence[int]) -> str:
    """Name the first few numbers that are not where they belong."""
    odd = [f"{seq} in place {place}" for place, seq in enumerate(seqs, start=1) if seq != place]
    return ", ".join(odd[:5])
