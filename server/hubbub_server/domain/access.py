"""Who may read and write what in a room: rules on plain data, used by every path.

A room that one may not know of and one that does not exist answer alike: ``not_found``.
"""

from dataclasses import dataclass
from typing import Literal

from hubbub_protocol.errors import Refusal
from hubbub_protocol.rooms import Access, Role, RoomState

MembershipState = Literal["member", "left", "removed", "banned"]


@dataclass(frozen=True, slots=True)
class Membership:
    """What the room's log has made of one member."""

    role: Role
    state: MembershipState
    joined_seq: int
    """The ``seq`` of the latest joining."""
    until_seq: int | None
    """The ``seq`` of the departure, for one who is no member now."""


@dataclass(frozen=True, slots=True)
class RoomRights:
    """What a room lets people do."""

    access: Access
    look: bool
    state: RoomState


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a stream one may read."""

    until: int | None
    """The last readable ``seq``; None for no end."""
    live: bool
    """Whether one may subscribe to it."""


def no_such_room() -> Refusal:
    """The one answer to a room that does not exist or must not be known of."""
    return Refusal("not_found", "There is no such room", field="room")


def is_member(membership: Membership | None) -> bool:
    """Whether one belongs to the room now."""
    return membership is not None and membership.state == "member"


def is_banned(membership: Membership | None) -> bool:
    """Whether one is shut out of the room."""
    return membership is not None and membership.state == "banned"


def hosts(membership: Membership | None) -> bool:
    """Whether one moderates the room: as host or owner."""
    return is_member(membership) and membership is not None and membership.role != "member"


def owns(membership: Membership | None) -> bool:
    """Whether one is an owner of the room."""
    return is_member(membership) and membership is not None and membership.role == "owner"


def may_know(room: RoomRights | None, membership: Membership | None) -> bool:
    """Whether one may learn what the room is now: its purpose and its counts.

    A room by invitation is its members' alone. Who left it keeps the log up to their departure
    (:func:`reach_of`), and learns nothing of what became of it.
    """
    if room is None or is_banned(membership):
        return False
    return room.access != "invite" or is_member(membership)


def reach_of(room: RoomRights | None, membership: Membership | None) -> Reach:
    """Tell how much of the room's stream one may read, or raise ``not_found``/``forbidden``."""
    if room is None or is_banned(membership):
        raise no_such_room()
    if is_member(membership):
        return Reach(until=None, live=True)
    if room.access == "open" and room.look:
        return Reach(until=None, live=False)
    if membership is not None and membership.until_seq is not None:
        return Reach(until=membership.until_seq, live=False)
    if not may_know(room, membership):
        raise no_such_room()
    raise Refusal(
        "forbidden", "Only members may read this room; join or ask to join first", field="stream"
    )


def reach_of_follower(room: RoomRights | None, membership: Membership | None) -> Reach:
    """Tell how far one may follow the room's stream, event by event, or raise.

    One who only looks may not: the events tell of its members what is meant for its members.
    """
    reach = reach_of(room, membership)
    if reach.live:
        return reach
    former = membership.until_seq if membership is not None else None
    if former is None:
        raise Refusal(
            "forbidden",
            "Only members may follow this room; join or ask to join first",
            field="stream",
        )
    return Reach(until=former, live=False)


def require_member(room: RoomRights | None, membership: Membership | None) -> Membership:
    """Return the membership of one who belongs to the room, or raise."""
    if not may_know(room, membership):
        raise no_such_room()
    if membership is None or membership.state != "member":
        raise Refusal(
            "forbidden", "You do not belong to this room; join or ask to join first", field="room"
        )
    return membership


def require_writer(room: RoomRights | None, membership: Membership | None) -> Membership:
    """Return the membership of one who may write in the room now, or raise."""
    member = require_member(room, membership)
    if room is not None and room.state == "archived":
        raise Refusal("forbidden", "This room is archived and read-only", field="room")
    return member


def require_host(room: RoomRights | None, membership: Membership | None) -> Membership:
    """Return the membership of a host or owner of the room, or raise."""
    member = require_member(room, membership)
    if not hosts(member):
        raise Refusal("forbidden", "Only a host or owner of the room may do this", field="room")
    return member


def require_owner(room: RoomRights | None, membership: Membership | None) -> Membership:
    """Return the membership of an owner of the room, or raise."""
    member = require_member(room, membership)
    if not owns(member):
        raise Refusal("forbidden", "Only an owner of the room may do this", field="room")
    return member


def no_such_message(field: str, seq: int) -> Refusal:
    """The refusal of a ``seq`` that is no message of the stream."""
    return Refusal("not_found", f"There is no message with seq {seq} in this stream", field=field)
