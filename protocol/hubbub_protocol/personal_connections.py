"""Personal connections: asking, answering, and what two connected members see of their tie.

To the one who asks, every answer but accepting looks like no answer: a request is ``pending``
until it is accepted or withdrawn, or expires 90 days after it was sent.
"""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from hubbub_protocol.ids import Id
from hubbub_protocol.invitations import Code
from hubbub_protocol.members import MemberCard, Page, Profile
from hubbub_protocol.streams import Microseconds

Origin = Literal["room", "introduction", "code"]
"""Where two members came to know of each other: a shared room, one who introduced them, or the
contact code of one of them."""


RequestAnswer = Literal["accept", "put_off", "decline"]
"""What one says to a connection request that one has received."""


class NamedRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room in words beside something else."""

    id: Id
    name: str


class Acquaintance(Profile, frozen=True, kw_only=True):
    """A member as those see them who share or shared a room with them, and what they share."""

    shared_rooms: tuple[NamedRoom, ...] = ()
    """At most 10 rooms that the caller and the member both belong to, by name; none of oneself.
    Hubs of before do not tell them."""


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request or a personal connection began."""

    origin: Origin
    room: NamedRoom | None = None
    """For ``room``: the room that the two shared; None once the caller may not know of it."""
    introduced_by: MemberCard | None = None
    """For ``introduction``: who introduced the two."""


class AskToConnect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask a member for a personal connection: one with whom one shares a room, by their id, or
    whose contact code one has. Exactly one of ``member`` and ``code``."""

    member: Id | UnsetType = UNSET
    code: Code | UnsetType = UNSET
    room: Id | UnsetType = UNSET
    """The shared room to name as the origin; absent: the one that both have shared longest."""
    opening: str = ""
    """At most 140 characters of plain text, without links and mentions."""


class SentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A connection request of the caller's own that is pending."""

    id: Id
    member: MemberCard
    """Whom it was sent to."""
    beginning: Beginning
    opening: str
    sent_at: Microseconds
    expires_at: Microseconds


class AskedToConnect(msgspec.Struct, frozen=True, kw_only=True):
    """What asking came to: a pending request, or a personal connection at once, since the other
    had asked too. Exactly one of the two is there."""

    request: SentRequest | None
    personal_connection: "PersonalConnection | None"


class SentRequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the caller's pending requests, the latest first."""

    requests: list[SentRequest]
    next: str | None


class ReceivedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A connection request that the caller may accept."""

    id: Id
    member: MemberCard
    """Who sent it."""
    beginning: Beginning
    opening: str
    shared_rooms: list[NamedRoom]
    """At most 10 rooms that both belong to, by name."""
    put_off: bool
    """Whether the caller said "not now"."""
    sent_at: Microseconds
    expires_at: Microseconds


class ReceivedRequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of requests that the caller may accept, the latest first."""

    requests: list[ReceivedRequest]
    next: str | None


class FindReceivedRequests(Page, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of the received requests: those that wait, or those that were put off."""

    put_off: bool = False


class PersonalConnection(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's personal connection with another member."""

    member: MemberCard
    channel: Id
    """The id of their direct channel."""
    stream: str
    """The name of its stream."""
    opened_at: Microseconds
    """Since when they are connected; after a reconnection since that."""
    beginning: Beginning


class PersonalConnectionPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the caller's personal connections by the other's display name."""

    personal_connections: list[PersonalConnection]
    next: str | None


class FindPersonalConnections(Page, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Find one's personal connections by words of names."""

    text: str = ""


class Tie(PersonalConnection, frozen=True, kw_only=True):
    """What two connected members, and nobody else, see of their tie."""

    shared_rooms: list[NamedRoom]
    """Rooms that both belong to, by name; at most 50."""
    last_exchange_at: Microseconds | None
    """When one of the two last wrote in their direct channel."""
    words_from_me: int
    """How many words the caller wrote in the direct channel within the last 30 days."""
    words_to_me: int
    note: str
    """The caller's private note about the other: at most 500 characters."""
    mutual: list[MemberCard] | None
    """Whom both are connected with: each of them, the caller and the other have allowed this.
    None where the caller or the other has not, and to a bot."""


class SetNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Write one's private note about a member one is or was connected with; empty erases it."""

    note: str


class PeopleSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the caller may be approached, and what is made of whom they know."""

    openings: Literal["allowed", "off", "required"] = "allowed"
    """Whether requests to the caller may, may not or must have an opening."""
    suggestions: bool = False
    """Whether people are suggested to the caller, and the caller to others."""
    bridges: bool = False
    """Whether, beside that, people are suggested who would join two rooms that share no one."""
    mutual: bool = False
    """Whether mutual personal connections are shown: only where all three have allowed it."""
    accept_requests: bool = False
    """For bots: requests are accepted as they come."""


class EditPeopleSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
                         omit_defaults=True):  # fmt: skip
    """Change some of them; absent fields stay."""

    openings: Literal["allowed", "off", "required"] | UnsetType = UNSET
    suggestions: bool | UnsetType = UNSET
    bridges: bool | UnsetType = UNSET
    mutual: bool | UnsetType = UNSET
    accept_requests: bool | UnsetType = UNSET
