"""What has happened in the worlds: each kind of fault, and what is rare enough to be missed."""

from collections import Counter
from typing import Final, Literal, get_args

Kind = Literal[
    "publication lost",
    "publication repeated",
    "publication delayed",
    "publication overtaken",
    "broker stalled",
    "broker away",
    "broker link broken unnoticed",
    "death before commit",
    "death after commit",
    "reply of a commit lost",
    "write refused",
    "write slow",
    "read refused",
    "read slow",
    "hub killed",
    "hub stood still",
    "hub drained",
    "client cut off",
    "client cut off at its hello",
    "client lagging",
    "client moved",
    "command repeated",
    "gap in a quiet world",
    "known key in a quiet world",
    "block in a quiet world",
    "direct message written",
    "direct message refused: not_connected",
    "stranger kept out of a direct channel",
    "personal connection opened",
    "personal connection ended",
    "ask",
    "ask refused: conflict",
    "ask refused: not_found",
    "accept",
    "put off",
    "decline",
    "withdraw",
    "block",
    "unblock",
    "member blocked",
    "member unblocked",
    "event skipped for a block",
]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Tally = Counter[str]
"""How often each kind has happened."""


def missing(tally: Tally) -> list[str]:
    """Return the kinds that never happened."""
    return [kind for kind in KINDS if not tally[kind]]
