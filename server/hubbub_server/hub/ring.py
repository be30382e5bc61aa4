"""The last events of a live stream, as they were sent, for those who are a little behind."""

from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Final

from hubbub_protocol.codec import Encoding, event_msgpack
from hubbub_protocol.events import (
    MemberBanned,
    MemberLeft,
    MemberRemoved,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    Payload,
    RoleChanged,
)
from hubbub_server.hub.frame import frame_bytes
from hubbub_server.hub.payloads import find_payload

_MOST_EVENTS: Final = 256
_MOST_BYTES: Final = 262_144


class Entry:
    """One event on its way to the sockets; each encoding's frame is built at most once."""

    __slots__ = ("_json", "_msgpack", "author", "departed", "event", "role", "seq")

    def __init__(self, seq: int, event: bytes, author: str | None, payload: Payload | None) -> None:
        self.seq = seq
        self.event = event  # its JSON text
        self.author = author  # who is screened from some, in a room; None: all see it
        self.departed: str | None = None  # the member whose subscriptions end here
        self.role: RoleChanged | None = None  # what a member is in the room from here on
        if payload is not None:
            self.departed = departed_by(payload)
            self.role = payload if isinstance(payload, RoleChanged) else None
        self._json: bytes | None = None
        self._msgpack: bytes | None = None

    def frame(self, encoding: Encoding) -> bytes:
        """Return the event as bytes for a socket."""
        if encoding == "json":
            if self._json is None:
                self._json = frame_bytes(self.event, "json")
            return self._json
        if self._msgpack is None:
            self._msgpack = frame_bytes(event_msgpack(self.event), "msgpack")
        return self._msgpack


def departed_by(payload: Payload | None) -> str | None:
    """Return the member whose subscriptions to the stream an event ends."""
    if isinstance(payload, MemberLeft | MemberRemoved | MemberBanned):
        return payload.member
    return None


def joined(entries: Iterable[Entry], encoding: Encoding) -> bytes:
    """Join the frames of several events into one write."""
    return b"".join([entry.frame(encoding) for entry in entries])


class Ring:
    """The last events of a stream, without a hole: at most 256 of them and about 256 KiB."""

    __slots__ = ("_bytes", "_entries")

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._bytes = 0

    def add(self, entry: Entry) -> None:
        """Add the next event; the oldest make room."""
        self._entries.append(entry)
        self._bytes += len(entry.event)
        while len(self._entries) > _MOST_EVENTS or self._bytes > _MOST_BYTES:
            self._bytes -= len(self._entries.popleft().event)

    def after(self, seq: int, until: int) -> list[Entry]:
        """Return the events from ``seq`` + 1 to ``until``, or none if the first is gone."""
        if not self._entries or self._entries[0].seq > seq + 1:
            return []
        begin = seq + 1 - self._entries[0].seq
        end = until + 1 - self._entries[0].seq
        return list(islice(self._entries, begin, max(begin, end)))

    def erase(self, target: int) -> None:
        """Forget all up to the last event that shows the message: the store has it blanked."""
        shown = 0
        for count, entry in enumerate(self._entries, start=1):
            if _shows(find_payload(entry.event), entry.seq, target):
                shown = count
        for _ in range(shown):
            self._bytes -= len(self._entries.popleft().event)


def deleted_by(payload: Payload | None) -> int | None:
    """Return the ``seq`` of the message that an event erases."""
    return payload.target if isinstance(payload, MessageDeleted) else None


def _shows(payload: Payload | None, seq: int, target: int) -> bool:
    if isinstance(payload, MessageEdited):
        return payload.target == target
    return isinstance(payload, MessageSent) and seq == target
