"""Streams: the names of the ordered logs, and places in them.

A stream is named ``room:<room id>``, ``direct:<direct channel id>``, ``inbox:<member id>`` or
``control``. A place in it is a ``seq``: 1 for the first event, then dense; 0 is before the first.
"""

from typing import Annotated, Final, Literal

import msgspec

from hubbub_protocol.ids import is_id

StreamKind = Literal["room", "direct", "inbox", "control"]

CONTROL: Final = "control"
"""The stream that every hub follows and no client sees."""

MAX_INTEGER: Final = 2**53 - 1
"""Every integer on the wire is at most this, so that every language can hold it."""

Seq = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
"""A place in a stream; 0 is before its first event."""

Target = Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]
"""The ``seq`` of the event that another one concerns."""

Microseconds = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
"""A time in UTC, in microseconds since 1970."""

StreamName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def room_stream(room_id: str) -> str:
    """Name the stream of a room."""
    return f"room:{room_id}"


def direct_stream(channel_id: str) -> str:
    """Name the stream of a direct channel."""
    return f"direct:{channel_id}"


def inbox_stream(member_id: str) -> str:
    """Name the stream of what concerns one member."""
    return f"inbox:{member_id}"


def stream_kind(stream: str) -> StreamKind | None:
    """Tell which kind of stream a name names, or None if it names none."""
    if stream == CONTROL:
        return "control"
    kind, _, rest = stream.partition(":")
    if kind in ("room", "direct", "inbox") and is_id(rest):
        return kind  # type: ignore[return-value]  # narrowed by the line above
    return None


def stream_subject(stream: str) -> str:
    """Return the id of the room, direct channel or member that a stream belongs to."""
    return stream.partition(":")[2]
