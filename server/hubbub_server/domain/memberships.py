"""Who may change whose belonging to a room: rules on plain data."""

from hubbub_protocol.errors import Refusal
from hubbub_protocol.rooms import Role
from hubbub_server.domain.access import (
    Membership,
    RoomRights,
    is_member,
    may_know,
    no_such_room,
    owns,
)


def no_such_room_member() -> Refusal:
    """The refusal of one who does not belong to the room."""
    return Refusal("not_found", "There is no such member of this room", field="member")


def departure_of(membership: Membership | None) -> int | None:
    """Return the ``seq`` of the event by which one left or was removed, and is not banned."""
    if membership is None or membership.state not in ("left", "removed"):
        return None
    return membership.until_seq


def require_may_join(room: RoomRights | None, membership: Membership | None) -> None:
    """Raise unless one may become a member of the room by one's own will alone."""
    if room is None or not may_know(room, membership):
        raise no_such_room()
    require_takes_members(room)
    if room.access != "open":
        raise Refusal(
            "forbidden",
            "Members of this room are admitted by its hosts; ask to join, with a reason",
            field="room",
        )


def require_takes_members(room: RoomRights) -> None:
    """Raise unless anybody at all may become a member of the room."""
    if room.state == "archived":
        raise Refusal("forbidden", "This room is archived and takes no new members", field="room")


def require_may_send_away(actor: Membership, other: Membership) -> None:
    """Raise unless a host or owner may remove or ban the other.

    Hosts act on members, owners on hosts and members. Nobody sends an owner away; one who does
    not belong to the room any more has no rank in it.
    """
    if not is_member(other):
        return
    if other.role == "owner":
        raise Refusal("forbidden", "An owner leaves only by their own will", field="member")
    if other.role == "host" and not owns(actor):
        raise Refusal("forbidden", "Only an owner may do this to a host", field="member")


def require_may_give_role(
    actor: str, member: str, present: Role, *, new: Role, owners: int
) -> None:
    """Raise unless an owner may change the present role of a member into the new one.

    ``owners`` is how many owners the room has.
    """
    if present != "owner" or new == "owner":
        return
    if actor != member:
        raise Refusal("forbidden", "An owner steps down only by their own will", field="member")
    if owners == 1:
        raise Refusal(
            "conflict",
            "A room always has an owner: make another one before you step down",
            field="role",
        )


def require_may_leave(
    leaver: Membership, successor: Membership | None, *, named: bool, owners: int
) -> None:
    """Raise unless one may leave: a room always has an owner.

    ``named`` tells whether the leaver names a successor, and ``successor`` is the membership of
    that one, who must be another member of the room.
    """
    if named and not owns(leaver):
        raise Refusal("forbidden", "Only an owner has a successor", field="successor")
    if named and not is_member(successor):
        raise Refusal(
            "conflict", "The successor must be another member of this room", field="successor"
        )
    if owns(leaver) and owners == 1 and not named:
        raise Refusal(
            "conflict",
            "A room always has an owner: name a successor, or archive the room and stay",
            field="successor",
        )
