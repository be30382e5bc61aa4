"""Contact codes: whoever has one may send its member a connection request.

The link is the hub's address, ``/contact#`` and the code: what stands behind ``#`` is never sent
to a server.
"""

from typing import Annotated, Final

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.invitations import Code
from hubbub_protocol.limits import MAX_INVITATION_S, MAX_INVITATION_USES, MIN_INVITATION_S
from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import Microseconds

MONTH_S: Final = 30 * 24 * 3600


class MakeContactCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a contact code."""

    label: str = ""
    """At most 60 characters for its maker alone: where it was given away."""
    uses: Annotated[int, msgspec.Meta(ge=1, le=MAX_INVITATION_USES)] | None = 1
    """How many requests may be sent with it; null for any number."""
    lasts_s: Annotated[int, msgspec.Meta(ge=MIN_INVITATION_S, le=MAX_INVITATION_S)] = MONTH_S
    """How long it holds: from an hour to 365 days, in seconds."""


class ContactCode(msgspec.Struct, frozen=True, kw_only=True):
    """A contact code as its maker sees it."""

    id: Id
    label: str
    uses: int | None
    """How many requests may be sent with it; None for any number."""
    used: int
    created_at: Microseconds
    expires_at: Microseconds


class MadeContactCode(msgspec.Struct, frozen=True, kw_only=True):
    """A new contact code, which is shown this once."""

    contact_code: ContactCode
    code: str


class ContactCodePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the caller's codes that have neither expired nor been revoked, latest first."""

    contact_codes: list[ContactCode]
    next: str | None


class LookAtContactCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask whose contact code one has."""

    code: Code


class ShownContactCode(msgspec.Struct, frozen=True, kw_only=True):
    """Whose contact code it is."""

    member: MemberCard
