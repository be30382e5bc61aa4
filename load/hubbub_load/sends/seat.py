"""A member's socket as slim as can be: the handshake by library, everything after it by hand."""

import asyncio
import ssl
from collections.abc import Callable
from typing import Final, cast

from websockets.client import ClientProtocol
from websockets.http11 import Response
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from hubbub_load.member_session import CLIENT, DEVICE
from hubbub_load.sends.wire import CLOSE, frame_command, split_frames
from hubbub_protocol.codec import read_frame
from hubbub_protocol.commands import Hello, Pong
from hubbub_protocol.events import Event, UnknownEvent
from hubbub_protocol.frames import Bye, Frame, Ping, Welcome

OPEN_S: Final = 10.0
"""A socket that takes longer until ``welcome`` is given up."""

_PONG = frame_command(Pong())


class Seat(asyncio.Protocol):
    """One member's place at a hub. Make it with :func:`take_seat`."""

    def __init__(self, url: str, token: str, take: Callable[[list[bytes]], None]) -> None:
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the session is open; fails with OSError."""
        self.lost: str | None = None
        """Why nothing comes any more."""
        self._token = token
        self._take = take
        self._rest = b""
        """The beginning of a frame whose end has not come."""
        self._transport: asyncio.Transport | None = None
        self._handshake: ClientProtocol | None = ClientProtocol(
            parse_uri(url), subprotocols=[Subprotocol("hubbub.v1.msgpack")]
        )

    def write(self, frames: bytes) -> None:
        """Send frames that are built already."""
        if self._transport is not None:
            self._transport.write(frames)

    def close(self) -> None:
        """Leave."""
        if self._transport is not None:
            self._transport.abort()

    def read_rare(self, message: bytes) -> Frame | Event | UnknownEvent | None:
        """Decode a message that is not read by its bytes, and answer it if it is a ping."""
        frame = read_frame(message, "msgpack")
        if isinstance(frame, Ping):
            self.write(_PONG)
        elif isinstance(frame, Bye):
            self._lose(f"the hub closed with {frame.code} {frame.reason!r}")
        return frame

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass of it
        if self._handshake is not None:
            self._handshake.send_request(self._handshake.connect())
            self.write(b"".join(self._handshake.data_to_send()))

    def data_received(self, data: bytes) -> None:
        if self._handshake is not None:
            self._shake_hands(self._handshake, data)
            return
        frames, self._rest = split_frames(self._rest + data if self._rest else data)
        messages = [payload for first, payload in frames if first != CLOSE]
        if not self.welcomed.done() and messages:
            self._enter(messages.pop(0))
        if messages:
            self._take(messages)
        if frames and frames[-1][0] == CLOSE:
            self._lose(f"the hub closed with {int.from_bytes(frames[-1][1][:2])}")

    def connection_lost(self, exc: Exception | None) -> None:
        self._lose(f"the socket broke: {exc}" if exc else "the hub closed the socket")

    def _shake_hands(self, handshake: ClientProtocol, data: bytes) -> None:
        handshake.receive_data(data)
        for event in handshake.events_received():
            if isinstance(event, Response) and handshake.handshake_exc is None:
                self._handshake = None  # the hub is silent until hello: nothing is left in it
                self.write(frame_command(Hello(device=DEVICE, client=CLIENT, token=self._token)))
        if handshake.handshake_exc is not None:
            self._lose(f"the hub refused the socket: {handshake.handshake_exc}")

    def _enter(self, message: bytes) -> None:
        if isinstance(self.read_rare(message), Welcome):
            self.welcomed.set_result(None)
        else:
            self._lose("the hub did not answer hello with welcome")

    def _lose(self, why: str) -> None:
        if self.lost is None:
            self.lost = why
        if not self.welcomed.done():
            self.welcomed.set_exception(OSError(self.lost))


async def take_seat(hub: str, token: str, take: Callable[[list[bytes]], None]) -> Seat:
    """Open a session at the hub of this HTTP address; its messages go to ``take``.

    Raises OSError with the address.
    """
    try:
        async with asyncio.timeout(OPEN_S):
            return await _open(hub, token, take)
    except TimeoutError as error:
        raise OSError(f"{hub} did not answer within {OPEN_S:g} s") from error
    except OSError as error:
        raise OSError(f"{hub}: {error}") from error


async def _open(hub: str, token: str, take: Callable[[list[bytes]], None]) -> Seat:
    url = f"ws{hub.removeprefix('http').rstrip('/')}/ws"
    uri = parse_uri(url)
    _, seat = await asyncio.get_running_loop().create_connection(
        lambda: Seat(url, token, take),
        uri.host,
        uri.port,
        ssl=ssl.create_default_context() if uri.secure else None,
    )
    try:
        await seat.welcomed
    except BaseException:
        seat.close()
        raise
    return seat
