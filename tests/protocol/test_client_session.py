"""How a client's session lives: hello, resume, liveness, the ways in which a socket ends."""

import pytest

from hubbub_protocol.client_news import (
    Broken,
    Ended,
    Opened,
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
)
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Bye, Drain, Ok, Ping
from tests.protocol.dialogue import (
    EPOCH,
    ROOM,
    Dialogue,
    live,
    refused,
    state,
    subscribed,
    welcome,
)

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


@pytest.mark.parametrize("code", [4100, 4102])
def test_after_a_close_of_4100_to_4199_but_4101_a_new_token_is_needed(code: int) -> None:
    dialogue = live(ROOM)
    dialogue.lose(code)
    assert dialogue.told(Ended) == [Ended(code, "lost", "sign_in")]
    assert dialogue.session.next_deadline() is None


@pytest.mark.parametrize("code", [4101, *(each for each in CloseCode if each >= 4200)])
def test_after_a_close_of_4101_or_4200_to_4299_the_session_does_not_come_back(code: int) -> None:
    dialogue = live(ROOM)
    dialogue.lose(code)
    assert dialogue.told(Ended) == [Ended(code, "lost", "stop")]
    assert dialogue.phase() == "ended"


def waits_of(dialogue: Dialogue, count: int, code: int | None = None) -> list[float]:
    """Return the longest waits before the next sockets, if none of them lasts."""
    waits = []
    for _ in range(count):
        dialogue.lose(code, chance=1.0)
        waits.append(dialogue.told(Broken)[-1].retry_at - dialogue.now)
        dialogue.now += waits[-1]
    return waits


def test_the_wait_doubles_up_to_eight_seconds_with_full_jitter() -> None:
    dialogue = Dialogue()
    assert waits_of(dialogue, 7) == [0.5, 1, 2, 4, 8, 8, 8]
    dialogue.lose(chance=0.0)
    assert dialogue.session.next_deadline() == dialogue.now


def test_after_a_minute_without_a_session_the_longest_wait_is_thirty_seconds() -> None:
    waits = waits_of(Dialogue(), 14)
    assert waits == [0.5, 1, 2, 4, *7 * [8], 30, 30, 30]
    assert sum(waits[:11]) >= 60


def test_a_hub_that_asks_clients_to_back_off_is_left_in_peace_from_the_first_minute_on() -> None:
    assert waits_of(Dialogue(), 8, code=4000) == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_an_absence_begins_anew_after_a_session_that_lasted() -> None:
    dialogue = Dialogue()
    waits_of(dialogue, 14)
    dialogue.open()
    dialogue.now += 1
    assert waits_of(dialogue, 7) == [0.5, 1, 2, 4, 8, 8, 8]


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


def marked(seq: int) -> Dialogue:
    """Say how far one has read, and lose the socket at once."""
    dialogue = live(ROOM, after=9)
    dialogue.session.submit(MarkRead(stream=ROOM, seq=seq))
    assert dialogue.said() == [MarkRead(stream=ROOM, seq=seq)]
    dialogue.lose()
    return dialogue


def test_a_read_marker_that_the_hub_does_not_know_after_a_loss_is_said_again() -> None:
    dialogue = marked(7)
    dialogue.open(state(ROOM, 9, read=6))
    assert dialogue.said() == [MarkRead(stream=ROOM, seq=7)]


@pytest.mark.parametrize("read", [7, 8])
def test_a_read_marker_that_the_hub_names_is_not_said_again(read: int) -> None:
    dialogue = marked(7)
    dialogue.open(state(ROOM, 9, read=read))
    assert dialogue.said() == []
    dialogue.lose()
    dialogue.open(state(ROOM, 9, read=0))
    assert dialogue.said() == []


def test_a_read_marker_is_said_again_when_its_stream_is_subscribed_later() -> None:
    dialogue = marked(7)
    dialogue.open()
    dialogue.hear(refused(None, to=ROOM, after_ms=500))
    dialogue.wait(0.5)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear(subscribed(ask.ref, ROOM, 9))
    assert dialogue.said() == [MarkRead(stream=ROOM, seq=7)]


def test_a_read_marker_of_a_void_past_is_not_said() -> None:
    dialogue = marked(7)
    dialogue.open(epoch="f" * 16)
    dialogue.session.subscribe(ROOM, 2)
    ask = dialogue.said_one(Subscribe)
    dialogue.hear(subscribed(ask.ref, ROOM, 2))
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
