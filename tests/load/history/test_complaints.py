"""The history checker finds what it is there to find: each promise, broken once."""

from dataclasses import replace

import pytest

from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.record import Answer, Client, Complaint, Deed, History, Kept, Log, Sent
from hubbub_protocol.codec import Encoding, event_json, event_msgpack, write_frame, write_payload
from hubbub_protocol.events import MemberJoined, Mentioned, MessagePinned, MessageSent, Payload
from hubbub_protocol.frames import Reset, Skip, Subscribed
from hubbub_protocol.ids import make_id

ROOM = "room:bread"
ADA, BO = make_id(1_000_000, 1), make_id(1_000_000, 2)


def kept(seq: int, actor: str, payload: Payload) -> Kept:
    stored = write_payload(payload)
    at = 1_000 * seq
    return Kept(ROOM, seq, at, actor, event_json(ROOM, seq, at, actor, stored), stored)


def message(seq: int, actor: str, body: str, *, deleted: bool = False) -> Kept:
    payload = MessageSent(id=make_id(2_000_000, seq), body=body, deleted=deleted)
    return kept(seq, actor, payload)


def answer(seq: int) -> Answer:
    return Answer(seq, 1_000 * seq, make_id(2_000_000, seq))


EVENTS = [
    kept(1, ADA, MemberJoined(member=ADA)),
    message(2, ADA, "one"),
    message(3, BO, "two"),
    message(4, ADA, "three"),
]
LOG: Log = {ROOM: EVENTS}
SENDS = [
    Sent(ADA, ROOM, "one", answer(2)),
    Sent(BO, ROOM, "two", None),
    Sent(ADA, ROOM, "three", answer(4)),
    Sent(BO, ROOM, "never arrived", None),
]


def subscribed(after: int) -> bytes:
    frame = Subscribed(ref=1, stream=ROOM, head=4, after=after, mode="replay", read=0)
    return write_frame(frame, "json")


def client(*frames: bytes, encoding: Encoding = "json") -> Client:
    return Client("bo", encoding, frames, frozenset([ROOM]))


TEXTS = [event.text for event in EVENTS]
GOOD = client(subscribed(0), *TEXTS[:2], subscribed(2), *TEXTS[2:])


def complaints(
    log: Log = LOG, sends: list[Sent] = SENDS, heard: Client = GOOD, deeds: list[Deed] | None = None
) -> list[Complaint]:
    return complaints_about(History(log, sends, deeds or [], [heard]))


def complaint(
    log: Log = LOG, sends: list[Sent] = SENDS, heard: Client = GOOD, deeds: list[Deed] | None = None
) -> Complaint:
    """Return the one complaint about a history that is wrong in one way."""
    (found,) = complaints(log, sends, heard, deeds)
    return found


def test_a_good_history_is_not_complained_about() -> None:
    assert complaints() == []


def test_a_client_may_speak_messagepack() -> None:
    packed = client(*[event_msgpack(text) for text in TEXTS], encoding="msgpack")
    assert complaints(heard=packed) == []


def test_an_acknowledged_message_that_is_lost_is_found() -> None:
    sends = [*SENDS, Sent(ADA, ROOM, "four", answer(5))]
    assert complaint(sends=sends) == f"{ROOM}: 'four' was acknowledged as 5 and is lost"


@pytest.mark.parametrize("answered", [True, False])
def test_a_message_that_is_there_twice_is_found(*, answered: bool) -> None:
    log = {ROOM: [*EVENTS, message(5, ADA, "one")]}
    sends = [replace(SENDS[0], answer=SENDS[0].answer if answered else None), *SENDS[1:]]
    heard = client(*TEXTS, log[ROOM][4].text)
    assert complaint(log, sends, heard) == f"{ROOM}: 'one' is there 2 times"


def test_one_message_written_under_two_numbers_is_found() -> None:
    sent = MessageSent(id=make_id(2_000_000, 2), body="other")
    log = {ROOM: [*EVENTS, kept(5, ADA, sent)]}
    sends = [*SENDS, Sent(ADA, ROOM, "other", None)]
    heard = client(*[event.text for event in log[ROOM]])
    assert complaint(log, sends, heard) == f"the message {sent.id} is in the log 2 times"


@pytest.mark.parametrize("wrong", [answer(3), replace(answer(2), at=1), replace(answer(2), id=BO)])
def test_an_answer_that_is_not_what_was_written_is_found(wrong: Answer) -> None:
    sends = [replace(SENDS[0], answer=wrong), *SENDS[1:]]
    assert "'one' was acknowledged as" in complaint(sends=sends)


def test_a_message_in_another_s_name_is_found() -> None:
    sends = [replace(SENDS[0], author=BO), *SENDS[1:]]
    assert complaint(sends=sends) == f"{ROOM}: 'one' is not its author's"


def test_a_message_that_overtook_an_earlier_one_is_found() -> None:
    sends = [SENDS[2], *SENDS[:2]]
    assert complaint(sends=sends) == f"{ROOM}: 'one' overtook what its author sent before"


def test_what_was_refused_when_it_was_repeated_may_stand_behind_later_ones() -> None:
    late = replace(SENDS[2], answer=None, refused_again=True)
    assert complaints(sends=[late, *SENDS[:2]]) == []


def test_a_message_that_nobody_sent_is_found() -> None:
    assert complaint(sends=SENDS[1:]) == f"{ROOM}: nobody sent 2, or nobody asked to erase it"


def test_a_hole_in_the_log_is_found() -> None:
    log = {ROOM: [*EVENTS[:3], message(5, ADA, "three")]}
    sends = [*SENDS[:2], Sent(ADA, ROOM, "three", answer(5))]
    heard = replace(client(*TEXTS[:3]), complete=frozenset())
    assert complaint(log, sends, heard) == f"{ROOM}: the log is not dense: 5 in place 4"


def test_a_time_that_goes_back_is_found() -> None:
    early = replace(EVENTS[3], at=1)
    sends = [*SENDS[:2], Sent(ADA, ROOM, "three", Answer(4, 1, answer(4).id))]
    assert complaint({ROOM: [*EVENTS[:3], early]}, sends) == (
        f"{ROOM}: the time of 4 is before that of 3"
    )


def test_an_event_that_a_client_missed_is_found() -> None:
    heard = client(*TEXTS[:2], TEXTS[3])
    assert complaint(heard=heard) == f"bo: {ROOM} 4 came, not 3"


def test_an_event_that_came_twice_is_found() -> None:
    heard = client(*TEXTS[:2], *TEXTS[1:])
    assert complaint(heard=heard) == f"bo: {ROOM} 2 came, not 3"


def test_events_in_the_wrong_order_are_found() -> None:
    heard = client(TEXTS[0], TEXTS[2], TEXTS[1], TEXTS[3])
    found = complaints(heard=heard)
    assert found[0] == f"bo: {ROOM} 3 came, not 2"


def test_a_stream_that_goes_on_elsewhere_is_found() -> None:
    heard = client(*TEXTS[:2], subscribed(3), TEXTS[3])
    assert complaint(heard=heard) == f"bo: {ROOM} went on after 3, having come to 2"


def test_a_client_that_lacks_the_end_is_found() -> None:
    assert complaint(heard=client(*TEXTS[:3])) == f"bo: has {ROOM} up to 3 of 4"


def test_a_needless_reset_is_found() -> None:
    reset = write_frame(Reset(epoch="0" * 16, head=4, stream=ROOM), "json")
    assert "reset" in complaint(heard=client(*TEXTS, reset))


def test_an_event_that_is_not_in_the_database_is_found() -> None:
    heard = replace(client(*TEXTS, message(5, ADA, "four").text), complete=frozenset())
    assert complaint(heard=heard) == f"bo: {ROOM} 5 is not in the database"


def test_a_single_other_byte_is_found() -> None:
    heard = client(*TEXTS[:3], TEXTS[3].replace(b'"body":', b'"body": '))
    assert complaint(heard=heard) == f"bo: {ROOM} 4 is not what the database holds"


def test_each_complaint_knows_in_which_way_a_promise_was_broken() -> None:
    heard = client(*TEXTS[:2], TEXTS[1], TEXTS[3])
    assert [found.wrong for found in complaints(heard=heard)] == ["repeated", "lost"]
    twice = [*EVENTS, message(5, BO, "two")]
    assert "repeated" in [found.wrong for found in complaints({ROOM: twice})]
    turned = [EVENTS[0], message(2, ADA, "three"), EVENTS[2], message(4, ADA, "one")]
    sends = [Sent(ADA, ROOM, "one", None), SENDS[1], Sent(ADA, ROOM, "three", None)]
    assert "out of order" in [found.wrong for found in complaints({ROOM: turned}, sends)]


def test_a_skip_counts_as_an_event() -> None:
    skip = write_frame(Skip(stream=ROOM, seq=3), "json")
    assert complaints(heard=client(*TEXTS[:2], skip, TEXTS[3])) == []


ERASED_LOG: Log = {ROOM: [EVENTS[0], message(2, ADA, "", deleted=True), *EVENTS[2:]]}


def test_who_received_a_message_before_it_was_erased_may_have_its_body() -> None:
    sends = [replace(SENDS[0], erased=True), *SENDS[1:]]
    assert complaints(ERASED_LOG, sends) == []


def test_a_message_that_nobody_asked_to_erase_is_found() -> None:
    assert complaints(ERASED_LOG) == [
        f"{ROOM}: 'one' was acknowledged as 2 and is lost",
        f"{ROOM}: nobody sent 2, or nobody asked to erase it",
    ]


def test_an_erased_message_of_another_author_is_found() -> None:
    log = {ROOM: [EVENTS[0], message(2, BO, "", deleted=True), *EVENTS[2:]]}
    sends = [replace(SENDS[0], author=BO, erased=True), *SENDS[1:]]
    assert complaint(log, sends) == f"bo: {ROOM} 2 is not what the database holds"


DEEDS_LOG: Log = {ROOM: [*EVENTS, kept(5, ADA, MessagePinned(target=2))]}
ALL = client(*[event.text for event in DEEDS_LOG[ROOM]])


def test_a_deed_that_is_in_the_log_is_not_complained_about() -> None:
    assert complaints(DEEDS_LOG, heard=ALL, deeds=[Deed(ADA, ROOM, "message_pinned", 2, 5)]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        Deed(BO, ROOM, "message_pinned", 2, 5),
        Deed(ADA, ROOM, "message_unpinned", 2, 5),
        Deed(ADA, ROOM, "message_pinned", 3, 5),
        Deed(ADA, ROOM, "message_pinned", 2, 4),
        Deed(ADA, ROOM, "message_pinned", 2, 6),
    ],
)
def test_a_deed_that_was_acknowledged_and_is_not_there_is_found(wrong: Deed) -> None:
    assert "is not what" in complaint(DEEDS_LOG, heard=ALL, deeds=[wrong])


def test_a_deed_that_was_done_twice_is_found() -> None:
    log = {ROOM: [*DEEDS_LOG[ROOM], kept(6, ADA, MessagePinned(target=2))]}
    heard = client(*[event.text for event in log[ROOM]])
    deeds = [Deed(ADA, ROOM, "message_pinned", 2, 5)]
    assert complaint(log, SENDS, heard, deeds) == f"{ROOM}: message_pinned of 2 is there 2 times"


def test_a_mention_that_was_not_told_is_found() -> None:
    sent = MessageSent(id=make_id(2_000_000, 5), body="@bo", mentions=(BO,))
    log = {ROOM: [*EVENTS, kept(5, ADA, sent)]}
    heard = client(*[event.text for event in log[ROOM]])
    sends = [*SENDS, Sent(ADA, ROOM, "@bo", None)]
    assert complaint(log, sends, heard) == f"{ROOM}: {BO} was told 0 times of 5"
    inbox = replace(kept(1, ADA, Mentioned(source=ROOM, target=5)), stream=f"inbox:{BO}")
    assert complaints({**log, inbox.stream: [inbox]}, sends, heard) == []


def test_a_mention_of_oneself_that_was_told_is_found() -> None:
    sent = MessageSent(id=make_id(2_000_000, 5), body="@ada", mentions=(ADA,))
    log = {ROOM: [*EVENTS, kept(5, ADA, sent)]}
    heard = client(*[event.text for event in log[ROOM]])
    sends = [*SENDS, Sent(ADA, ROOM, "@ada", None)]
    assert complaints(log, sends, heard) == []
    inbox = replace(kept(1, ADA, Mentioned(source=ROOM, target=5)), stream=f"inbox:{ADA}")
    told = {**log, inbox.stream: [inbox]}
    assert complaint(told, sends, heard) == f"{ROOM}: {ADA} was told 1 times of 5"
