"""A client's side of a session, without I/O: frames in, news out, frames to send.

The session outlives its sockets. Its owner opens a socket when the session says so, passes in
what happens, writes what the session gives it, and wakes it at its deadline::

    while session.phase != "ended":
        # wait until session.next_deadline(), open a socket, then
        session.socket_opened(now)
        while session.phase in ("greeting", "live"):
            # write session.data_to_send(now); wait for frames until session.next_deadline()
            session.receive_frame(data, now)   # for each; then look at
            session.wake(now)
            session.news()
        # close the socket
        session.socket_closed(now, chance, code, reason)

``now`` is in seconds on any clock that never goes back. ``chance`` is a random number from 0 to 1,
for the jitter. The rules are those of ``protocol/README.md``, "What a client does".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, assert_never

from hubbub_protocol.client_news import (
    Broken,
    Ended,
    News,
    Opened,
    StreamLeft,
    StreamNews,
    StreamRefused,
    StreamReset,
    StreamSubscribed,
)
from hubbub_protocol.client_outbox import AnsweredCommand, Outbox
from hubbub_protocol.client_presence import Presences, RoomPresence
from hubbub_protocol.client_read_marks import ReadMarks
from hubbub_protocol.client_return import Return
from hubbub_protocol.client_subscriptions import Subscriptions
from hubbub_protocol.codec import Encoding, Heard, Malformed, read_frame, write_command
from hubbub_protocol.commands import (
    ClientInfo,
    Command,
    Hello,
    MarkRead,
    Pong,
    Presence,
    Refresh,
    Typing,
)
from hubbub_protocol.errors import close_verdict
from hubbub_protocol.events import Departure, Event, Payload, UnknownEvent
from hubbub_protocol.frames import (
    Bye,
    Drain,
    Ephemeral,
    Error,
    Frame,
    Messages,
    Ok,
    Ping,
    Present,
    Reset,
    Skip,
    Subscribed,
    Welcome,
)
from hubbub_protocol.limits import Limits

WELCOME_S: Final = 10.0
"""No ``welcome`` for so long after the socket opened: drop the socket."""

SILENCE_S: Final = 10.0
"""Nothing at all for ``ping_ms`` and so long: drop the socket."""

Phase = Literal["waiting", "greeting", "live", "leaving", "ended"]
"""Without a socket until the deadline; hello said; welcomed; to be closed; never again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who opens the session, and how it speaks."""

    device: str
    """Names the program instance: a newer session of the same device replaces the older."""
    client: ClientInfo
    token: str | None = None
    """None where a sign-in cookie opens the socket."""
    encoding: Encoding = "msgpack"

    def __repr__(self) -> str:  # never with the token
        return f"Identity(device={self.device!r}, client={self.client!r})"


@dataclass(frozen=True, slots=True)
class _Farewell:
    """Why the socket is to be closed."""

    code: int | None
    reason: str


class ClientSession:
    """One session of a member, over as many sockets as it takes."""

    def __init__(
        self,
        identity: Identity,
        *,
        resume: dict[str, int] | None = None,
        epoch: str | None = None,
    ) -> None:
        self.phase: Phase = "waiting"
        self.welcome: Welcome | None = None
        """The latest one; None before the first."""
        self._identity = identity
        self._subscriptions = Subscriptions(epoch)
        self._outbox = Outbox()
        self._return = Return()
        self._marks = ReadMarks()
        self._presences = Presences()
        self._at_once: list[Command] = []
        """What is said without an answer, and lost with the socket."""
        self._news: list[News] = []
        self._next_ref = 1
        self._open_at = 0.0
        """While waiting: when to open the next socket."""
        self._heard_at = 0.0
        """When the latest frame came, or the socket opened."""
        self._farewell: _Farewell | None = None
        for stream, seq in (resume or {}).items():
            self._subscriptions.want(stream, seq)

    # What the owner asks for

    def new_ref(self) -> int:
        """Return a ``ref`` for the next command; each is used once, and ascending."""
        self._next_ref += 1
        return self._next_ref - 1

    def submit(self, command: AnsweredCommand | MarkRead | Presence | Typing) -> None:
        """Have a command sent as soon as may be.

        Those with a ``ref`` are sent until answered, read markers until the hub names them, one's
        own presence on every socket.

        Raises :class:`~hubbub_protocol.client_outbox.OutboxFull` at 1,024 unanswered ones.
        """
        match command:
            case MarkRead():
                self._marks.raise_to(command.stream, command.seq)
            case Typing():
                if self.phase == "live":
                    self._at_once.append(command)
            case Presence():
                self._presences.own = command.state
            case Refresh():
                self._identity = replace(self._identity, token=command.token)
                self._outbox.add(command)
            case _:
                self._outbox.add(command)

    def subscribe(self, stream: str, after: int | None = None) -> None:
        """Receive a stream from after that ``seq`` of the present epoch, or from its head."""
        self._subscriptions.want(stream, after)

    def unsubscribe(self, stream: str) -> None:
        """Receive a stream no longer."""
        self._subscriptions.leave(stream)
        self._presences.forget(stream)

    def cursors(self) -> dict[str, int]:
        """Return the last event that was given out, per stream."""
        return self._subscriptions.cursors()

    def present(self, stream: str) -> RoomPresence | None:
        """Return who is present in a room as last heard; None before the hub has said."""
        return self._presences.find(stream)

    @property
    def epoch(self) -> str | None:
        """The epoch of the cursors; None before the first welcome of a session without any."""
        return self._subscriptions.epoch

    # What happens

    def socket_opened(self, now: float) -> None:
        """Say hello on a new socket."""
        self._expect("waiting")
        self.phase = "greeting"
        self._heard_at = now
        self._return.note_opened()
        self._at_once = [
            Hello(
                device=self._identity.device,
                client=self._identity.client,
                token=self._identity.token,
                resume=self._subscriptions.start_resuming(),
                epoch=self._subscriptions.epoch,
            )
        ]

    def receive_frame(self, data: bytes, now: float) -> None:
        """Take one WebSocket message from the hub. After a ``bye``, nothing counts any more."""
        try:
            self.receive(read_frame(data, self._identity.encoding), now)
        except Malformed as error:
            if self.phase in ("greeting", "live"):
                self._leave(None, f"the hub sent what is no frame: {error}")

    def receive(self, frame: Heard, now: float) -> None:
        """Take what :func:`.codec.read_frame` made of such a message."""
        if self.phase not in ("greeting", "live"):
            return
        self._heard_at = now
        match frame:
            case Event() | UnknownEvent() | Skip():
                if self._subscriptions.advance(frame.stream, frame.seq):
                    self._news.append(frame)
                    if isinstance(frame, Event) and self._is_own_departure(frame.payload):
                        self._take_streams(self._subscriptions.depart(frame.stream, frame.seq))
            case None:
                pass  # of a later version of the protocol
            case _:
                self._take(frame, now)

    def socket_closed(
        self, now: float, chance: float, code: int | None = None, reason: str = ""
    ) -> None:
        """Note that the socket is gone or that none could be opened (``code`` None)."""
        if self.phase == "ended":
            return
        farewell = self._farewell or _Farewell(code, reason)
        self._farewell = None
        self._outbox.rewind()
        self._at_once.clear()
        verdict = "resume" if farewell.code is None else close_verdict(farewell.code)
        match verdict:
            case "sign_in" | "stop":
                self.phase = "ended"
                self._news.append(Ended(farewell.code or 0, farewell.reason, verdict))
            case "resume" | "back_off":
                self.phase = "waiting"
                self._open_at = self._return.next_opening(now, chance, verdict)
                self._news.append(Broken(farewell.code, farewell.reason, self._open_at))
            case _:
                assert_never(verdict)

    def wake(self, now: float) -> None:
        """Look at the clock: has the hub been silent for too long, or is it time to leave it?"""
        if self.phase == "greeting" and now >= self._heard_at + WELCOME_S:
            self._leave(None, f"no welcome within {WELCOME_S:.0f} s")
        if self.phase != "live":
            return
        if now >= self._heard_at + self._silence_s():
            self._leave(None, f"nothing heard for {self._silence_s():.0f} s")
        elif self._return.asked_for is not None and now >= self._return.asked_for:
            self._leave(None, "the hub asked to be called again")

    # What the owner is to do

    def next_deadline(self) -> float | None:
        """Return when to open a socket (while waiting) or to call :meth:`wake` at the latest."""
        match self.phase:
            case "waiting":
                return self._open_at
            case "greeting":
                return self._heard_at + WELCOME_S
            case "live":
                deadlines = [self._heard_at + self._silence_s(), self._return.asked_for]
                if self._room():  # else the next answer makes room, and that is soon enough
                    deadlines += [self._subscriptions.next_deadline(), self._outbox.next_deadline()]
                return min(each for each in deadlines if each is not None)
            case "leaving" | "ended":
                return None

    def data_to_send(self, now: float) -> list[bytes]:
        """Return the WebSocket messages to send now, in order."""
        commands = self._at_once
        if not commands and self.phase != "live":
            return []
        self._at_once = []
        if self.phase == "live":
            commands += self._subscribing(now)
            commands += self._outbox.take(now, self._room())
            commands += self._marks.take()
            commands += self._presences.take()
        return [write_command(command, self._identity.encoding) for command in commands]

    def news(self) -> list[News]:
        """Return what happened since the last call, in order."""
        news = self._news
        self._news = []
        return news

    # How

    def _take(self, frame: Frame, now: float) -> None:
        """Take a frame that is neither an event nor a skip."""
        match frame:
            case Ping():
                self._at_once.append(Pong())
            case Welcome() | Bye() | Drain():
                self._take_turn(frame, now)
            case Subscribed():
                self._take_streams(self._subscriptions.take_subscribed(frame))
            case Reset():
                self._take_streams(self._subscriptions.take_reset(frame))
            case Error():
                self._take_error(frame, now)
            case Ok() | Messages():
                if not self._subscriptions.take_ok(frame.ref) and self._outbox.settle(frame.ref):
                    self._news.append(frame)
            case Present():
                self._news += self._presences.learn(frame)
            case Ephemeral() | Skip():
                self._news.append(frame)
            case _:
                assert_never(frame)

    def _take_turn(self, frame: Welcome | Bye | Drain, now: float) -> None:
        """Take a frame by which the session opens or its socket ends."""
        match frame:
            case Welcome():
                if self.phase != "greeting":
                    self._leave(None, "the hub said welcome twice")
                    return
                self.phase = "live"
                self.welcome = frame
                self._return.note_welcome(now)
                self._presences.begin_socket()
                self._news.append(Opened(frame))
                if self._subscriptions.epoch not in (None, frame.epoch):
                    self._marks = ReadMarks()
                    self._news += self._outbox.begin_anew()
                self._take_streams(self._subscriptions.take_welcome(frame))
            case Bye():
                if frame.retry_ms is not None:
                    self._return.asked_for = now + frame.retry_ms / 1000
                self._leave(frame.code, frame.reason)
            case Drain():
                self._return.asked_for = now + frame.after_ms / 1000
                self._news.append(frame)
            case _:
                assert_never(frame)

    def _take_error(self, error: Error, now: float) -> None:
        news = self._subscriptions.take_error(error, now)
        if news is not None:
            self._take_streams(news)
        elif not self._outbox.take_error(error, now):
            self._news.append(error)

    def _take_streams(self, news: list[StreamNews]) -> None:
        """Tell what became of subscriptions, and what that means for the read markers."""
        self._news += news
        for each in news:
            match each:
                case StreamSubscribed(state):
                    self._marks.compare(state.stream, state.read)
                case StreamReset(stream) | StreamRefused(stream) | StreamLeft(stream):
                    self._marks.forget(stream)  # void, or refused like the stream
                    self._presences.forget(stream)
                case _:
                    assert_never(each)

    def _is_own_departure(self, payload: Payload) -> bool:
        if not isinstance(payload, Departure) or self.welcome is None:
            return False
        return payload.member == self.welcome.member.id

    def _subscribing(self, now: float) -> Iterator[Command]:
        """Yield what is to be said of streams, as far as there is room."""
        while self._room():
            command = self._subscriptions.next_command(now, self._next_ref)
            if command is None:
                return
            self._next_ref += 1
            yield command

    def _leave(self, code: int | None, reason: str) -> None:
        self.phase = "leaving"
        self._farewell = _Farewell(code, reason)

    def _silence_s(self) -> float:
        ping_ms = 0 if self.welcome is None else self.welcome.ping_ms
        return ping_ms / 1000 + SILENCE_S

    def _room(self) -> int:
        """How many more commands may be unanswered now."""
        limits = Limits() if self.welcome is None else self.welcome.limits
        under_way = self._outbox.unanswered + self._subscriptions.unanswered
        return max(0, limits.unanswered - under_way)

    def _expect(self, phase: Phase) -> None:
        if self.phase != phase:
            raise RuntimeError(f"The session must be {phase} for this, but is {self.phase}")
