"""The history checker finds what a gate let through."""

import pytest

from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.record import Complaint, History, Kept, Log, Sent, Step
from hubbub_protocol.codec import event_json, write_payload
from hubbub_protocol.events import (
    ConnectionRequested,
    DirectChannelEnded,
    DirectChannelOpened,
    MemberBlocked,
    MemberUnblocked,
    MessageDeleted,
    MessageSent,
    Payload,
    PersonalConnectionEnded,
    PersonalConnectionOpened,
    ReactionAdded,
)
from hubbub_protocol.ids import make_id

ADA, BO, CLEO = (make_id(1_000_000, number) for number in (1, 2, 3))
CHANNEL = make_id(2_000_000, 1)
DIRECT = f"direct:{CHANNEL}"
OPENED = DirectChannelOpened(members=(ADA, BO), origin="code")
ENDED = DirectChannelEnded()
Deed = tuple[str, Payload]
"""Who did what."""


def stream_of(stream: str, *happened: Deed) -> list[Kept]:
    """Put a log together of who did what."""
    log = []
    for seq, (actor, payload) in enumerate(happened, start=1):
        stored = write_payload(payload)
        text = event_json(stream, seq, 1_000 * seq, actor, stored)
        log.append(Kept(stream, seq, 1_000 * seq, actor, text, stored))
    return log


def sent(body: str) -> MessageSent:
    return MessageSent(id=make_id(3_000_000, sum(body.encode())), body=body)


def complaints(*happened: Deed, sends: tuple[Sent, ...] = ()) -> list[Complaint]:
    """Check a direct channel of whose openings and ends both were told."""
    log: dict[str, list[Kept]] = {DIRECT: stream_of(DIRECT, *happened)}
    for member, other in ((ADA, BO), (BO, ADA)):
        told: list[Deed] = []
        for seq, (actor, payload) in enumerate(happened, start=1):
            if isinstance(payload, DirectChannelOpened):
                opened = PersonalConnectionOpened(member=other, channel=CHANNEL, opened_seq=seq)
                told.append((actor, opened))
            elif isinstance(payload, DirectChannelEnded):
                told.append((actor, PersonalConnectionEnded(member=other, channel=CHANNEL)))
        log[f"inbox:{member}"] = stream_of(f"inbox:{member}", *told)
    steps = [step for deed in happened for step in steps_of(*deed)]
    wrote = [
        Sent(actor, DIRECT, payload.body, None)
        for actor, payload in happened
        if isinstance(payload, MessageSent)
    ]
    return complaints_about(History(log, sends or wrote, steps=steps))


def steps_of(actor: str, payload: Payload) -> list[Step]:
    """Return what the hub answered that it is done."""
    other = BO if actor == ADA else ADA
    if isinstance(payload, DirectChannelOpened):
        return [Step(actor, "personal_connection_opened", other)]
    if isinstance(payload, DirectChannelEnded):
        return [Step(actor, "personal_connection_ended", other)]
    return []


def test_a_channel_that_was_ended_and_opened_again_is_not_complained_about() -> None:
    happened: list[Deed] = [
        (ADA, OPENED),
        (ADA, sent("one")),
        (BO, ENDED),
        (BO, OPENED),
        (BO, sent("two")),
        (ADA, ENDED),
    ]
    assert complaints(*happened) == []


@pytest.mark.parametrize("late", [sent("late"), ReactionAdded(target=2, emoji="🍞")])
def test_what_came_after_the_end_is_found(late: Payload) -> None:
    happened: list[Deed] = [(ADA, OPENED), (ADA, sent("one")), (BO, ENDED), (ADA, late)]
    (complaint,) = complaints(*happened)
    assert (complaint, complaint.wrong) == (f"{DIRECT}: 4 came after the end", "let through")
    assert complaints(*happened[:3], (BO, OPENED), (ADA, late)) == []


def test_what_is_deleted_after_the_end_is_as_it_should_be() -> None:
    assert complaints((ADA, OPENED), (BO, ENDED), (ADA, MessageDeleted(target=2))) == []


def test_what_came_before_the_opening_is_found() -> None:
    found = complaints((ADA, sent("early")), (ADA, OPENED))
    assert found == [
        f"{DIRECT}: 1 is of one who is not of the two",
        f"{DIRECT}: 1 came after the end",
    ]


def test_what_a_third_wrote_is_found() -> None:
    (complaint,) = complaints((ADA, OPENED), (CLEO, sent("Hello, you two")))
    assert complaint == f"{DIRECT}: 2 is of one who is not of the two"


def test_an_end_of_what_had_ended_is_found() -> None:
    (complaint,) = complaints((ADA, OPENED), (ADA, ENDED), (BO, ENDED))
    assert complaint == f"{DIRECT}: 3 ends what had ended"


def test_an_opening_of_what_is_open_or_for_others_is_found() -> None:
    assert complaints((ADA, OPENED), (ADA, OPENED)) == [f"{DIRECT}: 2 opens what it must not"]
    other = DirectChannelOpened(members=(ADA, CLEO), origin="code")
    found = complaints((ADA, OPENED), (ADA, ENDED), (ADA, other))
    assert found[0] == f"{DIRECT}: 3 opens what it must not"


def test_an_end_of_which_one_was_not_told_is_found() -> None:
    opened = PersonalConnectionOpened(member=BO, channel=CHANNEL, opened_seq=1)
    ended = PersonalConnectionEnded(member=ADA, channel=CHANNEL)
    log: Log = {
        DIRECT: stream_of(DIRECT, (ADA, OPENED), (BO, ENDED)),
        f"inbox:{ADA}": stream_of(f"inbox:{ADA}", (ADA, opened)),
        f"inbox:{BO}": stream_of(f"inbox:{BO}", (ADA, opened), (BO, ended)),
    }
    steps = [
        Step(ADA, "personal_connection_opened", BO),
        Step(BO, "personal_connection_ended", ADA),
    ]
    (complaint,) = complaints_about(History(log, steps=steps))
    assert complaint == f"{DIRECT}: {ADA} was told of 1 openings and 0 ends, not of 1 and 1"


def test_a_message_that_was_refused_and_is_there_is_found() -> None:
    refused = Sent(ADA, DIRECT, "one", None, refused=True)
    (complaint,) = complaints((ADA, OPENED), (ADA, sent("one")), sends=(refused,))
    assert complaint == f"{DIRECT}: 'one' was refused and is there"
    assert complaints((ADA, OPENED), sends=(refused,)) == []


def test_a_step_that_was_answered_and_is_not_there_is_found() -> None:
    request = make_id(4_000_000, 1)
    asked = ConnectionRequested(request=request, sender=ADA, receiver=BO)
    told = {
        f"inbox:{ADA}": stream_of(
            f"inbox:{ADA}",
            (ADA, asked),
            (ADA, MemberBlocked(member=BO)),
            (ADA, MemberUnblocked(member=BO)),
        ),
        f"inbox:{BO}": stream_of(f"inbox:{BO}", (ADA, asked)),
    }
    steps = [
        Step(ADA, "connection_requested", request),
        Step(ADA, "member_blocked", BO),
        Step(ADA, "member_unblocked", BO),
    ]
    assert complaints_about(History(told, steps=steps)) == []
    for step in steps:
        (lost,) = complaints_about(History(told, steps=[*steps, step]))
        assert lost.wrong == "lost"
        assert lost.startswith(f"{step.kind} of {ADA} about {step.about}")
        (too_many,) = complaints_about(
            History(told, steps=[each for each in steps if each != step])
        )
        assert too_many.wrong == "repeated"
