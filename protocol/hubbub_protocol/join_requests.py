"""Join requests: asking the hosts of a room on request to be let in."""

import msgspec

from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import Microseconds


class AskToJoin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask to be let into a room on request."""

    reason: str
    """Why one would join: 1 to 300 characters of plain text, seen by hosts and owners alone."""


class JoinRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's own join request that waits for an answer."""

    reason: str
    asked_at: Microseconds


class RoomJoinRequest(JoinRequest, frozen=True, kw_only=True):
    """A join request as the room's hosts and owners see it."""

    member: MemberCard


class JoinRequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the join requests that wait for an answer, the oldest first."""

    requests: list[RoomJoinRequest]
    next: str | None


class RefuseJoinRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Refuse a join request."""

    word: str = ""
    """What the asker is told: at most 200 characters of plain text; may be empty."""
