"""A bot: listeners for what happens in its rooms, and a session that keeps itself going."""

import asyncio
import logging
import math
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from pathlib import Path
from typing import NoReturn, TypeVar

from hubbub._client import Client
from hubbub._cursor_file import CursorFile, Cursors
from hubbub._errors import HubbubError, RefusedError
from hubbub._lanes import Lanes
from hubbub._link import socket_url
from hubbub._link_log import LinkLog
from hubbub._listeners import Listeners
from hubbub._received import P, Received, ReceivedMessage
from hubbub._session import Incoming, Session
from hubbub._session_options import SessionOptions
from hubbub_protocol.client_news import StreamLeft, StreamRefused, StreamReset
from hubbub_protocol.client_presence import RoomPresence
from hubbub_protocol.events import (
    Event,
    Payload,
    PersonalConnectionOpened,
    RoomJoined,
    UnknownEvent,
)
from hubbub_protocol.frames import Ephemeral, Skip
from hubbub_protocol.members import Me
from hubbub_protocol.messages import Written
from hubbub_protocol.personal_connections import Acquaintance
from hubbub_protocol.rooms import Room
from hubbub_protocol.streams import direct_stream, room_stream

MessageListener = TypeVar("MessageListener", bound=Callable[[ReceivedMessage], Awaitable[None]])
Starter = TypeVar("Starter", bound=Callable[[], Coroutine[None, None, None]])
Counted = Event | UnknownEvent | Skip
"""What moves a cursor."""

_logger = logging.getLogger("hubbub")


class Bot:
    """A member that listens and answers; see the README of the SDK for an afternoon with it.

    It receives its inbox, every room to which it belongs and every direct channel that is open,
    also those that it joins or that are opened later. For each stream its listeners are called one
    event after the other; different streams go side by side. Events in rooms and direct channels
    that the bot itself caused are not heard, unless ``hears_itself``.

    ``rooms`` are the ids of rooms that it joins when it starts, unless it is in them already.
    ``state`` names a file in which the bot keeps how far it has come, so that it continues there
    after a restart; without it, it starts from the present. ``device`` names the program: a second
    one with the same name and token takes the first one's place.
    """

    def __init__(
        self,
        hub_url: str,
        *,
        token: str,
        rooms: Iterable[str] = (),
        state: str | Path | None = None,
        hears_itself: bool = False,
        device: str = "bot",
    ) -> None:
        socket_url(hub_url)  # an address that is none is refused here and now
        self.hub_url = hub_url
        self._token = token
        self._rooms = tuple(rooms)
        self._state = None if state is None else Path(state)
        self._hears_itself = hears_itself
        self._device = device
        self._listeners = Listeners(_logger)
        self._session: Session | None = None
        self._client: Client | None = None
        self._file: CursorFile | None = None

    # Listening

    def on(
        self, kind: type[P]
    ) -> Callable[
        [Callable[[Received[P]], Awaitable[None]]], Callable[[Received[P]], Awaitable[None]]
    ]:
        """Call the decorated function for every event of a kind, ``@bot.on(MemberJoined)``."""

        def add(
            function: Callable[[Received[P]], Awaitable[None]],
        ) -> Callable[[Received[P]], Awaitable[None]]:
            self._listeners.add(kind, function)
            return function

        return add

    def on_message(self, function: MessageListener) -> MessageListener:
        """Call the decorated function for every message of another member."""
        self._listeners.add_for_messages(function, mentions_only=False)
        return function

    def on_mention(self, function: MessageListener) -> MessageListener:
        """Call the decorated function for every message that mentions the bot by its name."""
        self._listeners.add_for_messages(function, mentions_only=True)
        return function

    def on_start(self, function: Starter) -> Starter:
        """Call the decorated function once, beside the listeners, when the bot is all ears.

        It may run for ever, for what a bot does by the clock.
        """
        self._listeners.add_for_start(function)
        return function

    # Acting

    @property
    def session(self) -> Session:
        """The live session, while the bot runs."""
        return self._session or _not_running()

    @property
    def client(self) -> Client:
        """The HTTP client, while the bot runs."""
        return self._client or _not_running()

    @property
    def me(self) -> Me:
        """The bot as a member."""
        return self.session.me

    async def send(self, stream: str, body: str, *, key: str | None = None) -> Written:
        """Write a message; to answer an event, use what the listener is given instead."""
        return await self.session.send(stream, body, key=key)

    async def join(self, room_id: str) -> Room:
        """Join a room, and listen to it from the joining on."""
        return await self.client.join_room(room_id)  # the inbox says from where on to listen

    async def leave(self, room_id: str) -> None:
        """Leave a room."""
        await self.client.leave_room(room_id)

    async def get_member(self, member_id: str) -> Acquaintance:
        """Return the profile of a member with whom the bot shares a room."""
        return await self.client.get_member(member_id)

    # Running

    def run(self) -> None:
        """Run until Ctrl-C or SIGTERM; exit with one sentence if the hub refuses the bot.

        Lines about the link and about failing listeners go to the logger ``hubbub``, and to
        standard error unless logging is set up otherwise.
        """
        if not _logger.hasHandlers():
            handler = logging.StreamHandler()
            handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
            _logger.addHandler(handler)
            _logger.setLevel(logging.INFO)
        try:
            asyncio.run(self._run_until_told())
        except KeyboardInterrupt:
            pass
        except HubbubError as error:
            sys.exit(f"hubbub: {error}")

    async def start(self) -> None:
        """Run until cancelled. Raises EndedError when the hub ends the session for good."""
        file = None if self._state is None else CursorFile(self._state)
        cursors = Cursors() if file is None else file.cursors
        options = SessionOptions(
            device=self._device,
            resume=cursors.streams,
            epoch=cursors.epoch,
            open_timeout_s=None,
            on_link=LinkLog(self.hub_url, _logger),
        )
        self._file = file
        self._client = Client(self.hub_url, token=self._token, patience_s=math.inf)
        self._session = Session(self.hub_url, token=self._token, options=options)
        async with self._client, self._session:
            try:
                async with asyncio.TaskGroup() as tasks:
                    await self._listen(tasks)
            except BaseExceptionGroup as group:
                raise _first(group) from group

    async def _run_until_told(self) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - for the type alone
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        except NotImplementedError:
            pass  # on Windows there is Ctrl-C alone
        try:
            await self.start()
        except asyncio.CancelledError:
            pass

    async def _listen(self, tasks: asyncio.TaskGroup) -> None:
        lanes = Lanes(tasks, self._deal_with)
        if self._file is not None:
            self._file.note_epoch(self.session.epoch)
            tasks.create_task(self._file.keep_saving(), name="hubbub cursors")
        goes_on = self.me.inbox in self.session.cursors()
        await self._subscribe(self.me.inbox)
        mine = set()
        async for room in self.client.my_rooms():
            mine.add(room.id)
            await self._subscribe(room.stream, room.head)
        for room_id in self._rooms:
            if room_id not in mine:
                await self.join(room_id)
        if "direct_channels" in self.session.features:
            await self._receive_direct_channels(goes_on=goes_on)
        for start in self._listeners.starts():
            tasks.create_task(start, name="hubbub start")
        async for incoming in self.session:
            await self._take(incoming, lanes)

    async def _receive_direct_channels(self, *, goes_on: bool) -> None:
        """Receive the direct channels that are open; one that ``goes_on`` where it had come to
        hears those from their beginning that it does not know: they were opened meanwhile."""
        for hidden in (False, True):
            async for channel in self.client.direct_channels.mine(hidden=hidden):
                if channel.open:
                    await self._subscribe(channel.stream, 0 if goes_on else channel.head)

    async def _take(self, incoming: Incoming, lanes: Lanes[Counted]) -> None:
        match incoming:
            case StreamReset(stream, _):
                _logger.warning("%s starts anew: the hub has another past", stream)
                self._forget(stream)
                await self._subscribe(stream)
            case StreamRefused(stream, _):
                self._forget(stream)
            case Ephemeral() | RoomPresence() | StreamLeft():
                pass
            case _:
                if isinstance(incoming, Event):
                    await self._take_news(incoming.payload)
                await lanes.put(incoming.stream, incoming)

    async def _take_news(self, payload: Payload) -> None:
        """Receive what the inbox says that one receives from now on."""
        match payload:
            case RoomJoined():
                await self._take_joining(payload)
            case PersonalConnectionOpened(channel=channel, opened_seq=opened_seq):
                await self._subscribe(direct_stream(channel), opened_seq - 1)
            case _:
                pass

    async def _take_joining(self, joined: RoomJoined) -> None:
        """Receive the room from the joining on, or from where one stands in it already."""
        stream = room_stream(joined.room)
        # Even if it is received: that may yet end, with an earlier departure that is under way.
        after = self.session.cursors().get(stream, joined.joined_seq)
        await self._resubscribe(stream, after)

    async def _subscribe(self, stream: str, after: int | None = None) -> None:
        """Receive a stream from after a ``seq`` or the present, unless one does already."""
        if stream not in self.session.cursors():
            await self._resubscribe(stream, after)

    async def _resubscribe(self, stream: str, after: int | None) -> None:
        try:
            state = await self.session.subscribe(stream, after)
        except RefusedError as error:
            _logger.warning("%s is not received: %s", stream, error)
            return
        if self._file is not None:
            self._file.note(stream, state.after)

    def _forget(self, stream: str) -> None:
        if self._file is not None:
            self._file.forget(stream)

    async def _deal_with(self, item: Counted) -> None:
        if isinstance(item, Event) and self._is_heard(item):
            await self._listeners.hear(item, self.session, self.me)
        if self._file is not None:
            self._file.note(item.stream, item.seq)

    def _is_heard(self, event: Event) -> bool:
        own = event.actor == self.me.id and event.stream != self.me.inbox
        return self._hears_itself or not own


def _not_running() -> NoReturn:
    raise HubbubError("The bot does not run; this works inside a listener")


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first plain exception of a group: the bot's tasks fail one at a time."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
