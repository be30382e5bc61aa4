"""What breaks, and in which order: the same seed breaks the same things."""

import random
from collections.abc import Collection, Iterator
from typing import Final, Literal, get_args

Kind = Literal[
    "kill",
    "unanswered",
    "unpublished",
    "frozen",
    "restart",
    "deaf",
    "redis-lost",
    "redis-paused",
    "postgres-lost",
    "disk-full",
    "cut",
    "stalled",
    "truncated",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MORTAL: Final[frozenset[Kind]] = frozenset({"unanswered", "unpublished"})
"""These need a hub that can be told to die between commit and publication."""
OF_SERVERS: Final[frozenset[Kind]] = frozenset(
    {"deaf", "redis-lost", "redis-paused", "postgres-lost"}
)
"""These need several hubs on PostgreSQL and Redis."""


def possible_kinds(*, hubs: int, mortal: bool, small_disk: bool) -> tuple[Kind, ...]:
    """Return what can break with so many hubs of such a program."""
    impossible: set[Kind] = set()
    if hubs == 1:
        impossible |= OF_SERVERS
    if not mortal:
        impossible |= MORTAL
    if hubs > 1 or not small_disk:
        impossible.add("disk-full")
    return tuple(kind for kind in KINDS if kind not in impossible)


def endless(kinds: Collection[Kind], chance: random.Random) -> Iterator[Kind]:
    """Yield round after round of all kinds, each round in an order of its own."""
    while True:
        yield from chance.sample(sorted(kinds), len(kinds))
