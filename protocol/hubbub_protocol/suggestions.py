"""Suggestions: members with whom one has taken part in the same talk."""

from typing import Literal

import msgspec

from hubbub_protocol.members import MemberCard
from hubbub_protocol.personal_connections import NamedRoom
from hubbub_protocol.streams import Microseconds


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A member whom the caller might ask for a personal connection."""

    member: MemberCard
    mode: Literal["met", "bridge"]
    """``met``: the two answered each other. ``bridge``: the two would join rooms that share no
    one else."""
    reason: str
    """In words, for people: "you answered each other 4 times in #bread"."""
    rooms: list[NamedRoom]
    """Where: for ``bridge`` the caller's room and the other's."""
    suggested_at: Microseconds


class SuggestionList(msgspec.Struct, frozen=True, kw_only=True):
    """The suggestions that stand, the latest first: at most three new ones a week."""

    suggestions: list[Suggestion]
