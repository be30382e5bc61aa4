"""Messages as they now stand, and what HTTP asks and answers about them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from hubbub_protocol.ids import Id
from hubbub_protocol.limits import MAX_PAGE
from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import Microseconds, Seq, Target


class Reaction(msgspec.Struct, frozen=True):
    """An emoji and the members who reacted with it, in that order."""

    emoji: str
    members: list[Id]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it now stands."""

    seq: Target
    id: Id
    author: Id
    at: Microseconds
    body: str
    """Markdown as it was written; empty if deleted."""
    reply_to: Target | None
    mentions: tuple[Id, ...]
    mentions_room: bool
    edited_at: Microseconds | None
    deleted: bool
    reactions: list[Reaction]
    pinned: bool


class MessagePage(msgspec.Struct, frozen=True, kw_only=True):
    """Messages in ascending ``seq``, as they stand after the event ``as_of``."""

    stream: str
    messages: list[Message]
    members: list[MemberCard]
    """The authors, and those who are mentioned or reacted."""
    as_of: Seq
    more_before: bool
    more_after: bool


class PinList(msgspec.Struct, frozen=True, kw_only=True):
    """The pinned messages of a stream, latest pin first."""

    messages: list[Message]
    members: list[MemberCard]
    as_of: Seq


class FindHistory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At most one of before, after and around; none of them: the latest."""

    before: Target | UnsetType = UNSET
    after: Seq | UnsetType = UNSET
    around: Target | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)] = 50


class WriteMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Write a message."""

    body: str
    reply_to: Target | None = None


class EditMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Replace a message's body."""

    body: str


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place that a write has in its stream; the same again for a repeated key."""

    seq: Target
    at: Microseconds
    id: Id | None = None
    """The message's id, for a message."""
    duplicate: bool = False
    """Whether the key was known and nothing new was written."""


class SetRead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far the caller has read."""

    seq: Seq


class ReadMarker(msgspec.Struct, frozen=True, kw_only=True):
    """How far the caller has read; it never goes back."""

    seq: Seq


class FindEvents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The events of a stream after a ``seq``, for programs that poll instead of subscribing."""

    after: Seq = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)] = 100


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """Events in ascending ``seq``, each exactly as the socket would give it."""

    epoch: str
    head: Seq
    events: list[msgspec.Raw]
