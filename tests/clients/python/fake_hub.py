"""A small hub for the SDK's tests: a real WebSocket server, streams in memory, one member.

It keeps the promises of the protocol in the plainest way, and does on demand what a real hub does
rarely: close with any code, refuse, stay silent, forget its past.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from hubbub_protocol.codec import (
    SUBPROTOCOLS,
    Encoding,
    event_json,
    event_msgpack,
    read_commands,
    write_frame,
    write_payload,
)
from hubbub_protocol.commands import (
    Command,
    Hello,
    History,
    KeyedCommand,
    Refresh,
    Send,
    StreamWrite,
    Subscribe,
    Unsubscribe,
)
from hubbub_protocol.direct_channels import DirectChannel, DirectChannelPage
from hubbub_protocol.events import MessageSent, Payload
from hubbub_protocol.frames import (
    Error,
    Frame,
    Messages,
    Ok,
    Reset,
    StreamState,
    Subscribed,
    Welcome,
)
from hubbub_protocol.ids import make_id
from hubbub_protocol.limits import Limits
from hubbub_protocol.members import Me, MemberCard, Profile
from hubbub_protocol.messages import MessagePage
from hubbub_protocol.rooms import Purpose, Room, RoomPage, Standing

ME = make_id(1_000_000, 1)
ANN = make_id(1_000_000, 2)
ROOM_ID = make_id(1_000_000, 3)
ROOM = f"room:{ROOM_ID}"
CHANNEL_ID = make_id(1_000_000, 4)
CHANNEL = f"direct:{CHANNEL_ID}"
INBOX = f"inbox:{ME}"
"""The member whose token is "good"; another; a room; their direct channel; the member's inbox."""

_logger = logging.getLogger("fake hub")


@dataclass
class Socket:
    """One open socket and what it receives."""

    socket: ServerConnection
    encoding: Encoding
    streams: set[str] = field(default_factory=set)


class FakeHub:
    """Streams, sockets, and what tests want to know or have happen."""

    def __init__(self) -> None:
        self.url = ""
        self.epoch = "0" * 16
        self.now = 1_700_000_000_000_000
        self.streams: dict[str, list[tuple[str, int, Payload]]] = defaultdict(list)
        """Per stream: actor, time and payload of each event."""
        self.keys: dict[str, Ok] = {}
        self.received: list[Command] = []
        self.hidden: set[str] = set()
        """Streams that do not exist for the member."""
        self.refusals: list[Error] = []
        """Given to the next writes, one each."""
        self.silent = False
        """Whether no command is answered."""
        self.forgets_answers = False
        """Whether a write is kept but the socket lost before its answer."""
        self.rooms: list[Room] = []
        """The rooms to which the member belongs."""
        self.channels: list[DirectChannel] = []
        """Their direct channels."""
        self.unavailable = 0
        """So many of the next HTTP requests are answered with 503."""
        self._sockets: list[Socket] = []
        self._server: Server | None = None
        self._port = 0
        self.arrived = asyncio.Condition()

    async def start(self) -> None:
        """Listen: on a free port the first time, on the same one later."""
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self._port,
            process_request=self._answer_http,
            subprotocols=[Subprotocol(name) for name in SUBPROTOCOLS],
            compression=None,
            ping_interval=None,
            logger=_logger,
        )
        self._port = next(iter(self._server.sockets)).getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def stop(self, code: int = 1012) -> None:
        """Close every socket and listen no longer; what is in the streams stays."""
        assert self._server is not None
        await self.close_sockets(code)
        self._server.close(close_connections=False)
        await self._server.wait_closed()

    async def close_sockets(self, code: int, reason: str = "") -> None:
        """Close every open socket."""
        for each in list(self._sockets):
            await each.socket.close(code, reason)

    def cut_sockets(self) -> None:
        """Cut every open socket off without a goodbye."""
        for each in list(self._sockets):
            each.socket.transport.abort()

    async def write(self, stream: str, actor: str, payload: Payload) -> int:
        """Append an event and give it to those who receive the stream."""
        self.now += 1
        self.streams[stream].append((actor, self.now, payload))
        seq = len(self.streams[stream])
        for each in list(self._sockets):
            if stream in each.streams:
                await self._give(each, stream, seq)
        return seq

    async def say(self, body: str, *, actor: str = ANN, stream: str = ROOM) -> int:
        """Append a message."""
        message = MessageSent(id=make_id(self.now, len(self.streams[stream])), body=body)
        return await self.write(stream, actor, message)

    async def tell(self, frame: Frame) -> None:
        """Send any frame to every socket."""
        for each in list(self._sockets):
            await each.socket.send(write_frame(frame, each.encoding), text=each.encoding == "json")

    async def until(self, premise: Callable[[], bool]) -> None:
        """Wait until something is so; looked at after every command."""
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(premise)

    def bodies(self, stream: str = ROOM, *, actor: str = ME) -> list[str]:
        """Return what a member wrote into a stream."""
        return [
            payload.body
            for author, _, payload in self.streams[stream]
            if author == actor and isinstance(payload, MessageSent)
        ]

    def listens(self, stream: str) -> bool:
        """Whether some socket receives the stream."""
        return any(stream in each.streams for each in self._sockets)

    def commands(self, kind: type[Command]) -> list[Command]:
        """Return the commands of one kind that came, in order."""
        return [each for each in self.received if type(each) is kind]

    def _answer_http(self, socket: ServerConnection, request: Request) -> Response | None:
        """Answer the few HTTP requests of a bot; everything else opens a socket."""
        path = request.path.partition("?")[0]
        if path == "/ws":
            return None
        if self.unavailable:
            self.unavailable -= 1
            body = b'{"code":"unavailable","detail":"busy","retry":true,"request_id":"r1"}'
            return Response(503, "Service Unavailable", _json_headers(body), body)
        if path == "/api/v1/rooms/mine":
            rooms = [
                msgspec.structs.replace(room, head=self._head(room.stream)) for room in self.rooms
            ]
            body = msgspec.json.encode(RoomPage(rooms=rooms, next=None))
        elif path == "/api/v1/direct-channels":
            hidden = "hidden=true" in request.path
            channels = [
                msgspec.structs.replace(channel, head=self._head(channel.stream))
                for channel in self.channels
                if channel.hidden is hidden
            ]
            body = msgspec.json.encode(DirectChannelPage(channels=channels, next=None))
        elif path == f"/api/v1/members/{ANN}":
            body = msgspec.json.encode(
                Profile(
                    id=ANN, username="ann", display_name="Ann", avatar_colour="#336699",
                    kind="person", line="", interests=(), created_at=0,
                )
            )  # fmt: skip
        else:
            body = b'{"code":"not_found","detail":"There is no such thing","retry":false}'
            return Response(404, "Not Found", _json_headers(body), body)
        return Response(200, "OK", _json_headers(body), body)

    async def _serve(self, socket: ServerConnection) -> None:
        each = Socket(socket, SUBPROTOCOLS[socket.subprotocol or "hubbub.v1.json"])
        self._sockets.append(each)
        try:
            async for data in socket:
                raw = data.encode() if isinstance(data, str) else data
                for command in read_commands(raw, each.encoding):
                    await self._take(each, command)
        except ConnectionClosed:
            pass
        finally:
            self._sockets.remove(each)
            async with self.arrived:
                self.arrived.notify_all()

    async def _take(self, each: Socket, command: object) -> None:
        assert isinstance(command, Command), command
        self.received.append(command)
        if not self.silent:
            await self._answer(each, command)
        async with self.arrived:
            self.arrived.notify_all()

    async def _answer(self, each: Socket, command: Command) -> None:
        match command:
            case Hello():
                await self._welcome(each, command)
            case Subscribe():
                for wanted in command.streams:
                    seq = None if wanted.seq is msgspec.UNSET else wanted.seq
                    await self._subscribe(each, command.ref, wanted.stream, seq)
            case Unsubscribe():
                each.streams -= set(command.streams)
                await self._send(each, Ok(ref=command.ref))
            case History():
                await self._send(each, Messages(ref=command.ref, page=self._page(command.stream)))
            case Refresh():
                await self._send(each, Ok(ref=command.ref, expires_at=self.now))
            case _ if isinstance(command, KeyedCommand):
                await self._write(each, command)

    async def _welcome(self, each: Socket, hello: Hello) -> None:
        if hello.token != "good":
            await each.socket.close(4200, "no such token")
            return
        void = hello.epoch not in (None, self.epoch)
        resumed = {
            stream: seq
            for stream, seq in hello.resume.items()
            if not void and stream not in self.hidden
        }
        states = [
            StreamState(stream=stream, head=self._head(stream), after=seq, mode="replay", read=0)
            for stream, seq in resumed.items()
        ]
        await self._send(each, self.welcome(states))
        for stream in hello.resume.keys() - resumed.keys():
            if void:
                frame: Frame = Reset(stream=stream, epoch=self.epoch, head=self._head(stream))
            else:
                frame = _not_found(None, stream)
            await self._send(each, frame)
        for stream, seq in resumed.items():
            await self._replay(each, stream, seq)

    def welcome(self, states: list[StreamState]) -> Welcome:
        """Make the welcome for the member."""
        me = Me(
            id=ME, username="echo", display_name="Echo", avatar_colour="#336699", kind="bot",
            line="", interests=(), created_at=0, role="member", inbox=INBOX, may_make_bots=False,
        )  # fmt: skip
        return Welcome(
            session=ME, member=me, now=self.now, epoch=self.epoch, ping_ms=25_000,
            limits=Limits(), features=("direct_channels",), streams=states,
        )  # fmt: skip

    async def _subscribe(self, each: Socket, ref: int, stream: str, seq: int | None) -> None:
        if stream in self.hidden:
            await self._send(each, _not_found(ref, stream))
            return
        head = self._head(stream)
        after = head if seq is None else seq
        mode: Literal["live", "replay"] = "live" if after == head else "replay"
        await self._send(
            each, Subscribed(ref=ref, stream=stream, head=head, after=after, mode=mode, read=0)
        )
        await self._replay(each, stream, after)

    async def _replay(self, each: Socket, stream: str, after: int) -> None:
        for seq in range(after + 1, self._head(stream) + 1):
            await self._give(each, stream, seq)
        each.streams.add(stream)

    async def _write(self, each: Socket, command: KeyedCommand) -> None:
        if self.refusals:
            refusal = self.refusals.pop(0)
            await self._send(each, msgspec.structs.replace(refusal, ref=command.ref))
            return
        known = self.keys.get(command.key)
        if known is not None:
            answer = msgspec.structs.replace(known, ref=command.ref, duplicate=True)
        elif isinstance(command, Send):
            message_id = make_id(self.now, len(self.streams[command.stream]))
            message = MessageSent(id=message_id, body=command.body, reply_to=command.reply_to)
            seq = await self.write(command.stream, ME, message)
            answer = Ok(ref=command.ref, seq=seq, id=message_id, at=self.now)
        elif isinstance(command, StreamWrite):
            answer = Ok(ref=command.ref, seq=command.target, at=self.now)
        else:
            answer = Ok(ref=command.ref, seq=self._head(INBOX), at=self.now)
        self.keys[command.key] = answer
        if self.forgets_answers:
            self.forgets_answers = False
            self.cut_sockets()
        else:
            await self._send(each, answer)

    def _page(self, stream: str) -> MessagePage:
        return MessagePage(
            stream=stream, messages=[], members=[], as_of=self._head(stream),
            more_before=False, more_after=False,
        )  # fmt: skip

    def _head(self, stream: str) -> int:
        return len(self.streams[stream])

    async def _give(self, each: Socket, stream: str, seq: int) -> None:
        actor, at, payload = self.streams[stream][seq - 1]
        text = event_json(stream, seq, at, actor, write_payload(payload))
        data = text if each.encoding == "json" else event_msgpack(text)
        await self._push(each, data)

    async def _send(self, each: Socket, frame: Frame) -> None:
        await self._push(each, write_frame(frame, each.encoding))

    async def _push(self, each: Socket, data: bytes) -> None:
        try:
            await each.socket.send(data, text=each.encoding == "json")
        except ConnectionClosed:
            pass  # a hub finds out while writing, too


def _not_found(ref: int | None, stream: str) -> Error:
    return Error(
        ref=ref, code="not_found", detail="There is no such stream", retry=False, to=stream
    )


def _json_headers(body: bytes) -> Headers:
    return Headers(
        {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
    )


def channel_of(
    channel: str = CHANNEL_ID, *, is_open: bool = True, hidden: bool = False
) -> DirectChannel:
    """Make a direct channel with Ann."""
    card = MemberCard(
        id=ANN, username="ann", display_name="Ann", avatar_colour="#336699", kind="person"
    )
    return DirectChannel(
        id=channel, stream=f"direct:{channel}", member=card, open=is_open, hidden=hidden,
        opened_at=1, last_message_at=None, head=0, read=0, unread=0,
    )  # fmt: skip


def room_of(room_id: str = ROOM_ID) -> Room:
    """Make a room to which the member belongs."""
    return Room(
        id=room_id, stream=f"room:{room_id}", name="Bread",
        purpose=Purpose(statement="to bake", kind="hobby"), access="open", look=True,
        state="active", created_at=0, last_message_at=None, members=2, head=0,
        standing=Standing(role="member", joined_at=0, read=0, unread=0, mentions=0),
    )  # fmt: skip


@asynccontextmanager
async def running_hub() -> AsyncIterator[FakeHub]:
    """Run a fake hub on a free port."""
    hub = FakeHub()
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


def unpack(data: bytes) -> dict[str, object]:
    """Read a raw MessagePack frame."""
    return msgspec.msgpack.decode(data, type=dict[str, object])
