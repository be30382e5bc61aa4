"""What happens to a client in each recorded conversation; the first half of the recording."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hubbub_protocol import commands as c
from hubbub_protocol import frames as f
from hubbub_protocol.events import MemberJoined, MemberLeft, MemberRemoved, MessageSent, Payload
from hubbub_protocol.ids import make_id
from hubbub_protocol.limits import Limits
from hubbub_protocol.members import Me
from hubbub_protocol.messages import MessagePage
from hubbub_protocol.streams import inbox_stream, room_stream


@dataclass(frozen=True, slots=True)
class Opening:
    """A socket is open."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The hub says something that is no event."""

    frame: f.Frame


@dataclass(frozen=True, slots=True)
class HeardEvent:
    """The hub sends an event."""

    stream: str
    seq: int
    payload: Payload
    kind: str = ""
    """Another kind than that of the payload: one that this version does not know."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The socket is gone, or none could be opened."""

    code: int | None = None


@dataclass(frozen=True, slots=True)
class Waited:
    """Time passes, and the client looks at its clock."""

    ms: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The program wants a stream."""

    stream: str
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """The program wants a stream no longer."""

    stream: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The program has a command that gets an answer; made with the next ``ref``."""

    make: Callable[[int], c.KeyedCommand | c.History]


@dataclass(frozen=True, slots=True)
class Quiet:
    """The program has a command that gets none."""

    command: c.MarkRead | c.Typing | c.Presence


Happening = Opening | Heard | HeardEvent | Closed | Waited | Wanted | Left | Answered | Quiet

_AT: Final = 1_790_000_000_000_000
_ADA: Final = make_id(_AT, 1)
AUTHOR: Final = make_id(_AT, 2)
"""Who wrote every event."""
_ROOM: Final = room_stream(make_id(_AT, 3))
_OTHER: Final = room_stream(make_id(_AT, 4))
_EPOCH: Final = "00f1e2d3c4b5a697"
_LATER: Final = "10f1e2d3c4b5a697"
_PING_MS: Final = 25_000
_ME: Final = Me(
    id=_ADA, username="ada", display_name="Ada", avatar_colour="#aa3355", kind="person",
    line="", interests=(), created_at=_AT, role="member", inbox=inbox_stream(_ADA),
    may_make_bots=False,
)  # fmt: skip


def _welcome(*streams: f.StreamState, epoch: str = _EPOCH, unanswered: int = 32) -> Heard:
    return Heard(
        f.Welcome(
            session=_ADA,
            member=_ME,
            now=_AT,
            epoch=epoch,
            ping_ms=_PING_MS,
            limits=Limits(unanswered=unanswered),
            features=(),
            streams=list(streams),
        )
    )


def _state(stream: str, after: int, read: int = 0, head: int = 0) -> f.StreamState:
    mode: Literal["live", "replay"] = "replay" if head > after else "live"
    return f.StreamState(stream=stream, head=max(head, after), after=after, mode=mode, read=read)


def _subscribed(ref: int, stream: str, after: int, head: int = 0) -> Heard:
    said = _state(stream, after, head=head)
    return Heard(
        f.Subscribed(
            ref=ref, stream=stream, head=said.head, after=after, mode=said.mode, read=said.read
        )
    )


def _events(*seqs: int, stream: str = _ROOM) -> list[Happening]:
    return [
        HeardEvent(stream, seq, MessageSent(id=make_id(_AT, seq), body=f"number {seq}"))
        for seq in seqs
    ]


def _send(digit: int, stream: str = _ROOM, reply_to: int | None = None) -> Answered:
    body = f"send {digit}"
    return Answered(
        lambda ref: c.Send(ref=ref, stream=stream, key=_key(digit), body=body, reply_to=reply_to)
    )


def _delete(digit: int, target: int) -> Answered:
    return Answered(lambda ref: c.Delete(ref=ref, stream=_ROOM, key=_key(digit), target=target))


def _block(digit: int) -> Answered:
    return Answered(lambda ref: c.Block(ref=ref, key=_key(digit), member=AUTHOR))


def _unblock(digit: int) -> Answered:
    return Answered(lambda ref: c.Unblock(ref=ref, key=_key(digit), member=AUTHOR))


def _connect(digit: int) -> Answered:
    return Answered(lambda ref: c.Connect(ref=ref, key=_key(digit), member=AUTHOR))


def _key(digit: int) -> str:
    return f"00000000-0000-4000-8000-00000000000{digit}"


def _ok(ref: int, seq: int, *, duplicate: bool = False) -> Heard:
    message = make_id(_AT, seq)
    return Heard(f.Ok(ref=ref, seq=seq, id=message, at=_AT, duplicate=duplicate))


def _refused(ref: int | None, *, after_ms: int | None = None, to: str | None = None) -> Heard:
    """Refuse for now."""
    return Heard(
        f.Error(
            ref=ref, code="rate_limited", detail="too fast", retry=True, to=to, after_ms=after_ms
        )
    )


def _denied(ref: int | None, to: str | None = None) -> Heard:
    """Refuse for good."""
    return Heard(f.Error(ref=ref, code="not_found", detail="no such room", retry=False, to=to))


_LIVE: Final[Sequence[Happening]] = (
    Wanted(_ROOM, 4), Opening(), _welcome(_state(_ROOM, 4)),
)  # fmt: skip
"""A session that receives the room from its fifth event on; its first ``ref`` is not used yet."""

SCRIPTS: Final[Mapping[str, Sequence[Happening]]] = {
    "hello, and a subscription from the present": [
        Opening(), _welcome(), Wanted(_ROOM), _subscribed(1, _ROOM, 7), *_events(8, 9),
    ],
    "nothing is said before the welcome": [
        Wanted(_ROOM), _send(1), Opening(), Waited(5_000), _welcome(), _subscribed(1, _ROOM, 2),
    ],
    "no welcome in time": [Opening(), Waited(9_999), Waited(1), Closed()],
    "ping and pong": [*_LIVE, Heard(f.Ping()), Heard(f.Ping())],
    "silence": [*_LIVE, Waited(34_999), Waited(1), Closed(), Waited(250), Opening()],
    "any frame is a sign of life": [*_LIVE, Waited(34_000), Heard(f.Ping()), Waited(34_000)],
    "events once each and in order": [*_LIVE, *_events(5, 5, 4, 6, 1)],
    "a hole is filled by subscribing from the cursor": [
        *_LIVE, *_events(5, 7, 8), _subscribed(1, _ROOM, 5), *_events(6, 7, 8),
    ],
    "skips and kinds of a later version count": [
        *_LIVE, Heard(f.Skip(stream=_ROOM, seq=5)),
        HeardEvent(_ROOM, 6, MessageSent(id=AUTHOR, body="?"), kind="poll_opened"), *_events(7),
    ],
    "skips count live, after a resume and behind a hole": [
        *_LIVE, *_events(5), Heard(f.Skip(stream=_ROOM, seq=6)), *_events(7),
        Heard(f.Skip(stream=_ROOM, seq=6)), Waited(2_000), Closed(1006), Waited(250), Opening(),
        _welcome(_state(_ROOM, 7)), Heard(f.Skip(stream=_ROOM, seq=8)), *_events(9),
        Heard(f.Skip(stream=_ROOM, seq=11)), _subscribed(1, _ROOM, 9), *_events(10),
        Heard(f.Skip(stream=_ROOM, seq=11)), *_events(12),
    ],
    "resume after a lost socket": [
        *_LIVE, *_events(5, 6), Waited(2_000), Closed(1006), Waited(250), Opening(),
        _welcome(_state(_ROOM, 6)), *_events(6, 7),
    ],
    "waits grow while no socket is to be had": [
        Closed(), Waited(250), Closed(), Waited(500), Closed(), Waited(1_000), Closed(),
        Waited(2_000), Closed(), Waited(4_000), Closed(), Waited(4_000), Closed(),
        Waited(48_249), Closed(), Waited(4_000), Closed(), Waited(15_000), Closed(),
        Waited(15_000), Opening(), _welcome(), Waited(1_000), Closed(),
    ],
    "waits grow longer where a hub asks to back off": [
        Opening(), Closed(4000), Waited(250), Opening(), Closed(4000), Waited(500), Opening(),
        Closed(4000), Waited(1_000), Opening(), Closed(4000), Waited(2_000), Opening(),
        Closed(4000), Waited(4_000), Opening(), Closed(4000), Waited(8_000), Opening(),
        Closed(4000), Waited(15_000), Opening(), Closed(1006),
    ],
    "a session that did not last a second does not count as a success": [
        Closed(), Waited(250), Opening(), _welcome(), Waited(999), Closed(1006),
    ],
    "a new epoch resets everything": [
        *_LIVE, Waited(2_000), Closed(1012), Waited(250), Opening(), _welcome(epoch=_LATER),
        *_events(5),
    ],
    "a new epoch: what refers to a seq of the former one is given up, and the rest repeated": [
        *_LIVE, _send(1), _delete(2, target=4), _send(3, reply_to=4),
        Answered(lambda ref: c.History(ref=ref, stream=_ROOM, before=4)),
        Answered(lambda ref: c.History(ref=ref, stream=_ROOM)),
        Quiet(c.MarkRead(stream=_ROOM, seq=4)), Quiet(c.MarkRead(stream=_OTHER, seq=4)),
        Waited(2_000), Closed(1012), Waited(250), Opening(), _welcome(epoch=_LATER), _ok(1, 2),
    ],
    "a reset of one stream, and the way back by history": [
        *_LIVE, Heard(f.Reset(epoch=_EPOCH, head=9, stream=_ROOM)), *_events(5),
        Answered(lambda ref: c.History(ref=ref, stream=_ROOM)),
        Heard(f.Messages(ref=1, page=MessagePage(
            stream=_ROOM, messages=[], members=[], as_of=9, more_before=False, more_after=False,
        ))), Wanted(_ROOM, 9), _subscribed(2, _ROOM, 9), *_events(10),
    ],
    "a cursor that is refused with subscribe": [
        Opening(), _welcome(), Wanted(_ROOM, 70),
        Heard(f.Reset(epoch=_EPOCH, head=9, stream=_ROOM, ref=1)),
    ],
    "a reset of everything": [*_LIVE, Heard(f.Reset(epoch=_LATER))],
    "a stream that one may not receive": [
        Opening(), _welcome(), Wanted(_ROOM), Wanted(_OTHER, 3), _denied(1, _ROOM),
        _subscribed(2, _OTHER, 3), *_events(4, stream=_OTHER),
    ],
    "a stream that may not be resumed": [
        *_LIVE, Waited(2_000), Closed(1006), Waited(250), Opening(), _welcome(),
        _denied(None, _ROOM), *_events(5),
    ],
    "a subscription refused for now is asked for again": [
        Opening(), _welcome(), Wanted(_ROOM), _refused(1, after_ms=300, to=_ROOM), Waited(299),
        Waited(1), _refused(2, to=_ROOM), Waited(1_000), _subscribed(3, _ROOM, 2),
    ],
    "a stream is left": [*_LIVE, Left(_ROOM), Heard(f.Ok(ref=1)), *_events(5)],
    "one's own departure ends a subscription, and the cursor is forgotten": [
        *_LIVE, HeardEvent(_ROOM, 5, MemberLeft(member=AUTHOR)),
        HeardEvent(_ROOM, 6, MemberRemoved(member=_ADA)), *_events(7), Waited(2_000),
        Closed(1006), Waited(250), Opening(), _welcome(),
    ],
    "a departure below the head of the subscription does not end it": [
        Wanted(_ROOM, 4), Opening(), _welcome(_state(_ROOM, 4, head=6)),
        HeardEvent(_ROOM, 5, MemberLeft(member=_ADA)),
        HeardEvent(_ROOM, 6, MemberJoined(member=_ADA)), *_events(7),
        HeardEvent(_ROOM, 8, MemberLeft(member=_ADA)), *_events(9),
    ],
    "left, joined and left again before the first leaving has come": [
        # The inbox told of all three; on the joining the room is asked for anew.
        *_LIVE, Wanted(_ROOM, 4), HeardEvent(_ROOM, 5, MemberLeft(member=_ADA)),
        _subscribed(1, _ROOM, 4, head=8), HeardEvent(_ROOM, 5, MemberLeft(member=_ADA)),
        HeardEvent(_ROOM, 6, MemberJoined(member=_ADA)), *_events(7),
        HeardEvent(_ROOM, 8, MemberLeft(member=_ADA)), *_events(9),
    ],
    "a departure that comes while the stream is asked for anew, and is the last": [
        *_LIVE, Wanted(_ROOM, 4), HeardEvent(_ROOM, 5, MemberLeft(member=_ADA)),
        _subscribed(1, _ROOM, 4, head=5), HeardEvent(_ROOM, 5, MemberLeft(member=_ADA)),
    ],
    "one who joins again subscribes anew": [
        *_LIVE, HeardEvent(_ROOM, 5, MemberLeft(member=_ADA)), Wanted(_ROOM, 7),
        _subscribed(1, _ROOM, 7, head=8), *_events(8, 9),
    ],
    "sends are answered": [*_LIVE, _send(1), _send(2), _ok(1, 5), _denied(2)],
    "unanswered sends are repeated in order with their keys": [
        *_LIVE, _send(1), _send(2), _ok(1, 5), _send(3), Waited(2_000), Closed(1006), _send(4),
        Waited(250), Opening(), _welcome(_state(_ROOM, 4)), _ok(2, 6, duplicate=True), _ok(3, 7),
        _ok(4, 8),
    ],
    "a send refused for now holds those behind it in its stream": [
        *_LIVE, _send(1), _send(2), _refused(1, after_ms=500), _send(3), _send(4, _OTHER),
        _refused(2, after_ms=500), Waited(499), Waited(1), _ok(1, 5), _ok(2, 6), _ok(3, 7),
        _ok(4, 1),
    ],
    "commands for members are repeated in order with their keys, also in a new epoch": [
        *_LIVE, _connect(1), _block(2), _ok(1, 5), _unblock(3), Waited(2_000), Closed(1012),
        Waited(250), Opening(), _welcome(epoch=_LATER), _ok(2, 6, duplicate=True), _ok(3, 7),
    ],
    "a command for a member that is refused for now holds those behind it, and no stream": [
        *_LIVE, _block(1), _connect(2), _refused(1, after_ms=500), _unblock(3), _send(4),
        _refused(2, after_ms=500), Waited(499), Waited(1), _ok(1, 5), _denied(2), _ok(3, 7),
        _ok(4, 1),
    ],
    "no more than may be unanswered": [
        Opening(), _welcome(unanswered=2), _send(1), _send(2), _send(3), _send(4), _ok(1, 5),
        _ok(2, 6),
    ],
    "drain: the socket serves until its time, and the client comes again then": [
        *_LIVE, Waited(2_000), Heard(f.Drain(after_ms=1_500)), *_events(5), _send(1), _ok(1, 6),
        Waited(1_499), Waited(1), Closed(1012), Opening(), _welcome(_state(_ROOM, 5)),
    ],
    "drain: a socket that goes early is not replaced before the time": [
        *_LIVE, Waited(2_000), Heard(f.Drain(after_ms=1_500)), Waited(500), Closed(1012),
        Waited(1_000), Opening(),
    ],
    "bye with a time to come again": [
        Opening(), Heard(f.Bye(code=4013, reason="busy", retry_ms=2_500)), Closed(4013),
        Waited(2_500), Opening(), _welcome(),
    ],
    "bye for a failure": [
        *_LIVE, Heard(f.Bye(code=4000, reason="failed")), *_events(5), Closed(4000),
    ],
    "another socket took over": [
        *_LIVE, Heard(f.Bye(code=4101, reason="replaced")), Closed(4101), Waited(60_000),
    ],
    "the sign-in has expired": [*_LIVE, Heard(f.Bye(code=4100, reason="expired")), Closed(4100)],
    "a refused token, without bye": [Opening(), Closed(4200), Waited(60_000)],
    "a close code of a later version": [Opening(), Closed(4299)],
    "how far one has read": [
        *_LIVE, *_events(5, 6), Quiet(c.MarkRead(stream=_ROOM, seq=6)),
        Quiet(c.MarkRead(stream=_ROOM, seq=5)), Waited(2_000), Closed(1006), Waited(250),
        Opening(), _welcome(_state(_ROOM, 6, read=4)), Waited(2_000), Closed(1006), Waited(250),
        Opening(), _welcome(_state(_ROOM, 6, read=6)),
    ],
    "typing is said now or never": [
        Quiet(c.Typing(stream=_ROOM)), *_LIVE, Quiet(c.Typing(stream=_ROOM)),
        Heard(f.Ephemeral(stream=_ROOM, kind="typing", member=AUTHOR)),
    ],
    "presence: one's own on every socket, others' as differences": [
        *_LIVE, Quiet(c.Presence(state="away")),
        Heard(f.Present(stream=_ROOM, away=(AUTHOR,))),
        Heard(f.Present(stream=_ROOM, whole=True, active=(_ADA, AUTHOR))),
        Heard(f.Present(stream=_ROOM, away=(_ADA,), gone=(AUTHOR,))),
        Waited(2_000), Closed(1006), Waited(250), Opening(), _welcome(_state(_ROOM, 4)),
    ],
}  # fmt: skip
