"""How one member stands to a stream, and what that allows: in rooms and direct channels alike."""

from dataclasses import dataclass

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import stream_kind
from hubbub_server.domain import access, direct_channels
from hubbub_server.domain.access import Membership, Reach, RoomRights
from hubbub_server.domain.direct_channels import Side


@dataclass(frozen=True, slots=True)
class Place:
    """A stream as one member stands to it, whether it exists or not."""

    stream: str
    head: int
    read: int
    """How far the member has read."""
    room: RoomRights | None = None
    """None for what is no room."""
    membership: Membership | None = None
    side: Side | None = None
    """None for what is no direct channel, and for others than its two."""

    def last_readable(self, reach: Reach) -> int:
        """Return the last ``seq`` that exists and may be read."""
        return self.head if reach.until is None else reach.until


def require_conversation(stream: str) -> None:
    """Raise ``not_found`` for the name of a stream in which nobody writes messages."""
    if stream_kind(stream) not in ("room", "direct"):
        raise access.no_such_room()


def require_may_write(place: Place) -> None:
    """Raise unless one may write in the room or direct channel now."""
    if _is_direct(place):
        direct_channels.require_connected(place.side)
    else:
        access.require_writer(place.room, place.membership)


def require_belongs(place: Place) -> None:
    """Raise unless one belongs to the room, or is one of the two of the direct channel."""
    if _is_direct(place):
        direct_channels.require_side(place.side)
    else:
        access.require_member(place.room, place.membership)


def require_may_pin(place: Place) -> None:
    """Raise unless one may pin messages there; nothing is pinned in a direct channel."""
    if _is_direct(place):
        direct_channels.require_connected(place.side)
        raise Refusal("forbidden", "Nothing can be pinned in a direct channel", field="stream")
    access.require_host(place.room, place.membership)
    access.require_writer(place.room, place.membership)


def reach_of_reader(place: Place) -> Reach:
    """Tell how much of the stream one may read, as messages, or raise."""
    if _is_direct(place):
        direct_channels.require_side(place.side)
        return Reach(until=None, live=True)
    return access.reach_of(place.room, place.membership)


def reach_of_follower(place: Place) -> Reach:
    """Tell how far one may follow the stream, event by event, or raise.

    The two of a direct channel follow it also after its end, of which a device that was away has
    to learn, and of a reconnection.
    """
    if _is_direct(place):
        return reach_of_reader(place)
    return access.reach_of_follower(place.room, place.membership)


def sees_everybody(place: Place) -> bool:
    """Whether no block hides anybody there: from hosts and owners, and in what is no room."""
    return place.room is None or access.hosts(place.membership)


def _is_direct(place: Place) -> bool:
    return stream_kind(place.stream) == "direct"
