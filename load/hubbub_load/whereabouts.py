"""At which hub a session was, and when: a list of stays that grows with every reconnect."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

_began = attrgetter("began_at")


class Stay(NamedTuple):
    """From then on a session was at that hub, until its next stay."""

    began_at: float
    """In seconds on the monotonic clock."""
    hub: str


def hub_at(stays: Sequence[Stay], at: float) -> str:
    """Return the hub where a session was then; of a session that was nowhere yet, its first."""
    return stays[max(bisect_right(stays, at, key=_began) - 1, 0)].hub


def count_reconnects(stays: Sequence[Stay]) -> int:
    """Count how often a session came back."""
    return max(len(stays) - 1, 0)


def count_moves(stays: Sequence[Stay]) -> int:
    """Count how often a session came back to another hub than the one it had left."""
    return sum(left.hub != found.hub for left, found in pairwise(stays))
