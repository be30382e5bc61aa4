"""How long members heard nothing because of a fault, though others wrote all the time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hubbub_load.chaos.schedule import Kind


@dataclass(frozen=True, slots=True)
class Span:
    """The time from a fault until it is repaired and members are answered again."""

    kind: Kind
    began: float
    ended: float


def longest_silences(
    spans: Iterable[Span], readers: Sequence[Sequence[float]]
) -> dict[Kind, float]:
    """Return the longest time between two events of one member that touches a span, by kind.

    ``readers`` are the times of the events of each member, in order.
    """
    longest: dict[Kind, float] = {}
    for span in spans:
        silences = [_longest_in(span, heard) for heard in readers]
        longest[span.kind] = max(longest.get(span.kind, 0.0), *silences)
    return longest


def _longest_in(span: Span, heard: Sequence[float]) -> float:
    first = max(bisect_right(heard, span.began) - 1, 0)
    last = bisect_left(heard, span.ended)
    return max((after - before for before, after in pairwise(heard[first : last + 1])), default=0.0)
