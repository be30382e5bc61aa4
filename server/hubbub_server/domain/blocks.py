"""Blocks: whom one may block, and how many."""

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_BLOCKS
from hubbub_server.domain.pairs import Pair


def has_dealt_with(pair: Pair) -> bool:
    """Whether one knows of the other without having shared a room with them.

    Also a request that never reached one comes from one whom one knew: it was declined or blocked
    before.
    """
    asked = pair.me.request is not None or pair.other.request is not None
    return pair.me.blocks or asked or pair.personal_connection is not None


def require_place_for_another(blocks: int) -> None:
    """Raise if one has blocked as many as one may."""
    if blocks >= MAX_BLOCKS:
        raise Refusal(
            "conflict",
            f"One may block at most {MAX_BLOCKS:,} members, and you block {blocks:,}",
            limit=MAX_BLOCKS,
        )
