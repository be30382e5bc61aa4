"""A client that does what no SDK does: half-sent frames, and not reading at all."""

import asyncio
import socket
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from websockets.client import ClientProtocol
from websockets.frames import Frame as WebSocketFrame
from websockets.frames import Opcode
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from hubbub_protocol.codec import read_frame, write_command
from hubbub_protocol.commands import ClientInfo, Command, Hello
from hubbub_protocol.events import Event, UnknownEvent
from hubbub_protocol.frames import Frame, Welcome

_BUFFER: Final = 65_536
"""So much the kernel keeps for us each way, about; else it would be megabytes."""


@asynccontextmanager
async def raw_client(
    hub: str, token: str, resume: Mapping[str, int] | None = None, epoch: str | None = None
) -> AsyncIterator["RawClient"]:
    """Open a session for the time of a block."""
    client = RawClient(hub)
    device, info = str(uuid4()), ClientInfo("raw", "1")
    hello = Hello(device=device, client=info, token=token, resume=dict(resume or {}), epoch=epoch)
    try:
        await client.open(hello)
        yield client
    finally:
        client.vanish()


class RawClient:
    """One socket that speaks JSON. It reads only while :meth:`receive` is awaited."""

    def __init__(self, hub: str) -> None:
        self.frames: list[bytes] = []  # every WebSocket message that was received, as it came
        self.welcome: Welcome | None = None
        self.places: dict[str, int] = {}  # the last seq that was received, per stream
        self._address = urlsplit(hub)
        self._protocol = ClientProtocol(
            parse_uri(f"ws{hub.removeprefix('http')}/ws"),
            subprotocols=[Subprotocol("hubbub.v1.json")],
        )
        self._link = socket.socket()
        self._waiting: deque[bytes] = deque()  # messages that were read and not received

    async def open(self, hello: Hello) -> None:
        """Open the socket and a session on it."""
        for side in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._link.setsockopt(socket.SOL_SOCKET, side, _BUFFER)
        self._link.setblocking(False)
        address = (self._address.hostname, self._address.port)
        await asyncio.get_running_loop().sock_connect(self._link, address)
        self._protocol.send_request(self._protocol.connect())
        await self._flush()
        while self._protocol.subprotocol is None:
            await self._read()
        await self.say(hello)
        while self.welcome is None:
            frame = await self.receive()
            self.welcome = frame if isinstance(frame, Welcome) else None

    async def say(self, command: Command) -> None:
        """Send a command."""
        self._protocol.send_text(write_command(command, "json"))
        await self._flush()

    async def say_half(self, command: Command) -> None:
        """Send the first half of a command's frame and leave it at that."""
        self._protocol.send_text(write_command(command, "json"))
        whole = b"".join(self._protocol.data_to_send())
        await asyncio.get_running_loop().sock_sendall(self._link, whole[: len(whole) // 2])

    async def receive(self) -> Frame | Event | UnknownEvent | None:
        """Return the next frame. Raises ConnectionError when the hub has closed the socket."""
        while not self._waiting:
            await self._read()
        data = self._waiting.popleft()
        self.frames.append(data)
        frame = read_frame(data, "json")
        if isinstance(frame, Event):
            self.places[frame.stream] = frame.seq
        return frame

    async def receive_up_to(self, stream: str, seq: int) -> None:
        """Receive until that event of a stream has come."""
        while self.places.get(stream, 0) < seq:
            await self.receive()

    def vanish(self) -> None:
        """Be gone without a word. Again: nothing happens."""
        self._link.close()

    async def _read(self) -> None:
        data = await asyncio.get_running_loop().sock_recv(self._link, _BUFFER)
        if not data:
            raise ConnectionError("the hub closed the socket")
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, WebSocketFrame) and event.opcode == Opcode.TEXT:
                self._waiting.append(bytes(event.data))
        await self._flush()

    async def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            await asyncio.get_running_loop().sock_sendall(self._link, data)
