"""Reading what a client sends over a WebSocket (RFC 6455, section 5): bytes in, messages out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from websockets.speedups import apply_mask

from hubbub_protocol.errors import CloseCode

Kind = Literal["text", "binary", "close", "ping", "pong"]

_KINDS: Final[dict[int, Kind]] = {1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
_CONTINUATION: Final = 0
_FIRST_CONTROL: Final = 8
_MOST_CONTROL_BYTES: Final = 125


class BrokenFrameError(Exception):
    """What came is no frame, or a longer one than is taken; the socket must close."""

    def __init__(self, code: CloseCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Incoming:
    """A whole message, or a control frame."""

    kind: Kind
    data: bytes


class FrameReader:
    """Puts the client's frames together. Holds nothing between whole messages."""

    __slots__ = ("_buffer", "_kind", "_limit", "_message", "_place")

    def __init__(self, limit: int) -> None:
        self._limit = limit  # the longest message, in bytes
        self._buffer = b""  # what came and was not returned yet, from ``_place`` on
        self._place = 0
        self._kind: Kind | None = None  # of a message in several frames
        self._message: bytes | bytearray = b""  # what came of it so far

    def feed(self, data: bytes) -> Iterator[Incoming]:
        """Take bytes and return the messages that they complete. Raises BrokenFrameError.

        Who stops in the middle gets the rest with the next call.
        """
        self._buffer = self._buffer[self._place :] + data
        self._place = 0
        while True:
            header = _read_header(self._buffer, self._place, self._limit)
            if header is None or len(self._buffer) < header.end:
                break
            self._place = header.end
            payload = apply_mask(self._buffer[header.begin : header.end], header.mask)
            incoming = self._join(header, payload)
            if incoming is not None:
                yield incoming
        self._buffer = self._buffer[self._place :]
        self._place = 0

    def _join(self, header: "_Header", payload: bytes) -> Incoming | None:
        if header.opcode >= _FIRST_CONTROL:
            return Incoming(_KINDS[header.opcode], payload)
        if header.opcode != _CONTINUATION:
            if self._kind is not None:
                raise _malformed("a new message began inside another")
            if header.final:
                return Incoming(_KINDS[header.opcode], payload)
            # An array grows in place: a message may come in many thousand frames.
            self._kind, self._message = _KINDS[header.opcode], bytearray(payload)
            return None
        if self._kind is None:
            raise _malformed("a continuation of nothing")
        self._message += payload
        if len(self._message) > self._limit:
            raise _too_long(len(self._message), self._limit)
        if not header.final:
            return None
        whole = Incoming(self._kind, bytes(self._message))
        self._kind, self._message = None, b""
        return whole


@dataclass(frozen=True, slots=True)
class _Header:
    final: bool
    opcode: int
    mask: bytes
    begin: int  # of the payload
    end: int


def _read_header(buffer: bytes, place: int, limit: int) -> _Header | None:
    """Read the header of the frame at ``place``; None where it is not all there yet."""
    if len(buffer) < place + 2:
        return None
    first, second = buffer[place], buffer[place + 1]
    opcode = first & 0x0F
    if first & 0x70 or (opcode and opcode not in _KINDS):
        raise _malformed(f"a frame that begins with {first:#04x}")
    if not second & 0x80:
        raise _malformed("a frame without a mask")
    size, begin = second & 0x7F, place + 2
    if opcode >= _FIRST_CONTROL and (size > _MOST_CONTROL_BYTES or not first & 0x80):
        raise _malformed("a control frame that is long or in parts")
    if size >= 126:
        width = 2 if size == 126 else 8
        if len(buffer) < begin + width:
            return None
        size = int.from_bytes(buffer[begin : begin + width], "big")
        begin += width
    if size > limit:
        raise _too_long(size, limit)
    if len(buffer) < begin + 4:
        return None
    mask = buffer[begin : begin + 4]
    return _Header(bool(first & 0x80), opcode, mask, begin + 4, begin + 4 + size)


def _malformed(what: str) -> BrokenFrameError:
    return BrokenFrameError(CloseCode.MALFORMED, f"This is no WebSocket frame: {what}")


def _too_long(size: int, limit: int) -> BrokenFrameError:
    return BrokenFrameError(
        CloseCode.MALFORMED, f"A frame may have at most {limit:,} bytes, got {size:,}"
    )


def control_frame(opcode: int, payload: bytes) -> bytes:
    """Build a close (8) or pong (10) frame; the payload is at most 125 bytes."""
    return bytes((0x80 | opcode, len(payload))) + payload


def close_frame(code: int, reason: str) -> bytes:
    """Build a close frame; a reason too long for it is cut."""
    text = reason.encode()[: _MOST_CONTROL_BYTES - 2].decode(errors="ignore").encode()
    return control_frame(8, code.to_bytes(2, "big") + text)
