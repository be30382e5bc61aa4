"""The keys of what a listener does: the same for the same event, and for nothing else."""

from hubbub import Received
from hubbub._received import Writer
from hubbub_protocol.events import Event, MessageSent
from hubbub_protocol.ids import is_key
from hubbub_protocol.messages import Written
from tests.clients.python.fake_hub import ANN, ROOM

MESSAGE = MessageSent(id=ANN, body="hello")
EVENT = Event(ROOM, 7, 1_000, ANN, MESSAGE)


class Paper:
    """Keeps the keys of what is written."""

    def __init__(self) -> None:
        self.keys: list[str | None] = []

    async def send(
        self, stream: str, body: str, *, reply_to: int | None = None, key: str | None = None
    ) -> Written:
        return self._note(key)

    async def edit(self, stream: str, target: int, body: str, *, key: str | None = None) -> Written:
        return self._note(key)

    async def delete(self, stream: str, target: int, *, key: str | None = None) -> Written:
        return self._note(key)

    async def react(
        self, stream: str, target: int, emoji: str, *, key: str | None = None
    ) -> Written:
        return self._note(key)

    def _note(self, key: str | None) -> Written:
        self.keys.append(key)
        return Written(seq=1, at=1)


def received(
    event: Event = EVENT, *, listener: str = "echo", writer: Writer | None = None
) -> Received[MessageSent]:
    """Give a listener an event."""
    return Received(event, MESSAGE, writer or Paper(), listener)


def test_the_same_deed_for_the_same_event_has_the_same_key() -> None:
    assert received().key("send") == received().key("send")
    assert is_key(received().key("send"))


def test_this_very_key_is_made_by_every_version_of_the_sdk() -> None:
    assert received().key("send") == "8e0855c8-4f73-5fe8-8322-96874dec0171"


def test_the_second_deed_of_a_kind_has_another_key() -> None:
    event = received()
    assert event.key("send") != event.key("send")


def test_other_events_listeners_and_deeds_have_other_keys() -> None:
    keys = {
        received().key("send"),
        received().key("edit"),
        received(listener="other").key("send"),
        received(Event(ROOM, 8, 1_000, ANN, MESSAGE)).key("send"),
        received(Event(ROOM, 7, 1_001, ANN, MESSAGE)).key("send"),
        received(Event(f"{ROOM}x", 7, 1_000, ANN, MESSAGE)).key("send"),
    }
    assert len(keys) == 6


async def test_what_is_written_carries_the_key() -> None:
    paper = Paper()
    await received(writer=paper).send("hello")
    assert paper.keys == [received().key("send")]
