"""One WebSocket: bytes from the client to commands, frames from the hub to bytes.

uvicorn makes one for each upgrade and gives it the transport. There is no task, no queue and no
buffer of ours per socket: frames built once for all are written straight to the transport.
"""

import asyncio
import os
from typing import Final, cast

from uvicorn.config import Config
from uvicorn.server import ServerState

from hubbub_protocol.codec import Encoding
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Bye, Ping
from hubbub_server import metrics
from hubbub_server.domain.origins import Whence, client_address
from hubbub_server.hub.frame import built
from hubbub_server.ws.conversation import Conversation
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.frames import (
    BrokenFrameError,
    FrameReader,
    Incoming,
    close_frame,
    control_frame,
)
from hubbub_server.ws.handshake import EntryRules, shake_hands

_HIGH_WATER: Final = 262_144
"""Above that many unsent bytes a socket is lagging; the hub writes nothing more to it."""
_LOW_WATER: Final = 65_536
_LINGER_S: Final = 5.0
"""A closed socket whose client neither reads nor answers is cut off after that."""


class Socket(asyncio.Protocol):
    """The network link to one client; the outlet of its session."""

    __slots__ = ("_drained", "_edge", "_fd", "_handed", "_reader", "_server_state", "_silent",
                 "_slot", "_talk", "_transport", "_unsent", "closing", "encoding",
                 "full")  # fmt: skip

    def __init__(
        self,
        edge: Edge,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
    ) -> None:
        self.full = False  # whether the transport asked for a pause
        self.closing = False
        self.encoding: Encoding = "json"  # as agreed on in the handshake
        self._edge = edge
        self._server_state = server_state
        self._transport: asyncio.Transport | None = None
        self._fd = -1  # of the transport, if plain bytes may be written to it
        self._handed = True  # whether something was left to the transport, maybe unsent yet
        self._reader = FrameReader(edge.desk.limits.frame_bytes)
        self._talk: Conversation | None = None  # from the handshake on
        self._slot = -1  # in the liveness
        self._silent = False  # whether nothing came since the last ping
        self._unsent = 0  # bytes, when that ping was written, and all that came on top since
        self._drained: asyncio.Future[None] | None = None  # somebody waits for room

    # What uvicorn and the transport call

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport over from HTTP."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(_HIGH_WATER, _LOW_WATER)
        if self._transport.get_extra_info("sslcontext") is None:
            self._fd = self._transport.get_extra_info("socket").fileno()
        self._server_state.connections.add(self)  # type: ignore[arg-type]  # duck-typed there
        metrics.SOCKETS.inc()

    def data_received(self, data: bytes) -> None:
        """Take bytes: first the HTTP request, then frames."""
        if self._talk is None:
            self._open(data)
            return
        self._silent = False
        self._read(data)

    def pause_writing(self) -> None:
        """The client reads more slowly than we write: what it says next waits for it to read."""
        self.full = True
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """There is room again."""
        self.full = False
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()
        self._wake()
        self._read(b"")  # what had come before the pause

    def connection_lost(self, exc: Exception | None) -> None:
        """The link is gone; so is everything that hangs on it."""
        del exc
        metrics.SOCKETS.dec()
        self._server_state.connections.discard(self)
        self.closing = True
        self._wake()
        if self._slot >= 0:
            self._edge.liveness.discard(self, self._slot)
        if self._talk is not None:
            self._talk.end()

    def eof_received(self) -> bool:
        """A client that sends no more is gone."""
        return False

    def shutdown(self) -> None:
        """Close because the process ends (called by uvicorn)."""
        self.close(CloseCode.SERVICE_RESTART, "The hub restarts")

    # What the hub calls: the outlet

    def write(self, frames: bytes) -> None:
        """Write frames that were built for all.

        Straight to the file descriptor while nothing is unsent: the event loop's own way there
        costs as much again as the rest of a delivery.
        """
        if self.closing or self._transport is None:
            return
        if self._handed and self._fd >= 0 and not self._transport.get_write_buffer_size():
            self._handed = False
        if not self._handed:
            try:
                sent = os.write(self._fd, frames)
            except OSError:  # full, or broken: the transport finds out which, and deals with it
                sent = 0
            if sent == len(frames):
                return
            frames = frames[sent:]
            self._handed = True
        if self._unsent:
            self._unsent += len(frames)
        self._transport.write(frames)

    async def drained(self) -> None:
        """Wait until the client has read most of what was written, or is gone."""
        if self.full and not self.closing:
            if self._drained is None:
                self._drained = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._drained)

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Say ``bye`` and close; the client has some seconds to take it."""
        if self.closing or self._transport is None:
            return
        bye = Bye(code=int(code), reason=reason, retry_ms=retry_ms)
        self.write(built(bye, self.encoding) + close_frame(int(code), reason))
        self._hang_up(self._transport)

    def finish(self, code: CloseCode, reason: str) -> None:
        """Close as soon as all that the client asked is answered."""
        if self._talk is None:
            self.close(code, reason)
        else:
            self._talk.finish(code, reason)

    @property
    def transport(self) -> asyncio.Transport | None:
        """The link itself; None before there is one."""
        return self._transport

    # What a whole message and a broken one come to

    def take_message(self, incoming: Incoming) -> None:
        """Take a whole message from the client."""
        if self._talk is not None:
            self._talk.take(incoming.data)

    def refuse_frame(self, error: BrokenFrameError) -> None:
        """Close, since nothing that the client says from now on could be read."""
        # Not with RFC 6455's own code: it would tell our clients to come back and do it again.
        self.close(CloseCode.MALFORMED, str(error))

    # What the liveness calls

    def ping(self) -> None:
        """Ask the client for a sign of life."""
        self._silent = True
        self.write(built(Ping(), self.encoding))
        self._unsent = self._unsent_bytes()

    def check(self, now_us: int) -> None:
        """Close if the client gave no sign of life since the ping, or its sign-in expired."""
        if self._silent and self._unsent_bytes() >= self._unsent:  # nor did it read anything
            self.close(CloseCode.NO_PONG, "No answer to ping")
        elif self._talk is not None and self._talk.has_expired(now_us):
            self.close(CloseCode.EXPIRED, "The sign-in has expired")

    # Our own

    def _unsent_bytes(self) -> int:
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def _open(self, data: bytes) -> None:
        edge = self._edge
        assert self._transport is not None  # noqa: S101 - connection_made comes first
        rules = EntryRules(edge.cookie, edge.reach.public_url, edge.hub.draining)
        shaken = shake_hands(data, rules)
        self._transport.write(shaken.answer)
        if shaken.encoding is None:
            self.closing = True
            self._transport.close()
            return
        self.encoding = shaken.encoding
        if shaken.turned_away is not None:
            self.close(shaken.turned_away.code, shaken.turned_away.reason)
            return
        wait_ms = edge.admission.wait_ms()
        if wait_ms is not None:
            self.close(CloseCode.OVERLOADED, "The hub has too much to do; come later", wait_ms)
            return
        whence = Whence(_peer(self._transport), shaken.forwarded_for, forwarded_proto="")
        address = client_address(edge.reach, whence)
        self._talk = Conversation(edge, self, shaken.cookie_token, address)
        self._slot = edge.liveness.add(self)

    def _read(self, data: bytes) -> None:
        try:
            for incoming in self._reader.feed(data):
                if self.closing:
                    return
                self._take(incoming)
                if self.full:
                    return  # the rest waits too: each answer to it would have to be kept
        except BrokenFrameError as error:
            self.refuse_frame(error)

    def _take(self, incoming: Incoming) -> None:
        match incoming.kind:
            case "text" | "binary":
                self.take_message(incoming)
            case "ping":
                self.write(control_frame(10, incoming.data))
            case "close":
                self._answer_close(incoming.data)
            case "pong":
                pass

    def _answer_close(self, payload: bytes) -> None:
        self.write(control_frame(8, payload[:2] if len(payload) > 1 else b""))
        if self._transport is not None:
            self._hang_up(self._transport)

    def _hang_up(self, transport: asyncio.Transport) -> None:
        self.closing = True
        self._wake()
        if self._talk is not None:
            self._talk.end()
        transport.close()
        # close() waits for the client to read; one that does not read must not stay for ever.
        asyncio.get_running_loop().call_later(_LINGER_S, transport.abort)

    def _wake(self) -> None:
        if self._drained is not None:
            self._drained.set_result(None)
            self._drained = None


def _peer(transport: asyncio.Transport) -> str:
    """Return the address at the other end; empty where there is none, as with a Unix socket."""
    peer = transport.get_extra_info("peername")
    return str(peer[0]) if isinstance(peer, tuple) else ""
