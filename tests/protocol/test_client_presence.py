"""A client knows who is present in its rooms, and says what it is itself on every socket."""

from hubbub_protocol.client_presence import RoomPresence
from hubbub_protocol.commands import Presence
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Present, Reset
from hubbub_protocol.ids import make_id
from hubbub_protocol.presence import PresenceCounts
from tests.protocol.dialogue import ANN, BEN, EPOCH, OTHER, ROOM, Dialogue, live, state

CY = make_id(1_000_000, 8)


def latest(dialogue: Dialogue) -> RoomPresence:
    return dialogue.told(RoomPresence)[-1]


def test_a_whole_picture_names_everybody() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Present(stream=ROOM, whole=True, active=(ANN,), away=(BEN,)))
    told = latest(dialogue)
    assert (told.stream, dict(told.members)) == (ROOM, {ANN: "active", BEN: "away"})
    assert (told.active, told.away, told.named) == (1, 1, True)


def test_differences_change_what_is_known() -> None:
    dialogue = live(ROOM)
    dialogue.hear(
        Present(stream=ROOM, whole=True, active=(ANN, BEN)),
        Present(stream=ROOM, active=(CY,), away=(ANN,), gone=(BEN,)),
    )
    assert dict(latest(dialogue).members) == {ANN: "away", CY: "active"}
    assert dialogue.session.present(ROOM) == latest(dialogue)


def test_another_whole_picture_voids_what_was_known() -> None:
    dialogue = live(ROOM)
    dialogue.hear(
        Present(stream=ROOM, whole=True, active=(ANN, BEN)),
        Present(stream=ROOM, whole=True, active=(CY,)),
    )
    assert dict(latest(dialogue).members) == {CY: "active"}


def test_where_they_are_too_many_they_are_counted() -> None:
    dialogue = live(ROOM)
    dialogue.hear(
        Present(stream=ROOM, whole=True, active=(ANN, BEN)),
        Present(stream=ROOM, whole=True, counts=PresenceCounts(active=600, away=30)),
    )
    told = latest(dialogue)
    assert (dict(told.members), told.active, told.away, told.named) == ({}, 600, 30, False)


def test_a_difference_to_what_is_not_known_says_nothing() -> None:
    dialogue = live(ROOM)
    dialogue.hear(Present(stream=ROOM, active=(ANN,)))
    assert dialogue.told(RoomPresence) == []
    assert dialogue.session.present(ROOM) is None


def test_what_is_known_of_a_room_goes_with_its_subscription() -> None:
    dialogue = live(ROOM, OTHER)
    for stream in (ROOM, OTHER):
        dialogue.hear(Present(stream=stream, whole=True, active=(ANN,)))
    dialogue.session.unsubscribe(OTHER)
    dialogue.hear(Reset(epoch=EPOCH, stream=ROOM))
    assert dialogue.session.present(ROOM) is None
    assert dialogue.session.present(OTHER) is None


def test_presence_is_said_once() -> None:
    dialogue = live(ROOM)
    dialogue.session.submit(Presence(state="away"))
    assert dialogue.said() == [Presence(state="away")]
    dialogue.session.submit(Presence(state="away"))
    assert dialogue.said() == []


def test_the_latest_of_several_is_said() -> None:
    dialogue = live(ROOM)
    dialogue.session.submit(Presence(state="away"))
    dialogue.session.submit(Presence(state="active"))
    assert dialogue.said() == []  # as the hub believes already


def test_who_is_away_says_so_on_the_next_socket_too() -> None:
    dialogue = live(ROOM)
    dialogue.session.submit(Presence(state="away"))
    dialogue.said()
    dialogue.lose(CloseCode.SERVICE_RESTART)
    dialogue.wait(31)
    dialogue.open(state(ROOM, 0))
    assert dialogue.said() == [Presence(state="away")]
