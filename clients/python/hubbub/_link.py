"""The network link of a session: a WebSocket, as four functions.

:class:`Link` is the seam: tests put a list in its place. :func:`open_link` opens a real one. It
costs no task of its own and hands over frames by the batch, so that one process can hold thousands.
"""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import cache
from typing import Final, Protocol, cast
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus, NegotiationError, WebSocketException
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from hubbub._errors import LinkError
from hubbub_protocol.codec import Encoding

OPEN_TIMEOUT_S: Final = 10.0
CLOSE_TIMEOUT_S: Final = 1.0
MAX_FRAME: Final = 16 * 1024 * 1024
"""The longest frame taken from a hub, in bytes: a page of 200 messages of 8,000 characters fits."""

MAX_WAITING: Final = 512
"""With so many frames not yet received, the socket is not read: the hub feels it and waits."""


class LinkClosed(Exception):
    """The link is gone. ``code`` is the close code; None where the other side said nothing."""

    def __init__(self, code: int | None, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Link(Protocol):
    """What a session needs of the network."""

    def send(self, data: bytes) -> None:
        """Send one WebSocket message; into the void if the link is gone."""

    async def receive(self, until: float) -> list[bytes]:
        """Return the messages that came, in order; none if none came until that loop time.

        Raises :class:`LinkClosed` when the link is gone and everything before was returned.
        """

    async def close(self) -> None:
        """Close the link, within about a second."""


Dial = Callable[[], Coroutine[None, None, Link]]
"""Opens a link. Raises :class:`~hubbub.LinkError`."""


def socket_url(hub_url: str) -> str:
    """Turn ``https://example.org/chat`` into ``wss://example.org/chat/ws``. Raises ValueError."""
    parts = urlsplit(hub_url)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme)
    if scheme is None or not parts.hostname:
        raise ValueError(f"A hub's address is like http://localhost:8000, got {hub_url!r}")
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/ws"


async def open_link(url: str, encoding: Encoding) -> Link:
    """Open a WebSocket to a hub's ``ws://…/ws``, within 10 s. Raises :class:`~hubbub.LinkError`."""
    uri = parse_uri(url)
    loop = asyncio.get_running_loop()
    link = WebSocketLink(
        FrameProtocol(uri, subprotocols=[Subprotocol(f"hubbub.v1.{encoding}")], max_size=MAX_FRAME),
        encoding,
    )
    try:
        async with asyncio.timeout(OPEN_TIMEOUT_S):
            await loop.create_connection(
                lambda: link, uri.host, uri.port, ssl=_tls() if uri.secure else None
            )
            await link.opened
    except TimeoutError:
        link.abort()
        raise LinkError(f"{url} did not answer within {OPEN_TIMEOUT_S:.0f} s") from None
    except InvalidStatus as error:
        link.abort()
        status = error.response.status_code
        raise LinkError(f"{url} answered with HTTP {status} instead of a WebSocket") from error
    except (OSError, WebSocketException) as error:
        link.abort()
        raise LinkError(f"{url} cannot be reached: {error}") from error
    except asyncio.CancelledError:
        link.abort()
        raise
    return link


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()  # loads the machine's certificates: once is enough


class FrameProtocol(ClientProtocol):
    """websockets' protocol, but that a close may come in the middle of a message.

    RFC 6455 allows that (5.4), and websockets takes it for an error of the other side's. The two
    names are its own, not promised to anybody: under others it would be as strict as before.
    """

    def recv_frame(self, frame: Frame) -> None:
        """Take one frame."""
        if frame.opcode is Opcode.CLOSE:
            self.current_size = None  # what was to be continued never will be
        super().recv_frame(frame)


class WebSocketLink(asyncio.Protocol):
    """A link over one socket: websockets' protocol, without I/O, on an asyncio transport."""

    def __init__(self, protocol: ClientProtocol, encoding: Encoding) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        """Done when the handshake is; fails with what went wrong."""
        self._closed: asyncio.Future[None] = loop.create_future()
        """Done when the socket is gone."""
        self._protocol = protocol
        self._text = encoding == "json"
        self._transport: asyncio.Transport | None = None
        self._frames: list[bytes] = []
        """What came and was not received yet."""
        self._fragments: list[bytes] = []
        """The parts of a message that is not complete."""
        self._comes_as_text = False
        """Whether the message that came last, or is coming, is text."""
        self._broken = False
        """Whether something came that no hub sends; what follows it is not taken."""
        self._waiter: asyncio.Future[None] | None = None
        """Done when :meth:`receive` should look again."""
        self._reading = True

    def send(self, data: bytes) -> None:
        """Send one WebSocket message; into the void if the link is gone."""
        if self._protocol.state is not State.OPEN:
            return
        if self._text:
            self._protocol.send_text(data)
        else:
            self._protocol.send_binary(data)
        self._write()

    async def receive(self, until: float) -> list[bytes]:
        """Return the messages that came; none if none came until that loop time."""
        if not self._frames:
            if self._closed.done():
                raise LinkClosed(self._protocol.close_code, self._protocol.close_reason or "")
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            timer = loop.call_at(until, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
                self._waiter = None
            if not self._frames and self._closed.done():
                raise LinkClosed(self._protocol.close_code, self._protocol.close_reason or "")
        frames, self._frames = self._frames, []
        if not self._reading and self._transport is not None:
            self._transport.resume_reading()
            self._reading = True
        return frames

    async def close(self) -> None:
        """Say goodbye, wait up to a second for the hub's own, and close the socket."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(1000)
            self._write()
            if not self._reading and self._transport is not None:
                self._transport.resume_reading()  # the hub's goodbye comes behind what is unread
                self._reading = True
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_TIMEOUT_S):
                    await asyncio.shield(self._closed)
        self.abort()

    def abort(self) -> None:
        """Close the socket now."""
        if self._transport is not None:
            self._transport.abort()
        if self.opened.done() and not self.opened.cancelled():
            self.opened.exception()  # looked at, so that asyncio does not complain
        else:
            self.opened.cancel()

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the handshake."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it
        self._protocol.send_request(self._protocol.connect())
        self._write()

    def data_received(self, data: bytes) -> None:
        """Take what came apart into messages."""
        self._protocol.receive_data(data)
        self._take_events()

    def eof_received(self) -> None:
        """Note that nothing more comes; the transport closes by itself."""
        self._protocol.receive_eof()
        self._take_events()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the socket is gone."""
        if self._protocol.state is not State.CLOSED:
            self._protocol.receive_eof()
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionResetError("the socket was closed"))
        self._closed.set_result(None)
        self._wake()

    # How

    def _take_events(self) -> None:
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take_frame(event)
            elif isinstance(event, Response):
                self._take_response()
        self._write()
        if self._protocol.handshake_exc is not None and not self.opened.done():
            self.opened.set_exception(self._protocol.handshake_exc)
        if self._frames:
            self._wake()
        if len(self._frames) >= MAX_WAITING and self._reading and self._transport is not None:
            self._transport.pause_reading()
            self._reading = False

    def _take_response(self) -> None:
        if self._protocol.handshake_exc is not None or self.opened.done():
            return
        if self._protocol.subprotocol is None:
            self.opened.set_exception(NegotiationError("what answers does not speak hubbub.v1"))
        else:
            self.opened.set_result(None)

    def _take_frame(self, frame: Frame) -> None:
        if frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return  # pings, pongs and closes are websockets' own business
        if frame.opcode is not Opcode.CONT:
            self._comes_as_text = frame.opcode is Opcode.TEXT
        if frame.fin and not self._fragments:
            self._take_message(bytes(frame.data))
            return
        self._fragments.append(bytes(frame.data))
        if frame.fin:
            self._take_message(b"".join(self._fragments))
            self._fragments.clear()

    def _take_message(self, data: bytes) -> None:
        """Take a whole message; websockets leaves it to us to see that text is text."""
        if self._comes_as_text and not data.isascii():
            try:
                data.decode()
            except UnicodeDecodeError:
                self._broken = True
                self._protocol.fail(CloseCode.INVALID_DATA, "text must be UTF-8")
        if not self._broken:
            self._frames.append(data)

    def _write(self) -> None:
        """Write what websockets wants written; an empty piece means that nothing follows."""
        if self._transport is None or self._transport.is_closing():
            return
        pieces = self._protocol.data_to_send()
        if pieces and pieces[-1] == b"":
            self._transport.write(b"".join(pieces))
            self._transport.close()
        elif pieces:
            self._transport.write(pieces[0] if len(pieces) == 1 else b"".join(pieces))

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
