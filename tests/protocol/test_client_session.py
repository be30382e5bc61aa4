"""How a client's session lives: hello, resume, liveness, the ways in which a socket ends."""

import pytest

from hubbub_protocol.client_news import (
    Broken,
    Ended,
    Opened,
    StreamRefused,
    StreamReset,
    StreamSubscribed,
)
from hubbub_protocol.client_session import ClientSession, Identity
from hubbub_protocol.codec import read_commands
from hubbub_protocol.commands import (
    ClientInfo,
    Hello,
    MarkRead,
    Pong,
    Refresh,
    Subscribe,
    Typing,
    Unsubscribe,
)
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Bye, Drain, Ephemeral, Ok, Ping, Reset, Skip
from tests.protocol.dialogue import (
    ANN,
    EPOCH,
    OTHER,
    ROOM,
    Dialogue,
    refused,
    state,
    subscribed,
    welcome,
)


def live(*streams: str, after: int = 0) -> Dialogue:
    """Open a session that receives the streams."""
    dialogue = Dialogue(resume=dict.fromkeys(streams, after), epoch=EPOCH)
    dialogue.open(*[state(stream, after) for stream in streams])
    return dialogue


# Opening


def test_a_new_session_wants_a_socket_at_once() -> None:
    assert Dialogue().session.next_deadline() == 0.0


def test_hello_comes_first_and_carries_token_device_and_cursors() -> None:
    dialogue = Dialogue(resume={ROOM: 7}, epoch=EPOCH)
    hello = dialogue.connect()
    assert hello == Hello(
        device="a device",
        client=ClientInfo("test", "1"),
        token="secret",
        resume={ROOM: 7},
        epoch=EPOCH,
    )


def test_nothing_but_hello_is_said_before_the_welcome() -> None:
    dialogue = Dialogue()
    dialogue.connect()
    dialogue.session.subscribe(ROOM)
    assert dialogue.said() == []
    dialogue.hear(welcome())
    assert isinstance(dialogue.said_one(Subscribe), Subscribe)


def test_the_welcome_opens_the_session() -> None:
    dialogue = live()
    assert [each.welcome for each in dialogue.told(Opened)] == [welcome()]
    assert dialogue.phase() == "live"
    assert dialogue.session.epoch == EPOCH


def test_no_welcome_within_ten_seconds_means_to_drop_the_socket() -> None:
    dialogue = Dialogue()
    dialogue.connect()
    assert dialogue.session.next_deadline() == dialogue.now + 10
    dialogue.wait(9.9)
    assert dialogue.phase() == "greeting"
    dialogue.wait(0.1)
    assert dialogue.phase() == "leaving"


def test_a_second_welcome_breaks_the_link() -> None:
    dialogue = live()
    dialogue.hear(welcome())
    assert dialogue.phase() == "leaving"


def test_a_socket_that_opens_at_the_wrong_time_is_a_defect_of_the_owner() -> None:
    dialogue = live()
    with pytest.raises(RuntimeError, match="must be waiting for this, but is live"):
        dialogue.session.socket_opened(dialogue.now)


def test_the_token_is_in_no_repr() -> None:
    assert "secret" not in repr(Identity("a device", ClientInfo("test", "1"), token="secret"))


def test_a_session_may_speak_json() -> None:
    session = ClientSession(Identity("a device", ClientInfo("test", "1"), encoding="json"))
    session.socket_opened(0.0)
    (data,) = session.data_to_send(0.0)
    assert isinstance(read_commands(data, "json")[0], Hello)


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


def test_an_unsubscribe_is_not_repeated_on_the_next_socket() -> None:
    dialogue = live(ROOM)
    dialogue.session.unsubscribe(ROOM)
    dialogue.said()
    dialogue.lose()
    assert dialogue.open().resume == {}
    assert dialogue.said() == []


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


# Liveness


def test_any_frame_proves_the_link_alive() -> None:
    dialogue = live(ROOM)
    dialogue.wait(34.9)
    dialogue.hear_event(1)
    dialogue.wait(34.9)
    assert dialogue.phase() == "live"


def test_silence_for_ping_ms_and_ten_seconds_means_to_drop_the_socket() -> None:
    dialogue = live(ROOM)
    assert dialogue.session.next_deadline() == dialogue.now + 35
    dialogue.wait(35)
    assert dialogue.phase() == "leaving"
    dialogue.lose()
    assert dialogue.told(Broken)[0].reason == "nothing heard for 35 s"


def test_a_ping_is_answered() -> None:
    dialogue = live()
    dialogue.hear(Ping())
    assert isinstance(dialogue.said_one(Pong), Pong)


# The ways in which a socket ends


@pytest.mark.parametrize("code", [1001, 1012, 1006, 1011, 3999, None])
def test_after_an_ordinary_close_the_session_waits_and_resumes(code: int | None) -> None:
    dialogue = live(ROOM)
    dialogue.lose(code, chance=0.5)
    assert dialogue.told(Broken) == [Broken(code, "lost", dialogue.now + 0.25)]
    assert dialogue.session.next_deadline() == dialogue.now + 0.25


@pytest.mark.parametrize("code", [4000, 4001, 4002, 4013, 4099])
def test_after_a_close_of_4000_to_4099_the_session_comes_back(code: int) -> None:
    dialogue = live(ROOM)
    dialogue.lose(code)
    assert dialogue.phase() == "waiting"


@pytest.mark.parametrize("code", [4100, 4101, 4102])
def test_after_a_close_of_4100_to_4199_a_new_token_is_needed(code: int) -> None:
    dialogue = live(ROOM)
    dialogue.lose(code)
    assert dialogue.told(Ended) == [Ended(code, "lost", "sign_in")]
    assert dialogue.session.next_deadline() is None


@pytest.mark.parametrize("code", [each for each in CloseCode if each >= 4200])
def test_after_a_close_of_4200_to_4299_the_session_does_not_come_back(code: int) -> None:
    dialogue = live(ROOM)
    dialogue.lose(code)
    assert dialogue.told(Ended) == [Ended(code, "lost", "stop")]
    assert dialogue.phase() == "ended"


def test_the_wait_doubles_up_to_thirty_seconds_with_full_jitter() -> None:
    dialogue = Dialogue()
    waits = []
    for _ in range(9):
        dialogue.lose(chance=1.0)
        waits.append(dialogue.told(Broken)[-1].retry_at - dialogue.now)
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    dialogue.lose(chance=0.0)
    assert dialogue.session.next_deadline() == dialogue.now


@pytest.mark.parametrize(("code", "live_s"), [(1012, 1), (None, 1), (4000, 30)])
def test_a_session_that_lasted_starts_from_the_shortest_wait(
    code: int | None, live_s: float
) -> None:
    dialogue = Dialogue()
    for _ in range(6):
        dialogue.lose()
    dialogue.open()
    dialogue.now += live_s
    dialogue.lose(code, chance=1.0)
    assert dialogue.told(Broken)[-1].retry_at == dialogue.now + 0.5


@pytest.mark.parametrize(("code", "live_s"), [(1012, 0.9), (4000, 29)])
def test_a_session_that_did_not_last_waits_longer_than_the_one_before(
    code: int, live_s: float
) -> None:
    dialogue = Dialogue()
    dialogue.lose(chance=1.0)
    dialogue.open()
    dialogue.now += live_s
    dialogue.lose(code, chance=1.0)
    assert dialogue.told(Broken)[-1].retry_at == dialogue.now + 1


def test_bye_ends_the_socket_with_its_own_code_and_wait() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Bye(code=4013, reason="busy", retry_ms=5000))
    assert dialogue.phase() == "leaving"
    dialogue.lose(1006, chance=0.1)
    assert dialogue.told(Broken) == [Broken(4013, "busy", dialogue.now + 5)]


def test_nothing_counts_after_a_bye() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Bye(code=1012, reason="restart"))
    dialogue.hear_event(1)
    assert dialogue.applied() == []


def test_a_bye_with_a_verdict_ends_the_session() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Bye(code=4201, reason="banned"))
    dialogue.lose(None)
    assert dialogue.told(Ended) == [Ended(4201, "banned", "stop")]


def test_a_wait_that_the_hub_names_is_obeyed_once_not_for_ever() -> None:
    dialogue = live()
    dialogue.hear(Bye(code=4013, reason="busy", retry_ms=5000))
    dialogue.lose()
    dialogue.now += 5
    dialogue.lose(chance=1.0)
    assert dialogue.told(Broken)[-1].retry_at == dialogue.now + 1


def test_a_draining_hub_is_left_at_the_time_it_names() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Drain(after_ms=3000))
    assert dialogue.session.next_deadline() == dialogue.now + 3
    dialogue.wait(2.9)
    assert dialogue.phase() == "live"
    dialogue.wait(0.1)
    assert dialogue.phase() == "leaving"
    dialogue.lose()
    assert dialogue.session.next_deadline() == dialogue.now


def test_a_drained_hub_that_closes_early_is_not_called_before_the_time_it_named() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Drain(after_ms=3000))
    dialogue.now += 1
    dialogue.lose(1012, chance=0.0)
    assert dialogue.session.next_deadline() == dialogue.now + 2


def test_events_still_count_while_the_hub_drains() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Drain(after_ms=3000))
    dialogue.hear_event(1)
    assert dialogue.applied() == [1]


def test_a_session_that_ended_stays_ended() -> None:
    dialogue = live()
    dialogue.lose(4200)
    dialogue.lose(1012)
    assert dialogue.phase() == "ended"
    assert dialogue.said() == []
    assert dialogue.told(Broken) == []


# What is said without an answer


def test_read_markers_are_coalesced_and_survive_the_socket() -> None:
    dialogue = live(ROOM)
    dialogue.lose()
    for seq in (3, 7, 5):
        dialogue.session.submit(MarkRead(stream=ROOM, seq=seq))
    dialogue.open(state(ROOM, 0))
    assert dialogue.said() == [MarkRead(stream=ROOM, seq=7)]
    assert dialogue.said() == []


def test_typing_is_said_now_or_not_at_all() -> None:
    dialogue = live(ROOM)
    dialogue.session.submit(Typing(stream=ROOM))
    assert dialogue.said() == [Typing(stream=ROOM)]
    dialogue.lose()
    dialogue.session.submit(Typing(stream=ROOM))
    dialogue.open()
    assert dialogue.said() == []


def test_a_refreshed_token_is_used_by_the_next_hello() -> None:
    dialogue = live()
    ref = dialogue.session.new_ref()
    dialogue.session.submit(Refresh(ref=ref, token="newer"))
    assert dialogue.said_one(Refresh).token == "newer"
    dialogue.hear(Ok(ref=ref, expires_at=1))
    dialogue.lose()
    assert dialogue.connect().token == "newer"
