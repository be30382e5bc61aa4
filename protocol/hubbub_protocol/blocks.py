"""Blocks: two members who see nothing of each other any more, because one of them wants so."""

import msgspec

from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import Microseconds


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A member whom the caller has blocked."""

    member: MemberCard
    blocked_at: Microseconds


class BlockPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of those whom the caller has blocked, the latest first."""

    blocks: list[Block]
    next: str | None
