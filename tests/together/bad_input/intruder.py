"""One who says to a hub whatever comes to mind, byte by byte, over a socket that blocks."""

import socket
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Final, Self

import msgpack
import msgspec
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from hubbub_protocol.codec import Encoding, read_frame
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import Event, UnknownEvent
from hubbub_protocol.frames import Bye, Error, Ok, Ping, Welcome
from hubbub_protocol.frames import Frame as HubFrame
from tests.together.wire import hello

WAIT_S: Final = 10.0
NOWHERE: Final = "room:01890000-0000-7000-8000-000000000000"
_CHUNK: Final = 65_536
_REFS: Final = count(2**52)
_OWN_CODES: Final = frozenset(int(code) for code in CloseCode if code >= 4000)

Heard = HubFrame | Event | UnknownEvent


@dataclass(frozen=True)
class Closed:
    """The hub has closed the socket; None: without a close frame."""

    code: int | None


def pack(value: object, encoding: Encoding) -> bytes:
    """Write any value in an encoding."""
    if encoding == "json":
        return msgspec.json.encode(value)
    packed: bytes = msgpack.packb(value)
    return packed


class Intruder:
    """A socket in the handshake's encoding, and all that the hub says on it."""

    def __init__(self, port: int, encoding: Encoding, token: str | None = None) -> None:
        """Open the socket; with a token, open a session on it too."""
        self.encoding = encoding
        self._opcode = Opcode.TEXT if encoding == "json" else Opcode.BINARY
        self._link = socket.create_connection(("127.0.0.1", port), WAIT_S)
        self._protocol = ClientProtocol(
            parse_uri(f"ws://127.0.0.1:{port}/ws"),
            subprotocols=[Subprotocol(f"hubbub.v1.{encoding}")],
        )
        self._heard: list[Heard | Closed] = []
        self._protocol.send_request(self._protocol.connect())
        self._link.sendall(b"".join(self._protocol.data_to_send()))
        while self._protocol.subprotocol is None:
            self._read()
        if token is not None:
            self.say(hello(token))
            heard = self._hear()
            assert isinstance(heard, Welcome), heard

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._link.close()

    def say(self, value: object) -> None:
        """Say anything in the encoding agreed on."""
        self.say_bytes(pack(value, self.encoding))

    def say_bytes(self, data: bytes) -> None:
        """Send any bytes as one message."""
        self.throw(Frame(self._opcode, data).serialize(mask=True))

    def throw(self, data: bytes) -> None:
        """Send any bytes as they are; into the void if the hub has closed."""
        try:
            self._link.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # what it said before is still to be read

    def settle(self) -> list[Heard] | None:
        """Return what the hub says up to the answer to a question of ours; None if it closes.

        Whatever it says must be in the protocol.
        """
        ref = next(_REFS)
        self.say({"t": "unsubscribe", "ref": ref, "streams": [NOWHERE]})
        frames: list[Heard] = []
        while True:
            heard = self._hear()
            if isinstance(heard, Closed):
                self._check_close(frames, heard)
                return None
            if isinstance(heard, Ok | Error) and heard.ref == ref:
                return frames
            frames.append(heard)

    def end(self) -> int | None:
        """Say that nothing more comes, and return the code with which the hub closes, if any."""
        try:
            self._link.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the hub was first
        frames: list[Heard] = []
        while not isinstance(heard := self._hear(), Closed):
            frames.append(heard)
        self._check_close(frames, heard)
        return heard.code

    def _check_close(self, frames: list[Heard], closed: Closed) -> None:
        """A close of the hub's own has a documented code and a `bye` with the same before it."""
        if closed.code in _OWN_CODES:
            assert closed.code != CloseCode.INTERNAL
            assert isinstance(frames[-1], Bye)
            assert frames[-1].code == closed.code

    def _hear(self) -> Heard | Closed:
        while not self._heard:
            self._read()
        return self._heard.pop(0)

    def _read(self) -> None:
        try:
            data = self._link.recv(_CHUNK)
        except ConnectionResetError:
            data = b""
        if data:
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and event.opcode in (Opcode.TEXT, Opcode.BINARY):
                self._take(bytes(event.data))
        if not data:
            self._heard.append(Closed(self._protocol.close_code if self._said_goodbye() else None))

    def _take(self, data: bytes) -> None:
        frame = read_frame(data, self.encoding)  # raises where it is none
        assert frame is not None, data
        assert not isinstance(frame, Error) or frame.code != "internal", data
        if not isinstance(frame, Ping):  # which comes when it comes
            self._heard.append(frame)

    def _said_goodbye(self) -> bool:
        return self._protocol.close_rcvd is not None
