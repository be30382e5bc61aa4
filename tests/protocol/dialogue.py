"""A client's session in a test: what the hub says, what the client says, and a clock of our own."""

from typing import TypeVar

from hubbub_protocol.client_news import News
from hubbub_protocol.client_session import ClientSession, Identity, Phase
from hubbub_protocol.codec import (
    BadCommand,
    event_json,
    event_msgpack,
    read_commands,
    write_frame,
    write_payload,
)
from hubbub_protocol.commands import ClientInfo, Command, Hello
from hubbub_protocol.events import Event, MemberLeft, MessageSent
from hubbub_protocol.frames import Error, Frame, Skip, StreamState, Subscribed, Welcome
from hubbub_protocol.ids import make_id
from hubbub_protocol.limits import Limits
from hubbub_protocol.members import Me

ANN = make_id(1_000_000, 1)
BEN = make_id(1_000_000, 7)
ROOM = f"room:{make_id(1_000_000, 2)}"
OTHER = f"room:{make_id(1_000_000, 3)}"
EPOCH = "0123456789abcdef"
KEY = "00000000-0000-4000-8000-00000000000"
"""A key but for its last digit."""

N = TypeVar("N")
C = TypeVar("C")


class Dialogue:
    """A session and its hub; ``now`` moves only when the test moves it."""

    def __init__(self, *, resume: dict[str, int] | None = None, epoch: str | None = None) -> None:
        identity = Identity("a device", ClientInfo("test", "1"), token="secret")
        self.session = ClientSession(identity, resume=resume, epoch=epoch)
        self.now = 1000.0
        self.news: list[News] = []
        """Everything the session ever told."""

    def phase(self) -> Phase:
        """Return the session's phase."""
        return self.session.phase

    def open(self, *streams: StreamState, epoch: str = EPOCH) -> Hello:
        """Open a socket and welcome the client; return its hello."""
        hello = self.connect()
        self.hear(welcome(*streams, epoch=epoch))
        return hello

    def connect(self) -> Hello:
        """Open a socket; return what the client says first."""
        self.session.socket_opened(self.now)
        (hello,) = self.said()
        assert isinstance(hello, Hello)
        return hello

    def hear(self, *frames: Frame) -> None:
        """Have the hub say something."""
        for frame in frames:
            self.hear_bytes(write_frame(frame, "msgpack"))

    def hear_event(self, seq: int, *, stream: str = ROOM, body: str = "hello") -> None:
        """Have the hub send a message."""
        self.hear_bytes(message(stream, seq, body))

    def hear_leaving(self, seq: int, member: str = ANN) -> None:
        """Have the hub send that a member left the room."""
        payload = write_payload(MemberLeft(member=member))
        self.hear_bytes(event_msgpack(event_json(ROOM, seq, seq, member, payload)))

    def hear_bytes(self, data: bytes) -> None:
        """Have the hub send anything."""
        self.session.receive_frame(data, self.now)
        self._gather()

    def wait(self, seconds: float) -> None:
        """Let time pass, and the session look at the clock."""
        self.now += seconds
        self.session.wake(self.now)
        self._gather()

    def lose(self, code: int | None = None, *, chance: float = 0.5) -> None:
        """Take the socket away."""
        self.session.socket_closed(self.now, chance, code, "lost")
        self._gather()

    def said(self) -> list[Command]:
        """Return what the client says now."""
        commands: list[Command] = []
        for data in self.session.data_to_send(self.now):
            for command in read_commands(data, "msgpack"):
                assert not isinstance(command, BadCommand), command.refusal
                commands.append(command)
        return commands

    def said_one(self, kind: type[C]) -> C:
        """Return the one thing that the client says now."""
        (command,) = self.said()
        assert isinstance(command, kind), command
        return command

    def told(self, kind: type[N]) -> list[N]:
        """Return the news of one kind so far."""
        return [each for each in self.news if isinstance(each, kind)]

    def applied(self, stream: str = ROOM) -> list[int]:
        """Return the ``seq`` of every event and skip that was given out, in order."""
        return [
            each.seq
            for each in self.news
            if isinstance(each, Event | Skip) and each.stream == stream
        ]

    def _gather(self) -> None:
        self.news += self.session.news()


def message(stream: str, seq: int, body: str = "hello") -> bytes:
    """Write a ``message_sent`` event as the hub does."""
    payload = write_payload(MessageSent(id=make_id(seq, seq), body=body))
    return event_msgpack(event_json(stream, seq, seq, ANN, payload))


def welcome(*streams: StreamState, epoch: str = EPOCH, ping_ms: int = 25_000) -> Welcome:
    """Make a welcome for Ann."""
    me = Me(
        id=ANN, username="ann", display_name="Ann", avatar_colour="#336699", kind="person",
        line="", interests=(), created_at=0, role="member", inbox=f"inbox:{ANN}",
        may_make_bots=False,
    )  # fmt: skip
    return Welcome(
        session=ANN, member=me, now=0, epoch=epoch, ping_ms=ping_ms,
        limits=Limits(unanswered=4), features=(), streams=list(streams),
    )  # fmt: skip


def state(stream: str, after: int, *, head: int | None = None, read: int = 0) -> StreamState:
    """Say that a stream is received from after a ``seq``."""
    return StreamState(
        stream=stream, head=after if head is None else head, after=after, mode="live", read=read
    )


def subscribed(ref: int, stream: str, after: int, *, head: int | None = None) -> Subscribed:
    """Answer a ``subscribe``."""
    end = after if head is None else head
    return Subscribed(ref=ref, stream=stream, head=end, after=after, mode="live", read=0)


def refused(
    ref: int | None, *, retry: bool = True, after_ms: int | None = None, to: str | None = None
) -> Error:
    """Refuse a command."""
    return Error(
        ref=ref,
        code="rate_limited" if retry else "not_found",
        detail="no",
        retry=retry,
        after_ms=after_ms,
        to=to,
    )


def live(*streams: str, after: int = 0) -> Dialogue:
    """Open a session that receives the streams."""
    dialogue = Dialogue(resume=dict.fromkeys(streams, after), epoch=EPOCH)
    dialogue.open(*[state(stream, after) for stream in streams])
    return dialogue
