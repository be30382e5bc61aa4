"""The history checker finds what it is there to find: each promise, broken once."""

from dataclasses import replace

import pytest

from hubbub_protocol.codec import Encoding, event_json, event_msgpack, write_frame, write_payload
from hubbub_protocol.events import MemberJoined, MessageSent, Payload
from hubbub_protocol.frames import Reset, Skip, Subscribed
from hubbub_protocol.ids import make_id
from tests.faults.history import Answer, Client, Kept, Log, Sent, complaints_about

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


def complaint(log: Log = LOG, sends: list[Sent] = SENDS, heard: Client = GOOD) -> str:
    """Return the one complaint about a history that is wrong in one way."""
    (found,) = complaints_about(log, sends, [heard])
    return found


def test_a_good_history_is_not_complained_about() -> None:
    assert complaints_about(LOG, SENDS, [GOOD]) == []


def test_a_client_may_speak_messagepack() -> None:
    packed = client(*[event_msgpack(text) for text in TEXTS], encoding="msgpack")
    assert complaints_about(LOG, SENDS, [packed]) == []


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
    again = replace(message(2, ADA, "other"), seq=5, at=9_000)
    log = {ROOM: [*EVENTS, replace(again, text=TEXTS[1])]}
    sends = [*SENDS, Sent(ADA, ROOM, "other", None)]
    found = complaints_about(log, sends, [])
    assert found == [f"the message {make_id(2_000_000, 2)} is in the log 2 times"]


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


def test_a_message_that_nobody_sent_is_found() -> None:
    assert complaint(sends=SENDS[1:]) == f"{ROOM}: nobody sent 'one'"


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
    found = complaints_about(LOG, SENDS, [heard])
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


def test_a_skip_counts_as_an_event() -> None:
    skip = write_frame(Skip(stream=ROOM, seq=3), "json")
    assert complaints_about(LOG, SENDS, [client(*TEXTS[:2], skip, TEXTS[3])]) == []


def test_who_received_a_message_before_it_was_erased_may_have_its_body() -> None:
    log = {ROOM: [EVENTS[0], message(2, ADA, "", deleted=True), *EVENTS[2:]]}
    sends = [replace(SENDS[0], body=""), *SENDS[1:]]
    assert complaints_about(log, sends, [GOOD]) == []


def test_an_erased_message_of_another_author_is_found() -> None:
    log = {ROOM: [EVENTS[0], message(2, BO, "", deleted=True), *EVENTS[2:]]}
    sends = [Sent(BO, ROOM, "", None), *SENDS[1:]]
    assert complaint(log, sends) == f"bo: {ROOM} 2 is not what the database holds"
