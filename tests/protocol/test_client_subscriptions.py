"""What a client's session receives: events in order, gaps, subscriptions, resumes, resets."""

import pytest

from hubbub_protocol.client_news import (
    Broken,
    StreamLeft,
    StreamRefused,
    StreamReset,
    StreamSubscribed,
)
from hubbub_protocol.commands import (
    Subscribe,
    Unsubscribe,
)
from hubbub_protocol.frames import Ephemeral, Error, Ok, Reset, Skip
from tests.protocol.dialogue import (
    ANN,
    BEN,
    EPOCH,
    OTHER,
    ROOM,
    Dialogue,
    live,
    refused,
    state,
    subscribed,
    welcome,
)

# Events and cursors


def test_events_in_order_are_given_out_and_move_the_cursor() -> None:
    dialogue = live(ROOM)
    dialogue.hear_event(1)
    dialogue.hear_event(2)
    assert dialogue.applied() == [1, 2]
    assert dialogue.session.cursors() == {ROOM: 2}


def test_an_event_that_came_before_is_ignored() -> None:
    dialogue = live(ROOM)
    dialogue.hear_event(1)
    dialogue.hear_event(1)
    assert dialogue.applied() == [1]
    assert dialogue.said() == []


def test_a_skip_counts_as_an_event() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Skip(stream=ROOM, seq=1))
    dialogue.hear_event(2)
    assert dialogue.applied() == [1, 2]


def test_a_gap_is_not_given_out_but_asked_for_from_the_cursor() -> None:
    dialogue = live(ROOM, after=5)
    dialogue.hear_event(8)
    ask = dialogue.said_one(Subscribe)
    assert [(each.stream, each.seq) for each in ask.streams] == [(ROOM, 5)]
    assert ask.epoch == EPOCH
    assert dialogue.applied() == []


def test_a_gap_is_asked_for_once_until_it_is_answered() -> None:
    dialogue = live(ROOM)
    dialogue.hear_event(3)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear_event(4)
    assert dialogue.said() == []
    dialogue.hear(subscribed(ask.ref, ROOM, 0))
    dialogue.hear_event(4)
    assert isinstance(dialogue.said_one(Subscribe), Subscribe)


def test_events_of_an_unknown_kind_count() -> None:
    dialogue = live(ROOM)
    dialogue.hear_bytes(b"\x86\xa1t\xa5event\xa6stream\xd9" + bytes([len(ROOM)]) + ROOM.encode()
                        + b"\xa3seq\x01\xa4kind\xa5later\xa2at\x01\xa5actor\xa0")  # fmt: skip
    dialogue.hear_event(2)
    assert dialogue.session.cursors() == {ROOM: 2}


def test_events_of_a_stream_that_nobody_wants_are_ignored() -> None:
    dialogue = live(ROOM)
    dialogue.hear_event(1, stream=OTHER)
    assert dialogue.applied(OTHER) == []


def test_a_frame_of_a_later_version_is_ignored() -> None:
    dialogue = live(ROOM)
    dialogue.hear_bytes(b"\x81\xa1t\xa6future")
    assert dialogue.phase() == "live"


def test_what_is_no_frame_at_all_breaks_the_link() -> None:
    dialogue = live(ROOM)
    dialogue.hear_bytes(b"\xc1")
    assert dialogue.phase() == "leaving"
    dialogue.lose()
    assert "no frame" in dialogue.told(Broken)[0].reason


def test_ephemerals_are_passed_on() -> None:
    dialogue = live(ROOM)
    typing = Ephemeral(stream=ROOM, kind="typing", member=ANN)
    dialogue.hear(typing)
    assert dialogue.told(Ephemeral) == [typing]


# Subscriptions


def test_a_stream_is_wanted_from_the_present_or_from_a_seq() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM)
    dialogue.session.subscribe(OTHER, 3)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear(subscribed(ask.ref, ROOM, 40), subscribed(ask.ref, OTHER, 3))
    assert dialogue.session.cursors() == {ROOM: 40, OTHER: 3}
    assert [each.state.stream for each in dialogue.told(StreamSubscribed)] == [ROOM, OTHER]


def test_more_than_a_hundred_streams_are_asked_for_in_several_commands() -> None:
    dialogue = live()
    for number in range(250):
        dialogue.session.subscribe(f"room:{number}")
    assert [len(each.streams) for each in dialogue.said() if isinstance(each, Subscribe)] == [
        100,
        100,
        50,
    ]


def test_a_refused_stream_is_dropped_and_told() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM)
    dialogue.session.subscribe(OTHER)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear(refused(ask.ref, retry=False, to=ROOM), subscribed(ask.ref, OTHER, 1))
    assert [each.stream for each in dialogue.told(StreamRefused)] == [ROOM]
    assert dialogue.session.cursors() == {OTHER: 1}


def test_a_subscribe_refused_as_a_whole_drops_all_its_streams() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM)
    dialogue.session.subscribe(OTHER)
    dialogue.hear(refused(dialogue.said_one(Subscribe).ref, retry=False))
    assert {each.stream for each in dialogue.told(StreamRefused)} == {ROOM, OTHER}


def test_a_stream_that_is_refused_for_the_moment_is_asked_for_again_in_time() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM, 3)
    dialogue.hear(refused(dialogue.said_one(Subscribe).ref, to=ROOM, after_ms=700))
    assert dialogue.said() == []
    assert dialogue.session.next_deadline() == pytest.approx(dialogue.now + 0.7)
    dialogue.wait(0.7)
    assert dialogue.said_one(Subscribe).streams[0].seq == 3
    assert dialogue.told(StreamRefused) == []


def test_an_answer_to_an_older_wish_does_not_count() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM, 3)
    first = dialogue.said_one(Subscribe)
    dialogue.session.subscribe(ROOM, 9)
    second = dialogue.said_one(Subscribe)
    dialogue.hear(subscribed(first.ref, ROOM, 3))
    assert dialogue.told(StreamSubscribed) == []
    dialogue.hear(subscribed(second.ref, ROOM, 9))
    assert dialogue.session.cursors() == {ROOM: 9}


def test_unsubscribing_tells_the_hub_and_ignores_what_still_comes() -> None:
    dialogue = live(ROOM)
    dialogue.session.unsubscribe(ROOM)
    assert dialogue.said_one(Unsubscribe).streams == [ROOM]
    dialogue.hear_event(1)
    assert dialogue.applied() == []


def test_a_stream_that_is_left_and_wanted_again_is_received_in_the_end() -> None:
    dialogue = live(ROOM, after=4)
    dialogue.session.unsubscribe(ROOM)
    dialogue.session.subscribe(ROOM, 4)
    left, ask = dialogue.said()
    assert isinstance(left, Unsubscribe)
    assert isinstance(ask, Subscribe)
    dialogue.hear(Ok(ref=left.ref), subscribed(ask.ref, ROOM, 4))
    dialogue.hear_event(5)
    assert dialogue.applied() == [5]


def test_a_stream_is_left_before_it_is_asked_for_however_much_is_unanswered() -> None:
    dialogue = live(ROOM)
    for number in range(4):
        dialogue.session.subscribe(f"room:{number}")
        dialogue.said()
    dialogue.session.unsubscribe(ROOM)
    dialogue.session.subscribe(ROOM, 0)
    assert dialogue.said() == []
    dialogue.hear(subscribed(1, "room:0", 0))
    assert isinstance(dialogue.said_one(Unsubscribe), Unsubscribe)
    dialogue.hear(subscribed(2, "room:1", 0))
    assert isinstance(dialogue.said_one(Subscribe), Subscribe)


def test_the_answer_to_an_unsubscribe_makes_room_and_is_no_news() -> None:
    dialogue = live(*[f"room:{number}" for number in range(20)])
    for number in range(20):
        dialogue.session.unsubscribe(f"room:{number}")
        left = dialogue.said_one(Unsubscribe)
        dialogue.hear(Ok(ref=left.ref) if number % 2 else refused(left.ref))
    assert dialogue.told(Ok) == []
    assert dialogue.told(Error) == []


def test_a_stream_that_is_left_before_the_welcome_is_left_after_it() -> None:
    dialogue = Dialogue(resume={ROOM: 4}, epoch=EPOCH)
    dialogue.connect()
    dialogue.session.unsubscribe(ROOM)
    dialogue.hear(welcome(state(ROOM, 4)))
    assert dialogue.said_one(Unsubscribe).streams == [ROOM]


def test_leaving_a_stream_that_nobody_wanted_says_nothing() -> None:
    dialogue = live(ROOM)
    dialogue.session.unsubscribe(OTHER)
    assert dialogue.said() == []


def test_an_unsubscribe_is_not_repeated_on_the_next_socket() -> None:
    dialogue = live(ROOM)
    dialogue.session.unsubscribe(ROOM)
    dialogue.said()
    dialogue.lose()
    assert dialogue.open().resume == {}
    assert dialogue.said() == []


# One's own departure


def test_ones_own_departure_ends_the_subscription() -> None:
    dialogue = live(ROOM, after=4)
    dialogue.hear_leaving(5)
    dialogue.hear_event(6)
    assert dialogue.applied() == [5]
    assert dialogue.told(StreamLeft) == [StreamLeft(ROOM)]
    assert dialogue.session.cursors() == {}
    dialogue.lose()
    assert dialogue.connect().resume == {}


def test_the_departure_of_another_ends_nothing() -> None:
    dialogue = live(ROOM, after=4)
    dialogue.hear_leaving(5, member=BEN)
    dialogue.hear_event(6)
    assert dialogue.applied() == [5, 6]


def test_a_departure_below_the_head_of_the_subscription_does_not_end_it() -> None:
    dialogue = Dialogue(resume={ROOM: 4}, epoch=EPOCH)
    dialogue.open(state(ROOM, 4, head=6))
    dialogue.hear_leaving(5)
    dialogue.hear_event(6)
    dialogue.hear_event(7)
    assert dialogue.applied() == [5, 6, 7]
    assert dialogue.told(StreamLeft) == []


@pytest.mark.parametrize(("head", "ended"), [(5, [StreamLeft(ROOM)]), (8, [])])
def test_while_a_stream_is_asked_for_anew_the_answer_decides_on_a_departure(
    head: int, ended: list[StreamLeft]
) -> None:
    dialogue = live(ROOM, after=4)
    dialogue.session.subscribe(ROOM, 4)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear_leaving(5)
    assert dialogue.told(StreamLeft) == []
    dialogue.hear(subscribed(ask.ref, ROOM, 4, head=head))
    assert dialogue.told(StreamLeft) == ended


def test_one_who_comes_back_subscribes_anew() -> None:
    dialogue = live(ROOM, after=4)
    dialogue.hear_leaving(5)
    dialogue.session.subscribe(ROOM, 7)
    dialogue.hear(subscribed(dialogue.said_one(Subscribe).ref, ROOM, 7, head=8))
    dialogue.hear_event(8)
    assert dialogue.applied() == [5, 8]


# Resuming


def test_the_next_socket_resumes_from_the_cursors() -> None:
    dialogue = live(ROOM, OTHER, after=4)
    dialogue.hear_event(5)
    dialogue.lose()
    hello = dialogue.open(state(ROOM, 5), state(OTHER, 4))
    assert hello.resume == {ROOM: 5, OTHER: 4}
    assert hello.epoch == EPOCH
    dialogue.hear_event(6)
    assert dialogue.applied() == [5, 6]


def test_a_stream_whose_present_is_not_known_yet_is_asked_for_again() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM)
    dialogue.said()
    dialogue.lose()
    assert dialogue.open().resume == {}
    assert [each.stream for each in dialogue.said_one(Subscribe).streams] == [ROOM]


def test_a_stream_that_may_not_be_resumed_is_dropped_and_told() -> None:
    dialogue = Dialogue(resume={ROOM: 4, OTHER: 1}, epoch=EPOCH)
    dialogue.open(state(OTHER, 1))
    dialogue.hear(refused(None, retry=False, to=ROOM))
    assert [each.stream for each in dialogue.told(StreamRefused)] == [ROOM]
    dialogue.lose()
    assert dialogue.connect().resume == {OTHER: 1}


def test_a_stream_that_cannot_be_resumed_for_the_moment_is_asked_for_later() -> None:
    dialogue = Dialogue(resume={ROOM: 4}, epoch=EPOCH)
    dialogue.open()
    dialogue.hear(refused(None, to=ROOM, after_ms=500))
    dialogue.wait(0.5)
    assert dialogue.said_one(Subscribe).streams[0].seq == 4


def test_a_refused_read_marker_does_not_end_a_subscription() -> None:
    dialogue = live(ROOM)
    dialogue.hear(refused(None, retry=False, to=ROOM))
    dialogue.hear_event(1)
    assert dialogue.applied() == [1]
    assert dialogue.told(StreamRefused) == []


# Resets


def test_a_reset_drops_the_stream_until_it_is_wanted_anew() -> None:
    dialogue = live(ROOM, OTHER, after=9)
    dialogue.hear(Reset(stream=ROOM, epoch=EPOCH, head=3))
    assert dialogue.told(StreamReset) == [StreamReset(ROOM, 3)]
    dialogue.hear_event(10)
    assert dialogue.applied() == []
    dialogue.lose()
    assert dialogue.connect().resume == {OTHER: 9}


def test_a_reset_that_answers_a_subscribe_drops_the_stream() -> None:
    dialogue = live()
    dialogue.session.subscribe(ROOM, 9)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear(Reset(stream=ROOM, epoch=EPOCH, head=3, ref=ask.ref))
    assert dialogue.told(StreamReset) == [StreamReset(ROOM, 3)]


def test_a_reset_of_everything_drops_every_stream() -> None:
    dialogue = live(ROOM, OTHER)
    dialogue.hear(Reset(epoch="f" * 16))
    assert {each.stream for each in dialogue.told(StreamReset)} == {ROOM, OTHER}
    assert dialogue.session.epoch == "f" * 16


def test_another_epoch_in_the_welcome_voids_every_cursor_at_once() -> None:
    dialogue = Dialogue(resume={ROOM: 4}, epoch=EPOCH)
    dialogue.open(epoch="f" * 16)
    assert dialogue.told(StreamReset) == [StreamReset(ROOM, 0)]
    dialogue.lose()
    hello = dialogue.connect()
    assert (hello.resume, hello.epoch) == ({}, "f" * 16)


def test_a_late_reset_does_not_touch_a_stream_that_is_wanted_anew() -> None:
    dialogue = Dialogue(resume={ROOM: 4}, epoch=EPOCH)
    dialogue.open(epoch="f" * 16)
    dialogue.session.subscribe(ROOM, 2)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear(Reset(stream=ROOM, epoch="f" * 16, head=2), subscribed(ask.ref, ROOM, 2))
    assert dialogue.told(StreamReset) == [StreamReset(ROOM, 0)]
    assert dialogue.session.cursors() == {ROOM: 2}
