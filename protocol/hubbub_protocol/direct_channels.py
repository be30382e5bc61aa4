"""Direct channels: the private conversation of two members with a personal connection."""

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.members import MemberCard, Page
from hubbub_protocol.streams import Microseconds, Seq


class DirectChannel(msgspec.Struct, frozen=True, kw_only=True):
    """A direct channel as one of the two sees it."""

    id: Id
    stream: str
    member: MemberCard
    """The other of the two."""
    open: bool
    """Whether the two are connected now; otherwise the channel is read-only."""
    hidden: bool
    """Whether the caller has hidden it; a new message of the other shows it again."""
    opened_at: Microseconds
    last_message_at: Microseconds | None
    head: Seq
    read: Seq
    """How far the caller has read."""
    unread: int
    """Messages of the other after ``read``; at most 1,000, which means that many or more."""


class DirectChannelPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the caller's direct channels, the latest message first."""

    channels: list[DirectChannel]
    next: str | None


class FindDirectChannels(Page, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which direct channels."""

    hidden: bool = False
    """Those that the caller has hidden, instead of the others."""
