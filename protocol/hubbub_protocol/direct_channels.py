"""Direct channels: the private conversation of two members with a personal connection."""

from typing import Annotated

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.limits import MAX_PAGE
from hubbub_protocol.members import MemberCard, Page
from hubbub_protocol.messages import Message
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
    """A page of the caller's direct channels, the one first that was written in or opened last."""

    channels: list[DirectChannel]
    next: str | None


class FindDirectChannels(Page, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which direct channels."""

    hidden: bool = False
    """Those that the caller has hidden, instead of the others."""


class ExportDirectChannel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of an export: the messages after a ``seq``."""

    after: Seq = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)] = MAX_PAGE


class DirectChannelExport(msgspec.Struct, frozen=True, kw_only=True):
    """A direct channel as the caller has it: all that both wrote and that stands, also after the
    end."""

    channel: DirectChannel
    messages: list[Message]
    """In ascending ``seq``, as they stand after the event ``as_of``."""
    members: list[MemberCard]
    """The authors, and those who reacted."""
    as_of: Seq
    next: Seq | None
    """What ``after`` is for the following part, or None."""
