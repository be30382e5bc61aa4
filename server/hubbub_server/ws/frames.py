"""Reading what a client sends over a WebSocket (RFC 6455, section 5): bytes in, messages out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

from websockets.speedups import apply_mask

Kind = Literal["text", "binary", "close", "ping", "pong"]

_KINDS: Final[dict[int, Kind]] = {1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
_CONTINUATION: Final = 0
_FIRST_CONTROL: Final = 8
_CLOSE: Final = 8
_MOST_CONTROL_BYTES: Final = 125
MOST_PARTS: Final = 1_024
"""In so many frames a message may come. Each costs us far more than the client who sends it."""


class Violation(IntEnum):
    """What a client did wrong, as RFC 6455 numbers it (section 7.4.1)."""

    PROTOCOL = 1002
    NOT_UTF_8 = 1007
    POLICY = 1008
    TOO_LONG = 1009


class BrokenFrameError(Exception):
    """What came is no frame, or more than is taken; the socket must close."""

    def __init__(self, violation: Violation, detail: str) -> None:
        super().__init__(detail)
        self.violation = violation


@dataclass(frozen=True, slots=True)
class Incoming:
    """A whole message, or a control frame."""

    kind: Kind
    data: bytes


class FrameReader:
    """Puts the client's frames together. Holds nothing between whole messages."""

    __slots__ = ("_buffer", "_kind", "_limit", "_message", "_parts", "_place")

    def __init__(self, limit: int) -> None:
        self._limit = limit  # the longest message, in bytes
        self._buffer = b""  # what came and was not returned yet, from ``_place`` on
        self._place = 0
        self._kind: Kind | None = None  # of a message in several frames
        self._message: bytes | bytearray = b""  # what came of it so far
        self._parts = 0  # in how many frames

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
            if header.opcode == _CLOSE:
                _check_close(payload)
            return Incoming(_KINDS[header.opcode], payload)
        if header.opcode != _CONTINUATION:
            if self._kind is not None:
                raise _malformed("a new message began inside another")
            if header.final:
                return _whole(_KINDS[header.opcode], payload)
            # An array grows in place, however many frames the message comes in.
            self._kind, self._message, self._parts = _KINDS[header.opcode], bytearray(payload), 1
            return None
        if self._kind is None:
            raise _malformed("a continuation of nothing")
        self._add(payload)
        if not header.final:
            return None
        whole = _whole(self._kind, bytes(self._message))
        self._kind, self._message = None, b""
        return whole

    def _add(self, payload: bytes) -> None:
        self._message += payload
        self._parts += 1
        if len(self._message) > self._limit:
            raise _too_long(len(self._message), self._limit)
        if self._parts > MOST_PARTS:
            raise BrokenFrameError(
                Violation.POLICY, f"A message may come in at most {MOST_PARTS:,} frames"
            )


def _whole(kind: Kind, data: bytes) -> Incoming:
    if kind == "text":
        _check_text(data)
    return Incoming(kind, data)


def _check_text(data: bytes) -> None:
    if data.isascii():  # nearly all is, and this costs nothing
        return
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise BrokenFrameError(
            Violation.NOT_UTF_8, f"Text must be UTF-8, got {data[error.start]:#04x}"
        ) from error


def _check_close(payload: bytes) -> None:
    if not payload:
        return
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not _may_be_sent(code):
        raise _malformed(f"a close with the code {code}")
    _check_text(payload[2:])


def _may_be_sent(code: int) -> bool:
    """Whether a close frame may have this code: the registered ones, and those of applications."""
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


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
    return BrokenFrameError(Violation.PROTOCOL, f"This is no WebSocket frame: {what}")


def _too_long(size: int, limit: int) -> BrokenFrameError:
    return BrokenFrameError(
        Violation.TOO_LONG, f"A frame may have at most {limit:,} bytes, got {size:,}"
    )


def control_frame(opcode: int, payload: bytes) -> bytes:
    """Build a close (8) or pong (10) frame; the payload is at most 125 bytes."""
    return bytes((0x80 | opcode, len(payload))) + payload


def close_frame(code: int, reason: str) -> bytes:
    """Build a close frame; a reason too long for it is cut."""
    text = reason.encode()[: _MOST_CONTROL_BYTES - 2].decode(errors="ignore").encode()
    return control_frame(8, code.to_bytes(2, "big") + text)
