"""The history checker, second part: what came to a client against what the database holds."""

from collections.abc import Iterator

from hubbub_load.history.record import Client, Complaint, Kept, Log, Wrong
from hubbub_load.history.rights import Rights
from hubbub_protocol.codec import Heard, event_msgpack, read_frame
from hubbub_protocol.events import Event, MessageEdited, MessageSent
from hubbub_protocol.frames import Reset, Skip, Subscribed, Welcome


def check_client(log: Log, client: Client) -> Iterator[Complaint]:
    """Every event came as the database holds it, exactly once and in order, over all sockets.

    Nothing came that is for others, and nothing was skipped without a block.
    """
    place: dict[str, int] = {}  # the last seq that came, per stream
    rights = Rights.of(log)
    read = client.read or (read_frame(data, client.encoding) for data in client.frames)
    for data, frame in zip(client.frames, read, strict=True):
        yield from _check_frame(log, client, place, frame, data)
        if client.member:
            yield from _check_rights(log, client, rights, frame)
    for stream in sorted(client.complete):
        head = len(log.get(stream, ()))
        if place.get(stream, 0) != head:
            yield Complaint(
                "lost", f"{client.name}: has {stream} up to {place.get(stream, 0)} of {head}"
            )


def _check_frame(
    log: Log, client: Client, place: dict[str, int], frame: Heard, data: bytes
) -> Iterator[Complaint]:
    match frame:
        case Welcome():
            for state in frame.streams:
                yield from _check_resumption(client, place, state.stream, state.after)
        case Subscribed():
            yield from _check_resumption(client, place, frame.stream, frame.after)
        case Reset():
            yield Complaint(
                "reset", f"{client.name}: reset of {frame.stream}, although nothing was lost"
            )
        case Event() | Skip():
            expected = place.get(frame.stream, 0) + 1
            if frame.seq != expected:
                wrong: Wrong = "lost" if frame.seq > expected else "repeated"
                yield Complaint(
                    wrong, f"{client.name}: {frame.stream} {frame.seq} came, not {expected}"
                )
            place[frame.stream] = frame.seq
            if isinstance(frame, Event):
                yield from _check_event(log, client, frame, data)
        case _:
            pass


def _check_rights(log: Log, client: Client, rights: Rights, frame: Heard) -> Iterator[Complaint]:
    states = frame.streams if isinstance(frame, Welcome) else [frame]
    for stream in [getattr(state, "stream", None) for state in states]:
        if stream is not None and not rights.may_receive(client.member, stream):
            yield Complaint("let through", f"{client.name}: {stream} came, which is for others")
    if isinstance(frame, Skip):
        events = log.get(frame.stream, ())
        actor = events[frame.seq - 1].actor if 0 < frame.seq <= len(events) else ""
        if not rights.may_be_kept_from(client.member, frame.stream, actor):
            yield Complaint("lost", f"{client.name}: {frame.stream} {frame.seq} came as a skip")


def _check_resumption(
    client: Client, place: dict[str, int], stream: str, after: int
) -> Iterator[Complaint]:
    """A stream goes on after the last event that came, on whatever socket that was."""
    if stream in place and place[stream] != after:
        yield Complaint(
            "lost" if after > place[stream] else "repeated",
            f"{client.name}: {stream} went on after {after}, having come to {place[stream]}",
        )
    place[stream] = after


def _check_event(log: Log, client: Client, event: Event, data: bytes) -> Iterator[Complaint]:
    events = log.get(event.stream, ())
    if not 0 < event.seq <= len(events):
        yield Complaint(
            "altered", f"{client.name}: {event.stream} {event.seq} is not in the database"
        )
        return
    kept = events[event.seq - 1]
    if data == (kept.text if client.encoding == "json" else event_msgpack(kept.text)):
        return
    if not _is_erased(kept) or _frame_around(event) != _frame_around(kept):
        yield Complaint(
            "altered", f"{client.name}: {event.stream} {event.seq} is not what the database holds"
        )


def _is_erased(kept: Kept) -> bool:
    """Whether the message was deleted later: who received it before received its body."""
    payload = kept.told
    return isinstance(payload, MessageSent | MessageEdited) and payload.deleted


def _frame_around(event: Event | Kept) -> tuple[str, int, int, str]:
    return event.stream, event.seq, event.at, event.actor
