"""One WebSocket to a hub: bytes in, messages out; as little per message as can be.

The handshake and the frames are those of ``websockets``' sans-I/O protocol; there is no task and
no queue behind it, since a load tool should cost less than what it measures.
"""

import asyncio
import ssl
from typing import Final, Protocol, cast

from websockets.client import ClientProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from hubbub_protocol.codec import SUBPROTOCOLS, Encoding

OPEN_S: Final = 10.0
"""A handshake that takes longer is given up."""
LARGEST_MESSAGE: Final = 16 * 2**20


class Listener(Protocol):
    """Who is told what comes."""

    def receive_message(self, message: bytes) -> None:
        """Take one message from the hub."""

    def lose_socket(self) -> None:
        """Take note that nothing comes any more."""


class MemberSocket(asyncio.Protocol):
    """A client's end of one WebSocket. Make it with :func:`open_socket`."""

    def __init__(self, url: str, encoding: Encoding, listener: Listener) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        """Done when the handshake is; fails with OSError."""
        self.lost = False
        """Whether nothing comes any more."""
        self.close_code: int | None = None
        self.close_reason = ""
        self._encoding = encoding
        self._listener = listener
        self._transport: asyncio.Transport | None = None
        subprotocol = next(name for name, each in SUBPROTOCOLS.items() if each == encoding)
        self._websocket = ClientProtocol(
            parse_uri(url), subprotocols=[Subprotocol(subprotocol)], max_size=LARGEST_MESSAGE
        )

    def write(self, message: bytes) -> None:
        """Send one message."""
        if self._encoding == "json":
            self._websocket.send_text(message)
        else:
            self._websocket.send_binary(message)
        self._flush()

    def close(self) -> None:
        """Say goodbye and close."""
        if self._websocket.state is State.OPEN:
            self._websocket.send_close(CloseCode.NORMAL_CLOSURE)
            self._flush()
        if self._transport is not None:
            self._transport.close()

    def drop(self) -> None:
        """Be gone without a word, as a machine that loses its network."""
        if self._transport is not None:
            self._transport.abort()
        self._lose()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass of it
        self._websocket.send_request(self._websocket.connect())
        self._flush()

    def data_received(self, data: bytes) -> None:
        if self.lost:
            return  # dropped: what was under way is not heard
        self._websocket.receive_data(data)
        for event in self._websocket.events_received():
            if isinstance(event, Frame):
                self._receive(event)
            elif isinstance(event, Response):
                self._finish_handshake()
        self._flush()

    def eof_received(self) -> None:
        self._websocket.receive_eof()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(OSError(f"the socket closed in the handshake: {exc}"))
        self._lose()

    def _finish_handshake(self) -> None:
        failure = self._websocket.handshake_exc
        if failure is None:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(OSError(f"the hub refused the socket: {failure}"))

    def _receive(self, frame: Frame) -> None:
        if frame.opcode is Opcode.BINARY or frame.opcode is Opcode.TEXT:
            self._listener.receive_message(bytes(frame.data))
        elif frame.opcode is Opcode.CLOSE:
            self.close_code = self._websocket.close_code
            self.close_reason = self._websocket.close_reason or ""
            self._lose()

    def _lose(self) -> None:
        if not self.lost:
            self.lost = True
            self._listener.lose_socket()

    def _flush(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        for data in self._websocket.data_to_send():
            if data:
                self._transport.write(data)
            else:  # the protocol's word for the end
                self._transport.close()


async def open_socket(hub: str, encoding: Encoding, listener: Listener) -> MemberSocket:
    """Open a WebSocket to the hub at this HTTP address. Raises OSError."""
    url = f"ws{hub.removeprefix('http').rstrip('/')}/ws"
    uri = parse_uri(url)
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(OPEN_S):
        _, socket = await loop.create_connection(
            lambda: MemberSocket(url, encoding, listener),
            uri.host,
            uri.port,
            ssl=ssl.create_default_context() if uri.secure else None,
        )
        try:
            await socket.opened
        except BaseException:
            socket.drop()
            raise
    return socket
