"""The history checker, third part: what stands in direct channels was let through by rights.

A direct channel is written in by its two, and only while they are connected; after the end nothing
but deletions comes, until they are connected again. Both are told of each opening and each end.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from hubbub_load.history.record import Complaint, Kept, Log, Sent, Step
from hubbub_protocol.events import (
    ConnectionRequested,
    DirectChannelEnded,
    DirectChannelOpened,
    MemberBlocked,
    MemberUnblocked,
    MessageDeleted,
    MessageSent,
    PersonalConnectionEnded,
    PersonalConnectionOpened,
)
from hubbub_protocol.streams import inbox_stream, stream_subject


def check_gates(log: Log) -> Iterator[Complaint]:
    """Check every direct channel of a log."""
    for stream, events in log.items():
        if stream.startswith("direct:"):
            yield from _check_channel(stream, events)
            yield from _check_inboxes(log, stream, events)


def check_refusals(log: Log, sends: Sequence[Sent]) -> Iterator[Complaint]:
    """Check that nothing was written of which the hub said that it is refused."""
    bodies = {
        (event.stream, payload.body)
        for events in log.values()
        for event in events
        if isinstance(payload := event.told, MessageSent)
    }
    for send in sends:
        if send.refused and (send.stream, send.body) in bodies:
            yield Complaint("let through", f"{send.stream}: {send.body!r} was refused and is there")


def check_steps(log: Log, steps: Sequence[Step]) -> Iterator[Complaint]:
    """Check that each step that was answered is there once, and no step that nobody took.

    All steps must have been answered.
    """
    answered = Counter(steps)
    written = Counter(step for events in log.values() for step in map(step_of, events) if step)
    for step, count in (answered - written).items():
        yield Complaint("lost", f"{_words(step)} is there {count} times less than it was answered")
    for step, count in (written - answered).items():
        yield Complaint("repeated", f"{_words(step)} is there {count} times too often")


def step_of(event: Kept) -> Step | None:
    """Return what the owner of an inbox did to what is between them and others, if that is it."""
    if event.stream != inbox_stream(event.actor):
        return None
    match event.told:
        case ConnectionRequested(request=request):
            return Step(event.actor, "connection_requested", request)
        case PersonalConnectionOpened(member=member):
            return Step(event.actor, "personal_connection_opened", member)
        case PersonalConnectionEnded(member=member):
            return Step(event.actor, "personal_connection_ended", member)
        case MemberBlocked(member=member):
            return Step(event.actor, "member_blocked", member)
        case MemberUnblocked(member=member):
            return Step(event.actor, "member_unblocked", member)
        case _:
            return None


def _words(step: Step) -> str:
    return f"{step.kind} of {step.actor} about {step.about}"


def _check_channel(stream: str, events: Sequence[Kept]) -> Iterator[Complaint]:
    members: tuple[str, ...] = ()
    connected = False
    for event in events:
        payload = event.told
        if event.actor not in members and not isinstance(payload, DirectChannelOpened):
            yield Complaint("let through", f"{stream}: {event.seq} is of one who is not of the two")
        match payload:
            case DirectChannelOpened():
                if connected or (members and members != payload.members):
                    yield Complaint("altered", f"{stream}: {event.seq} opens what it must not")
                members, connected = payload.members, True
            case DirectChannelEnded():
                if not connected:
                    yield Complaint("repeated", f"{stream}: {event.seq} ends what had ended")
                connected = False
            case MessageDeleted():
                pass
            case _ if not connected:
                yield Complaint("let through", f"{stream}: {event.seq} came after the end")


def _check_inboxes(log: Log, stream: str, events: Sequence[Kept]) -> Iterator[Complaint]:
    payloads = [(event.seq, event.told) for event in events]
    openings = [(seq, one) for seq, one in payloads if isinstance(one, DirectChannelOpened)]
    ends = sum(isinstance(one, DirectChannelEnded) for _, one in payloads)
    for member in sorted({member for _, one in openings for member in one.members}):
        told = [event.told for event in log.get(inbox_stream(member), ())]
        channel = stream_subject(stream)
        opened = Counter(
            each.opened_seq
            for each in told
            if isinstance(each, PersonalConnectionOpened) and each.channel == channel
        )
        ended = sum(
            isinstance(each, PersonalConnectionEnded) and each.channel == channel for each in told
        )
        if opened != Counter(seq for seq, _ in openings) or ended != ends:
            yield Complaint(
                "lost",
                f"{stream}: {member} was told of {sum(opened.values())} openings and {ended} ends,"
                f" not of {len(openings)} and {ends}",
            )
