"""What a client says on one socket: hello first, then commands, each answered in turn.

A send goes to the commit queue at once and is answered when it is durable. All other commands run
one after another in a task of the conversation, which exists only while there are any.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import Final

from hubbub_protocol.codec import BadCommand, Malformed, read_commands
from hubbub_protocol.commands import Command, Hello, Pong, Presence, Send
from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.frames import Frame
from hubbub_server import metrics
from hubbub_server.hub.frame import built
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.session import Session
from hubbub_server.logs import logger
from hubbub_server.store.interface import WriteResult
from hubbub_server.ws.answers import error_of, written
from hubbub_server.ws.commands import OrdinaryCommand, QuietCommand, RefCommand, carry_out
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.held_sends import HeldSends
from hubbub_server.ws.hello import HelloRefusedError, open_session

_MOST_QUIET: Final = 64
"""Commands without an answer (typing, mark_read) that may wait; beyond, new ones are refused."""


@dataclass(frozen=True, slots=True)
class TooFast:
    """A send that is refused for its rate, unless its key is known."""

    send: Send
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class LateSend:
    """A send that came while what is known of rights was too old to act on."""

    send: Send
    place: int
    """Among the sends of the socket, as they came."""


@dataclass(frozen=True, slots=True)
class NumberedHello:
    """A hello, and its place among all that arrived at the hub."""

    hello: Hello
    number: int


Queued = NumberedHello | OrdinaryCommand | TooFast | LateSend
"""What runs one after another."""


class Conversation:
    """The commands of one socket, from hello to the end."""

    __slots__ = ("_address", "_edge", "_expires_at", "_farewell", "_held", "_hello_timer", "_late",
                 "_outlet", "_queue", "_sends", "_session", "_task", "_token",
                 "_unanswered")  # fmt: skip

    def __init__(self, edge: Edge, outlet: Outlet, cookie_token: str | None, address: str) -> None:
        self._edge = edge
        self._outlet = outlet
        self._address = address  # of the client, as far as proxies can be trusted
        self._token = cookie_token  # of the cookie; needed until hello
        self._session: Session | None = None  # from welcome on
        self._unanswered = 0  # commands with a ref that still wait
        self._farewell: tuple[CloseCode, str] | None = None  # once nothing more is taken
        self._sends = 0  # how many came
        self._held: HeldSends | None = None  # after a send was refused for now
        self._late = 0  # sends in the queue, which later ones must not overtake
        self._queue: deque[Queued] = deque()
        self._task: asyncio.Task[None] | None = None  # works through the queue while there is one
        self._hello_timer: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(
            edge.desk.limits.hello_ms / 1000, self._no_hello
        )

    def take(self, data: bytes) -> None:
        """Take one WebSocket message: a command or a list of them."""
        if self._farewell is not None:
            return  # its client repeats it elsewhere, in order
        try:
            commands = read_commands(data, self._outlet.encoding)
        except Malformed as error:
            self._outlet.close(CloseCode.MALFORMED, f"This is no command: {error}"[:100])
            return
        metrics.COMMANDS.inc(len(commands))
        for command in commands:
            self._accept(command)

    def has_expired(self, now_us: int) -> bool:
        """Whether the sign-in that opened the session has run out."""
        return self._session is not None and now_us >= self._session.expires_at

    def finish(self, code: CloseCode, reason: str) -> None:
        """Take nothing more, and close once everything is answered."""
        self._farewell = (code, reason)
        self._close_if_answered()

    def end(self) -> None:
        """The socket is closing: stop, and forget the session. Again: nothing happens."""
        if self._hello_timer is not None:
            self._hello_timer.cancel()
            self._hello_timer = None
        if self._task is not None:
            self._task.cancel()
        self._queue.clear()
        if self._session is not None:
            self._edge.hub.close_session(self._session)

    def _no_hello(self) -> None:
        self._outlet.close(CloseCode.NO_HELLO, "No hello in time")

    def _accept(self, command: Command | BadCommand) -> None:
        if isinstance(command, BadCommand):
            self._write(error_of(command.ref, command.refusal))
        elif isinstance(command, Pong):
            pass  # any bytes are a sign of life
        elif isinstance(command, Hello):
            self._begin_hello(command)
        elif self._session is None:
            self._outlet.close(CloseCode.MALFORMED, "Nothing may come between hello and welcome")
        elif isinstance(command, Presence):
            self._edge.hub.show_presence(self._session, command.state)
        elif isinstance(command, QuietCommand):
            self._put_quiet(command)
        elif self._unanswered >= self._edge.desk.limits.unanswered:
            self._refuse_surplus(command)
        else:
            self._unanswered += 1
            if isinstance(command, Send):
                self._send(self._session, command)
            else:
                self._put(command)

    def _begin_hello(self, command: Hello) -> None:
        if self._hello_timer is None:
            refusal = Refusal("bad_request", "hello was said already", field="t")
            self._write(error_of(None, refusal, to="hello"))
            return
        self._hello_timer.cancel()
        self._hello_timer = None
        self._put(NumberedHello(command, self._edge.hub.sessions.number_hello()))

    def _put_quiet(self, command: QuietCommand) -> None:
        if len(self._queue) < _MOST_QUIET:
            self._put(command)
            return
        refusal = Refusal("rate_limited", "Too many commands are waiting", after_ms=1000)
        self._write(error_of(None, refusal, to=command.stream))

    def _refuse_surplus(self, command: RefCommand) -> None:
        limit = self._edge.desk.limits.unanswered
        refusal = Refusal(
            "rate_limited",
            f"At most {limit} commands of a socket may wait for their answer",
            limit=limit,
            after_ms=100,
        )
        if isinstance(command, Send):
            self._sends += 1
            self._hold(command, self._sends, refusal)
        self._write(error_of(command.ref, refusal))

    # Sends: to the commit queue at once

    def _send(self, session: Session, command: Send) -> None:
        self._sends += 1
        if self._late or not self._edge.hub.rights_are_fresh:
            self._late += 1
            self._put(LateSend(command, self._sends))
        else:
            self._submit(session, command, self._sends)

    def _submit(self, session: Session, command: Send, place: int) -> None:
        try:
            if self._held is not None:
                self._held.check(command, self._edge.desk.clock.monotonic_s())
            result = self._edge.sending.submit(session.caller, command)
        except Refusal as refusal:
            self._refuse_send(command, place, refusal)
            return
        result.add_done_callback(partial(self._answer_send, command, place))

    def _answer_send(
        self, command: Send, place: int, result: "asyncio.Future[WriteResult]"
    ) -> None:
        if result.cancelled():
            return
        error = result.exception()
        if isinstance(error, Refusal):
            self._refuse_send(command, place, error)
        elif error is not None:
            self._fail(command, error)
        else:
            self._answer(written(command.ref, result.result()))

    def _refuse_send(self, command: Send, place: int, refusal: Refusal) -> None:
        if refusal.retry:
            self._hold(command, place, refusal)
        if refusal.code == "rate_limited":
            # The key may be known, and then it is answered whatever the rate.
            self._put(TooFast(command, refusal))
        else:
            self._answer(error_of(command.ref, refusal))

    def _hold(self, command: Send, place: int, refusal: Refusal) -> None:
        if self._held is None:
            self._held = HeldSends()
        if not self._held.hold(command, place, refusal, self._edge.desk.clock.monotonic_s()):
            self._outlet.close(CloseCode.ABUSE, "Too many refused sends that were not repeated")

    # Everything else: one after another

    def _put(self, command: Queued) -> None:
        self._queue.append(command)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._queue:
                await self._outlet.drained()  # answers must not pile up where nobody reads
                await self._run(self._queue.popleft())
        finally:
            self._task = None
        self._close_if_answered()

    async def _run(self, command: Queued) -> None:
        try:
            if isinstance(command, NumberedHello):
                await self._say_hello(command)
            elif isinstance(command, TooFast):
                await self._answer_too_fast(command)
            elif isinstance(command, LateSend):
                await self._send_late(command)
            elif self._session is not None:
                await self._carry_out(self._session, command)
        except Refusal as refusal:
            self._refuse_run(command, refusal)
        except Exception as error:  # noqa: BLE001 - a defect in one command must not end the rest
            self._fail(command, error)

    async def _carry_out(self, session: Session, command: OrdinaryCommand) -> None:
        await self._edge.hub.confirm_rights()
        answers = await carry_out(self._edge, session, command, self._address)
        for frame in answers.frames:
            self._write(frame)
        for granted in answers.granted:
            granted.begin()
        if not isinstance(command, QuietCommand):
            self._unanswered -= 1

    async def _say_hello(self, said: NumberedHello) -> None:
        try:
            opened = await open_session(
                self._edge, self._outlet, said.hello, said.number, self._token
            )
        except HelloRefusedError as refused:
            self._outlet.close(refused.code, str(refused), refused.retry_ms)
            return
        self._token = None
        self._session = opened.session
        for frame in opened.frames:
            self._write(frame)
        for granted in opened.granted:
            granted.begin()

    async def _send_late(self, late: LateSend) -> None:
        assert self._session is not None  # noqa: S101 - sends come after welcome
        try:
            await self._edge.hub.confirm_rights()
            self._submit(self._session, late.send, late.place)
        except Refusal as refusal:
            self._refuse_send(late.send, late.place, refusal)
        finally:
            self._late -= 1

    async def _answer_too_fast(self, too_fast: TooFast) -> None:
        command = too_fast.send
        assert self._session is not None  # noqa: S101 - sends come after welcome
        known = await self._edge.sending.find_known(self._session.caller, command)
        if known is not None:
            if self._held is not None:
                self._held.let_go(command)
            self._answer(written(command.ref, known))
        else:
            self._answer(error_of(command.ref, too_fast.refusal))

    # Answers

    def _refuse_run(self, command: Queued | Send, refusal: Refusal) -> None:
        if isinstance(command, QuietCommand):
            self._write(error_of(None, refusal, to=command.stream))
        elif isinstance(command, TooFast | LateSend):
            self._answer(error_of(command.send.ref, refusal))
        elif isinstance(command, NumberedHello):
            self._outlet.close(CloseCode.INTERNAL, "hello failed for now", refusal.after_ms)
        else:
            self._answer(error_of(command.ref, refusal))

    def _fail(self, command: Queued | Send, error: BaseException) -> None:
        logger.error("command failed", command=type(command).__name__, exc_info=error)
        self._refuse_run(command, Refusal("internal", "The hub failed; it is in its log"))

    def _answer(self, frame: Frame) -> None:
        """Write the one answer of a command that has a ref."""
        self._unanswered -= 1
        self._write(frame)
        self._close_if_answered()

    def _close_if_answered(self) -> None:
        if self._farewell is not None and self._task is None and self._unanswered == 0:
            self._outlet.close(*self._farewell)

    def _write(self, frame: Frame) -> None:
        self._outlet.write(built(frame, self._outlet.encoding))
