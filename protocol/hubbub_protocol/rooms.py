"""Rooms and who belongs to them, as HTTP requests and answers and inside events."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from hubbub_protocol.ids import Id
from hubbub_protocol.join_requests import JoinRequest
from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import Microseconds, Seq

Access = Literal["open", "request", "invite"]
"""Who may join: anyone, whom a host admits, or who has an invitation. To one who never belonged
to it, a room by invitation does not exist."""

Role = Literal["owner", "host", "member"]
PurposeKind = Literal["hobby", "profession", "location", "cause"]
RoomState = Literal["active", "archived"]


class Purpose(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True,
              forbid_unknown_fields=True):  # fmt: skip
    """Why a room exists."""

    statement: str
    """At most 200 characters: what people join to do."""
    kind: PurposeKind
    tags: tuple[str, ...] = ()
    """At most 10, each at most 32 characters: lower-case letters, digits and hyphens."""
    signs: tuple[str, ...] = ()
    """Up to three signs of success, each at most 120 characters."""


class CreateRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a room; the caller becomes its owner."""

    name: str
    purpose: Purpose
    access: Access = "open"
    look: bool | UnsetType = UNSET
    """Whether one may read before joining: only in an open room, where it is the default."""


class EditRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
               omit_defaults=True):  # fmt: skip
    """Change a room; absent fields stay."""

    name: str | UnsetType = UNSET
    purpose: Purpose | UnsetType = UNSET
    access: Access | UnsetType = UNSET
    """Owners alone change it. A room that is not open any more lets nobody look."""
    look: bool | UnsetType = UNSET


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's place in a room they belong to."""

    role: Role
    joined_at: Microseconds
    read: Seq
    """How far the caller has read."""
    unread: int
    """Messages of others after ``read``; at most 1,000, which means that many or more."""
    mentions: int
    """Those among them that mention the caller; the same ceiling."""
    join_requests: int = 0
    """How many ask to join, for hosts and owners; the same ceiling."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room as the caller may see it."""

    id: Id
    stream: str
    name: str
    purpose: Purpose
    access: Access
    look: bool
    state: RoomState
    created_at: Microseconds
    last_message_at: Microseconds | None
    members: int
    head: Seq
    """The ``seq`` of the latest event of its stream."""
    standing: Standing | None
    """None for one who does not belong to it."""
    asked: JoinRequest | None = None
    """The caller's own join request that waits for an answer."""


class RoomPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of rooms; ``next`` is the cursor of the following page, or None."""

    rooms: list[Room]
    next: str | None


class FindRooms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Find rooms by words of their name and statement, by tag and by kind."""

    text: Annotated[str, msgspec.Meta(max_length=100)] = ""
    tag: Annotated[str, msgspec.Meta(max_length=32)] = ""
    kind: PurposeKind | Literal[""] = ""
    archived: bool = False
    """Also those that are archived."""
    asked: bool = False
    """Only those that the caller asks to join, archived or not."""
    after: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class LeaveRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Leave a room; its last owner names a member of it who becomes owner."""

    successor: Id | None = None


class RoomMember(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a room, with their role there."""

    member: MemberCard
    role: Role
    joined_at: Microseconds


class RoomMemberPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a room's members: owners, hosts, members, each by display name."""

    members: list[RoomMember]
    next: str | None


class SetRole(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give a member of a room another role."""

    role: Role


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a member is removed or banned: at most 200 characters, seen by the room's members."""

    reason: str = ""


class RoomBan(msgspec.Struct, frozen=True, kw_only=True):
    """A member shut out of a room."""

    member: MemberCard
    reason: str
    banned_at: Microseconds
    banned_by: Id


class RoomBanPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a room's bans, latest first."""

    bans: list[RoomBan]
    next: str | None
