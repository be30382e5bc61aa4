"""Whether what the database keeps of pairs in the end is what its own events tell of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tests.faults.simulator.shared_database import Row
from tests.faults.simulator.spans import FOREVER, Span
from tests.faults.simulator.unseen import Pair, Views

Read = Callable[[str], Sequence[Row]]
"""Returns the rows of a SELECT."""

_CONNECTED: Final = "SELECT one, other FROM personal_connections WHERE state = 'connected'"
_PENDING: Final = "SELECT sender, receiver FROM connection_requests WHERE state = 'pending'"
_BLOCKS: Final = "SELECT blocker, blocked FROM blocks"
_TIES: Final = "SELECT member, other FROM ties"
_PAIRS: Final = "SELECT one, other FROM personal_connections"


def kept_complaints(read: Read, views: Views) -> Iterator[str]:
    """Name every difference. Both of two who are connected know that they are."""
    connected = _both_ways(read(_CONNECTED))
    for what, kept, told in (
        ("connected", connected, _still(views.connected)),
        ("pending", read(_PENDING), _still(views.pending)),
        ("blocked", read(_BLOCKS), _still(views.blocks)),
        ("tied", read(_TIES), _both_ways(read(_PAIRS))),
    ):
        if sorted(map(tuple, kept)) != sorted(told):
            yield f"{what}: the database keeps {kept}, its events tell of {told}"


def _both_ways(pairs: Sequence[Row]) -> list[Pair]:
    """Return each pair, and turned round."""
    return [pair for one, other in pairs for pair in ((one, other), (other, one))]


def _still(stood: Mapping[Pair, Sequence[Span]]) -> list[Pair]:
    return [pair for pair, found in stood.items() if found and found[-1].until == FOREVER]
