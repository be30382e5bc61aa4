"""Members: who appears in rooms, as others see them."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from hubbub_protocol.ids import Id
from hubbub_protocol.streams import Microseconds

MemberKind = Literal["person", "bot"]
CommunityRole = Literal["owner", "member"]


class MemberCard(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to show a member beside a message."""

    id: Id
    username: str
    display_name: str
    avatar_colour: str
    """``#`` and six lower-case hexadecimal digits."""
    kind: MemberKind


class Profile(MemberCard, frozen=True, kw_only=True):
    """A member as those see them who share a room with them."""

    line: str
    """A line about oneself, at most 160 characters."""
    interests: tuple[str, ...]
    """At most 20 tags."""
    created_at: Microseconds


class Me(Profile, frozen=True, kw_only=True):
    """The caller."""

    role: CommunityRole
    inbox: str
    """The name of the caller's inbox stream."""
    may_make_bots: bool


class EditProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
                  omit_defaults=True):  # fmt: skip
    """Change one's profile; absent fields stay."""

    display_name: str | UnsetType = UNSET
    avatar_colour: str | UnsetType = UNSET
    line: str | UnsetType = UNSET
    interests: tuple[str, ...] | UnsetType = UNSET


class ProfilePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of members by display name."""

    members: list[Profile]
    next: str | None


class FindMembers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Find members with whom one shares a room, by words of their names and interests."""

    text: Annotated[str, msgspec.Meta(max_length=100)] = ""
    after: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which page of a list."""

    after: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50
