"""The bytes of a send and of its answer: built beforehand, read without decoding.

A load tool should cost less than what it measures, and a send and its ``ok`` differ from the last
one by a few bytes only.
"""

from typing import Final

from hubbub_protocol.codec import write_command
from hubbub_protocol.commands import Command, Send

FIRST_REF: Final = 0x10000
"""From here on MessagePack gives every ``ref`` five bytes, up to 2^32."""
BINARY: Final = 0x82
CLOSE: Final = 0x88

_REF = b"\xa3ref\xce"
_OK = b"\xa1t\xa2ok" + _REF
_OK_END = 1 + len(_OK)
_EVENT = b"\xa1t\xa5event"
_COUNTED = 12  # the last digits of a UUID


def frame_message(payload: bytes) -> bytes:
    """Frame a message as a client, of at most 65,535 bytes.

    The mask is all zeros: the hub has the same work with it, this tool has none.
    """
    size = len(payload)
    if size < 126:
        head = bytes((BINARY, 0x80 | size))
    else:
        head = bytes((BINARY, 0x80 | 126)) + size.to_bytes(2)
    return head + bytes(4) + payload


def frame_command(command: Command) -> bytes:
    """Frame any command, in MessagePack."""
    return frame_message(write_command(command, "msgpack"))


class SendTemplate:
    """The frame of one sender's sends, of which only ``ref`` and ``key`` change."""

    def __init__(self, stream: str, key: str, body: str) -> None:
        blank = key[:-_COUNTED] + "0" * _COUNTED
        frame = frame_command(Send(ref=FIRST_REF, stream=stream, key=blank, body=body))
        ref_at = frame.index(_REF) + len(_REF)
        count_at = frame.index(blank.encode()) + len(blank) - _COUNTED
        self._before = frame[:ref_at]
        self._between = frame[ref_at + 4 : count_at]
        self._after = frame[count_at + _COUNTED :]

    def build(self, ref: int) -> bytes:
        """Build the frame of the send with that ``ref``; the end of its key is the same number."""
        return b"%b%b%b%012x%b" % (
            self._before,
            ref.to_bytes(4),
            self._between,
            ref,
            self._after,
        )


def split_frames(buffer: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Split what a hub sent into first byte and payload of each frame, and what is left over."""
    frames: list[tuple[int, bytes]] = []
    place, end = 0, len(buffer)
    while place + 2 <= end:
        size, begin = buffer[place + 1], place + 2
        if size >= 126:
            width = 2 if size == 126 else 8
            begin += width
            size = int.from_bytes(buffer[begin - width : begin]) if begin <= end else end
        if begin + size > end:
            break
        frames.append((buffer[place], buffer[begin : begin + size]))
        place = begin + size
    return frames, buffer[place:]


def find_ok_ref(payload: bytes) -> int | None:
    """Return the ``ref`` of an ``ok`` to a send of ours; None for any other message."""
    if payload.startswith(_OK, 1):
        return int.from_bytes(payload[_OK_END : _OK_END + 4])
    return None


def is_event(payload: bytes) -> bool:
    """Whether the message is an event of a stream."""
    return payload.startswith(_EVENT, 1)
