"""The history checker, first part: what was asked and answered against what the database holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hubbub_load.history.record import Answer, Complaint, Deed, Kept, Log, Sent
from hubbub_load.history.rights import blocked_pairs, decoy_stream
from hubbub_protocol.events import Mentioned, MessageSent, Payload
from hubbub_protocol.streams import inbox_stream


def check_log(log: Log) -> Iterator[Complaint]:
    """Every stream is 1, 2, 3 … without a hole, its time never goes back, no message is twice."""
    for stream, events in log.items():
        seqs = [event.seq for event in events]
        if seqs != list(range(1, len(seqs) + 1)):
            yield Complaint("lost", f"{stream}: the log is not dense: {_odd_places(seqs)}")
        for before, after in pairwise(events):
            if after.at < before.at:
                yield Complaint(
                    "out of order",
                    f"{stream}: the time of {after.seq} is before that of {before.seq}",
                )
    ids = Counter(sent.id for _, sent in _messages(log))
    for name, n in ids.items():
        if n > 1:
            yield Complaint("repeated", f"the message {name} is in the log {n} times")


def check_sends(log: Log, sends: Sequence[Sent]) -> Iterator[Complaint]:
    """No acknowledged message is lost or repeated; one unanswered is there at most once.

    Those of one device of an author are in the log in the order in which they were sent, but for
    what was refused when it was repeated: an earlier attempt may have been carried out late.
    """
    found, strangers = _match(log, sends)
    last: dict[tuple[str, str, str], int] = {}
    for send, events in found:
        if len(events) > 1:
            yield Complaint(
                "repeated", f"{send.stream}: {send.body!r} is there {len(events)} times"
            )
        if send.answer is not None:
            yield from _check_answer(send, send.answer, events)
        for event in () if send.refused_again else events[:1]:
            device = (send.author, send.device, send.stream)
            if event.seq < last.get(device, 0):
                yield Complaint(
                    "out of order",
                    f"{send.stream}: {send.body!r} overtook what its author sent before",
                )
            last[device] = event.seq
    for event in strangers:
        yield Complaint(
            "altered", f"{event.stream}: nobody sent {event.seq}, or nobody asked to erase it"
        )


def _match(log: Log, sends: Sequence[Sent]) -> tuple[list[tuple[Sent, list[Kept]]], list[Kept]]:
    """Find the messages of each send, by its body or, once erased, by its id; and the others."""
    standing: defaultdict[tuple[str, str], list[Kept]] = defaultdict(list)
    erased: dict[str | None, Kept] = {}
    for event, sent in _messages(log):
        if sent.deleted:
            erased[sent.id] = event
        else:
            standing[event.stream, sent.body].append(event)
    found = []
    for send in sends:
        events = standing.pop((send.stream, send.body), [])
        if not events and send.erased and send.answer and send.answer.id in erased:
            events = [erased.pop(send.answer.id)]
        found.append((send, events))
    return found, [event for events in standing.values() for event in events] + [*erased.values()]


def check_deeds(log: Log, deeds: Sequence[Deed]) -> Iterator[Complaint]:
    """What was said to be done is in the log, in its place, by its actor, and once."""
    times = Counter(
        (event.stream, event.actor, kind, target)
        for events in log.values()
        for event in events
        for kind, target in [_done_by(event)]
    )
    for deed in deeds:
        events = log.get(deed.stream, ())
        event = events[deed.seq - 1] if 0 < deed.seq <= len(events) else None
        if event is None or (event.actor, *_done_by(event)) != (deed.actor, deed.kind, deed.target):
            yield Complaint(
                "lost", f"{deed.stream}: {deed.kind} of {deed.target} is not what {deed.seq} is"
            )
        count = times[deed.stream, deed.actor, deed.kind, deed.target]
        if count > 1:
            yield Complaint(
                "repeated", f"{deed.stream}: {deed.kind} of {deed.target} is there {count} times"
            )


def check_mentions(log: Log) -> Iterator[Complaint]:
    """All whom a standing message mentions were told once in their inbox, but for its author.

    Between two of whom one blocks the other it is in the decoy beside the inbox.
    """
    blocked = blocked_pairs(log)
    told = Counter(
        (stream, payload.source, payload.target)
        for stream, events in log.items()
        for event in events
        if isinstance(payload := event.told, Mentioned)
    )
    for event, sent in _messages(log):
        for member in sent.mentions:
            hidden = told[decoy_stream(member), event.stream, event.seq]
            count = told[inbox_stream(member), event.stream, event.seq] + hidden
            if count != (member != event.actor):
                yield Complaint(
                    "repeated" if count else "lost",
                    f"{event.stream}: {member} was told {count} times of {event.seq}",
                )
            if hidden and frozenset((member, event.actor)) not in blocked:
                yield Complaint(
                    "lost", f"{event.stream}: {member} was not told of {event.seq}, without a block"
                )


def _check_answer(send: Sent, answer: Answer, events: Sequence[Kept]) -> Iterator[Complaint]:
    if not events:
        yield Complaint(
            "lost", f"{send.stream}: {send.body!r} was acknowledged as {answer.seq} and is lost"
        )
        return
    event = events[0]
    payload = event.told
    found = (event.seq, event.at, payload.id if isinstance(payload, MessageSent) else None)
    if found != (answer.seq, answer.at, answer.id):
        yield Complaint(
            "altered", f"{send.stream}: {send.body!r} was acknowledged as {answer}, and is {found}"
        )
    if event.actor != send.author:
        yield Complaint("altered", f"{send.stream}: {send.body!r} is not its author's")


def _done_by(event: Kept) -> tuple[str, int]:
    """Return the kind of an event and the message that it concerns, 0 if none."""
    payload: Payload = event.told
    return str(payload.__struct_config__.tag), getattr(payload, "target", 0)


def _messages(log: Log) -> Iterator[tuple[Kept, MessageSent]]:
    for events in log.values():
        for event in events:
            payload = event.told
            if isinstance(payload, MessageSent):
                yield event, payload


def _odd_places(seqs: Sequence[int]) -> str:
    """Name the first few numbers that are not where they belong."""
    odd = [f"{seq} in place {place}" for place, seq in enumerate(seqs, start=1) if seq != place]
    return ", ".join(odd[:5])
