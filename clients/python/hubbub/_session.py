"""A live session with a hub: streams in, writes out, across as many links as it takes."""

import asyncio
from collections.abc import AsyncIterator
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self, assert_never
from uuid import uuid4

from msgspec import UNSET

from hubbub._calls import Answer, Calls
from hubbub._errors import EndedError, HubbubError, LinkError
from hubbub._inflow import Inflow
from hubbub._link import open_link, socket_url
from hubbub._live_people import LivePeople
from hubbub._pump import Pump
from hubbub._session_options import DEFAULTS, LinkNews, SessionOptions
from hubbub_protocol.client_news import (
    Broken,
    Ended,
    News,
    Opened,
    StreamLeft,
    StreamRefused,
    StreamReset,
    StreamSubscribed,
)
from hubbub_protocol.client_outbox import AnsweredCommand
from hubbub_protocol.client_presence import RoomPresence
from hubbub_protocol.client_session import ClientSession, Identity
from hubbub_protocol.commands import (
    ClientInfo,
    Delete,
    Edit,
    History,
    MarkRead,
    Pin,
    Presence,
    React,
    Refresh,
    Send,
    Typing,
    Unpin,
    Unreact,
)
from hubbub_protocol.events import Event, UnknownEvent
from hubbub_protocol.frames import Drain, Ephemeral, Error, Messages, Ok, Skip, StreamState
from hubbub_protocol.members import Me
from hubbub_protocol.messages import MessagePage, Written
from hubbub_protocol.presence import PresenceState

VERSION: Final = version("hubbub")
MAX_UNANSWERED: Final = 256
"""So many calls of one session may wait for an answer; a further one waits for its turn."""

StreamEnd = StreamReset | StreamRefused | StreamLeft
"""Why a stream is received no longer."""
Incoming = Event | UnknownEvent | Skip | Ephemeral | RoomPresence | StreamEnd
"""What a session is iterated for: what came of its streams, each in order."""


class Session:
    """A session with a hub, as an asynchronous context manager and iterator::

        async with Session("http://localhost:8000", token=token) as session:
            await session.subscribe("room:0190…", after=0)
            async for received in session:
                ...

    It reconnects and resumes by itself; every event comes exactly once, in the order of its
    stream. Calls made while the link is broken wait for the next one. A write goes on being
    repeated, under the same key, until the hub has answered it: also when the call that made it
    was cancelled.

    At most 1,024 things received wait to be read; then the session stops reading, and the hub
    waits (typing, presence and the like are dropped from half of that on).
    """

    def __init__(self, hub_url: str, *, token: str, options: SessionOptions = DEFAULTS) -> None:
        self._options = options
        identity = Identity(
            device=options.device or uuid4().hex,
            client=ClientInfo("hubbub-python", VERSION),
            token=token,
            encoding=options.encoding,
        )
        self._machine = ClientSession(
            identity, resume=dict(options.resume or {}), epoch=options.epoch
        )
        url = socket_url(hub_url)
        dial = options.dial or (lambda: open_link(url, options.encoding))
        self._pump = Pump(self._machine, dial, self._deliver, on_frame=options.on_frame)
        self._inflow: Inflow[Incoming] = Inflow()
        self._calls = Calls()
        self._turns = asyncio.Semaphore(MAX_UNANSWERED)
        self._people = LivePeople(self._machine.new_ref, self._write)
        self._opened: asyncio.Future[None] | None = None
        """Done with the first welcome."""
        self._trouble = ""
        """Why the latest link broke."""
        self._end: HubbubError | None = None
        """Why the session is over, once it is."""
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Open the session. Raises LinkError if the hub does not say welcome in time."""
        loop = asyncio.get_running_loop()
        self._opened = loop.create_future()
        self._task = loop.create_task(self._run(), name="hubbub session")
        try:
            async with asyncio.timeout(self._options.open_timeout_s):
                await self._opened
        except TimeoutError:
            await self.close()
            limit_s = self._options.open_timeout_s
            raise LinkError(
                f"No welcome within {limit_s} s: {self._trouble or 'silence'}"
            ) from None
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the session. What the hub has not answered by now is given up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        self._finish(LinkError("The session is closed"), quietly=True)

    def __aiter__(self) -> AsyncIterator[Incoming]:
        return self

    async def __anext__(self) -> Incoming:
        """Return what came next. Raises EndedError when the hub has ended the session."""
        return await self._inflow.get()

    @property
    def features(self) -> tuple[str, ...]:
        """What the hub offers, as of the latest welcome: ``direct_channels``, ``history``, …"""
        if self._machine.welcome is None:
            raise LinkError("The session is not open yet")
        return self._machine.welcome.features

    # Streams

    async def subscribe(self, stream: str, after: int | None = None) -> StreamState:
        """Receive a stream from after that ``seq``, or from the present. Raises RefusedError."""
        self._check_open()
        self._machine.subscribe(stream, after)
        state = self._calls.expect_stream(stream)
        self._read_on()
        return await asyncio.shield(state)

    def unsubscribe(self, stream: str) -> None:
        """Receive a stream no longer."""
        self._machine.unsubscribe(stream)
        self._pump.flush()

    def cursors(self) -> dict[str, int]:
        """Return the ``seq`` of the last event received, per stream."""
        return self._machine.cursors()

    @property
    def epoch(self) -> str:
        """The epoch of the cursors."""
        if self._machine.epoch is None:
            raise LinkError("The session is not open yet")
        return self._machine.epoch

    @property
    def me(self) -> Me:
        """The member whose session it is, as of the latest welcome."""
        if self._machine.welcome is None:
            raise LinkError("The session is not open yet")
        return self._machine.welcome.member

    # Writes: each returns when the hub has it on disk, and raises RefusedError or LinkError

    async def send(
        self, stream: str, body: str, *, reply_to: int | None = None, key: str | None = None
    ) -> Written:
        """Write a message. The same ``key`` never writes twice; by default it is a new one."""
        ref = self._machine.new_ref()
        return await self._write(
            Send(ref=ref, stream=stream, key=key or new_key(), body=body, reply_to=reply_to)
        )

    async def edit(self, stream: str, target: int, body: str, *, key: str | None = None) -> Written:
        """Replace the body of one's own message ``target``."""
        ref = self._machine.new_ref()
        return await self._write(
            Edit(ref=ref, stream=stream, key=key or new_key(), target=target, body=body)
        )

    async def delete(self, stream: str, target: int, *, key: str | None = None) -> Written:
        """Erase a message."""
        ref = self._machine.new_ref()
        return await self._write(
            Delete(ref=ref, stream=stream, key=key or new_key(), target=target)
        )

    async def react(
        self, stream: str, target: int, emoji: str, *, key: str | None = None
    ) -> Written:
        """Add a reaction to a message."""
        ref = self._machine.new_ref()
        return await self._write(
            React(ref=ref, stream=stream, key=key or new_key(), target=target, emoji=emoji)
        )

    async def unreact(
        self, stream: str, target: int, emoji: str, *, key: str | None = None
    ) -> Written:
        """Take one's own reaction back."""
        ref = self._machine.new_ref()
        return await self._write(
            Unreact(ref=ref, stream=stream, key=key or new_key(), target=target, emoji=emoji)
        )

    async def pin(self, stream: str, target: int, *, key: str | None = None) -> Written:
        """Pin a message, as a host or owner of the room."""
        ref = self._machine.new_ref()
        return await self._write(Pin(ref=ref, stream=stream, key=key or new_key(), target=target))

    async def unpin(self, stream: str, target: int, *, key: str | None = None) -> Written:
        """Unpin a message, as a host or owner of the room."""
        ref = self._machine.new_ref()
        return await self._write(Unpin(ref=ref, stream=stream, key=key or new_key(), target=target))

    @property
    def people(self) -> LivePeople:
        """Asking for personal connections and answering, ending them, blocking."""
        return self._people

    # Everything else

    async def history(
        self,
        stream: str,
        *,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
        limit: int = 50,
    ) -> MessagePage:
        """Return messages as they now stand; give at most one of before, after and around."""
        command = History(
            ref=self._machine.new_ref(),
            stream=stream,
            before=UNSET if before is None else before,
            after=UNSET if after is None else after,
            around=UNSET if around is None else around,
            limit=limit,
        )
        answer = await self._ask(command)
        if not isinstance(answer, Messages):
            raise LinkError("The hub answered a question for history with something else")
        return answer.page

    async def refresh(self, token: str) -> None:
        """Go on with a newer token of the same account."""
        await self._ask(Refresh(ref=self._machine.new_ref(), token=token))

    def mark_read(self, stream: str, seq: int) -> None:
        """Say how far one has read; the hub does not answer."""
        self._machine.submit(MarkRead(stream=stream, seq=seq))
        self._pump.flush()

    def show_typing(self, stream: str) -> None:
        """Say that one is writing; the hub does not answer."""
        self._machine.submit(Typing(stream=stream))
        self._pump.flush()

    def show_presence(self, state: PresenceState) -> None:
        """Say whether one is ``active`` or ``away``; a session begins as active."""
        self._machine.submit(Presence(state=state))
        self._pump.flush()

    def present(self, stream: str) -> RoomPresence | None:
        """Return who is present in a room as last heard; None before the hub has said."""
        return self._machine.present(stream)

    # How

    async def _write(self, command: AnsweredCommand) -> Written:
        answer = await self._ask(command)
        if not isinstance(answer, Ok) or answer.seq is None or answer.at is None:
            raise LinkError("The hub answered a write without saying where it stands")
        return Written(seq=answer.seq, at=answer.at, id=answer.id, duplicate=answer.duplicate)

    async def _ask(self, command: AnsweredCommand) -> Answer:
        async with self._turns:
            self._check_open()
            self._machine.submit(command)
            answer = self._calls.expect_answer(command.ref)
            self._read_on()
            return await answer

    def _read_on(self) -> None:
        """Send what there is, and read on for the answer even if the reader is behind."""
        self._pump.flush()
        self._inflow.let_through()

    def _check_open(self) -> None:
        if self._end is not None:
            raise self._end
        if self._task is None:
            raise LinkError("The session is not open: use `async with Session(…) as session`")

    async def _run(self) -> None:
        try:
            await self._pump.run()
        except Exception as defect:  # noqa: BLE001 - those who wait must hear of any defect
            error = LinkError(f"The SDK failed: {defect!r}")
            error.__cause__ = defect
            self._finish(error)

    async def _deliver(self, news: list[News]) -> None:
        for each in news:
            match each:
                case Opened() | Broken() | Ended():
                    self._take_link(each)
                case Ok() | Messages() | Error():
                    self._calls.take_answer(each)
                case Drain():
                    pass  # the state machine leaves in time
                case _:
                    self._take_incoming(each)
        if not self._calls.waiting:
            await self._inflow.room()

    def _take_incoming(self, news: Incoming | StreamSubscribed) -> None:
        if isinstance(news, StreamSubscribed | StreamEnd):
            self._calls.take_stream(news)
        if isinstance(news, StreamSubscribed):
            return
        if not (isinstance(news, Ephemeral | RoomPresence) and self._inflow.half_full):
            self._inflow.put(news)

    def _take_link(self, news: LinkNews) -> None:
        if self._options.on_link is not None:
            self._options.on_link(news)
        match news:
            case Opened():
                if self._opened is not None and not self._opened.done():
                    self._opened.set_result(None)
            case Broken():
                self._trouble = news.reason
            case Ended():
                self._finish(EndedError(news.code, news.reason, news.verdict))
            case _:
                assert_never(news)

    def _finish(self, error: HubbubError, *, quietly: bool = False) -> None:
        """End the session for everybody who waits; ``quietly``: the iteration just ends."""
        if self._end is not None:
            return
        self._end = error
        self._calls.fail(error)
        self._inflow.close(None if quietly else error)
        if self._opened is not None and not self._opened.done():
            self._opened.set_exception(error)


def new_key() -> str:
    """Make a key for a write that answers nothing in particular."""
    return str(uuid4())
