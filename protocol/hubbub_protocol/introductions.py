"""Introductions: a member who is connected with two others brings them together.

The personal connection opens only if both accept. Nobody learns who did not.
"""

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import Microseconds


class Introduce(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Introduce two members, with both of whom the caller is connected."""

    members: tuple[Id, Id]
    sentence: str
    """Why the two should know each other: 1 to 200 characters of plain text, seen by both."""


class ReceivedIntroduction(msgspec.Struct, frozen=True, kw_only=True):
    """An introduction that the caller may accept or decline."""

    id: Id
    member: MemberCard
    """The one whom the caller is introduced to."""
    introduced_by: MemberCard
    sentence: str
    accepted: bool
    """Whether the caller has accepted; then it waits for the other."""
    made_at: Microseconds
    expires_at: Microseconds


class MadeIntroduction(msgspec.Struct, frozen=True, kw_only=True):
    """An introduction that the caller has made and that is open."""

    id: Id
    members: tuple[MemberCard, MemberCard]
    sentence: str
    made_at: Microseconds
    expires_at: Microseconds


class IntroductionList(msgspec.Struct, frozen=True, kw_only=True):
    """The open introductions that concern the caller, the latest first."""

    received: list[ReceivedIntroduction]
    made: list[MadeIntroduction]
