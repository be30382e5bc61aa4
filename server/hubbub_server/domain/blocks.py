"""Blocks: whom one may block, and how many."""

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_BLOCKS
from hubbub_server.domain.pairs import Pair


def has_dealt_with(pair: Pair) -> bool:
    """Whether one knows of the other without having shared a room with them.

    A request that never reached one is nothing that one knows of.
    """
    received = pair.other.request is not None and pair.other.request.answer != "phantom"
    is_or_was_connected = pair.personal_connection is not None
    return pair.me.blocks or pair.me.request is not None or received or is_or_was_connected


def require_place_for_another(blocks: int) -> None:
    """Raise if one has blocked as many as one may."""
    if blocks >= MAX_BLOCKS:
        raise Refusal(
            "conflict",
            f"One may block at most {MAX_BLOCKS:,} members, and you block {blocks:,}",
            limit=MAX_BLOCKS,
        )
