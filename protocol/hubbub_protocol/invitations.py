"""Invitations: codes that let people into a room, or into the community.

The link of an invitation is the hub's address, ``/invite#`` and the code: what stands behind
``#`` is never sent to a server, so it gets into no log.
"""

from typing import Annotated, Final

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.limits import (
    MAX_CODE,
    MAX_INVITATION_S,
    MAX_INVITATION_USES,
    MIN_INVITATION_S,
)
from hubbub_protocol.members import MemberCard
from hubbub_protocol.rooms import Purpose, Room, RoomState
from hubbub_protocol.streams import Microseconds

WEEK_S: Final = 7 * 24 * 3600

Code = Annotated[str, msgspec.Meta(max_length=MAX_CODE)]
"""What proves an invitation; upper and lower case are one, and blanks around it do not count."""


class MakeInvitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make an invitation."""

    uses: Annotated[int, msgspec.Meta(ge=1, le=MAX_INVITATION_USES)] | None = 1
    """How many may come in by it; null for any number."""
    lasts_s: Annotated[int, msgspec.Meta(ge=MIN_INVITATION_S, le=MAX_INVITATION_S)] = WEEK_S
    """How long it holds: from an hour to 365 days, in seconds."""
    note: str = ""
    """At most 100 characters for those who may make invitations; not shown to whom it invites."""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as those see it who may make such."""

    id: Id
    room: Id | None
    """None for one into the community."""
    made_by: MemberCard
    note: str
    uses: int | None
    """How many may come in by it; None for any number."""
    used: int
    """How many have."""
    created_at: Microseconds
    expires_at: Microseconds


class MadeInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """A new invitation and its code, which is shown this once."""

    invitation: Invitation
    code: str


class InvitationPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of invitations that have neither expired nor been revoked, the latest first."""

    invitations: list[Invitation]
    next: str | None


class InvitationCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code of an invitation."""

    code: Code


class InvitedRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room as an invitation shows it to whoever has the code."""

    name: str
    purpose: Purpose
    state: RoomState
    members: int


class ShownInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation is for."""

    community: str
    """The community's name."""
    room: InvitedRoom | None
    """None for an invitation into the community."""
    invited_by: MemberCard
    expires_at: Microseconds


class AcceptedInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """Where an invitation has led."""

    room: Room | None
    """None for an invitation into the community, to which the caller belongs already."""
