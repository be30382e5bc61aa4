"""What a replay must have brought about, checked on plain data: no socket, no clock.

The log and the acknowledgements say what every room's stream must hold; each watcher says what it
saw. Everything here is for one room.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from operator import add
from typing import NamedTuple

from hubbub_load.plan import Order


class SentMessage(NamedTuple):
    """A message of the log as it was sent, in the order of the log."""

    author: str
    text: str
    reply_to: int | None
    """The ``seq`` of the message that it answers."""
    seq: int | None
    """The ``seq`` that the hub acknowledged; None where it never did."""


class Sighting(NamedTuple):
    """One event as a watcher applied it; what is no message has neither text nor author."""

    seq: int
    author: str
    text: str
    reply_to: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen and what was wrong with it: everything but ``delivered`` must be zero."""

    delivered: int = 0
    """Messages of the log that were seen, each counted once."""
    missing: int = 0
    """Messages of the log that were not seen."""
    repeated: int = 0
    """Events seen again, and second events of a message."""
    out_of_order: int = 0
    """Events seen after one with a higher ``seq``."""
    altered: int = 0
    """Messages whose author, text or reply target is not that of the log."""
    strange: int = 0
    """Messages that are not of the log."""
    holes: int = 0
    """Numbers between the first and the last ``seq`` that were not seen."""

    def __add__(self, other: "Findings") -> "Findings":
        """Add them up, field by field."""
        return Findings(*map(add, astuple(self), astuple(other)))

    @property
    def wrong(self) -> int:
        """How many things are wrong."""
        everything: int = sum(astuple(self))
        return everything - self.delivered


def check_watcher(sent: Sequence[SentMessage], seen: Sequence[Sighting]) -> Findings:
    """Compare what one watcher saw of a room with what was sent there."""
    expected = {message.seq: message for message in sent if message.seq is not None}
    first_sightings = {sighting.seq: sighting for sighting in reversed(seen)}
    delivered = altered = 0
    for seq, message in expected.items():
        sighting = first_sightings.get(seq)
        if sighting is None:
            continue
        delivered += 1
        altered += (sighting.author, sighting.text, sighting.reply_to) != message[:3]
    unexpected = [sight for sight in first_sightings.values() if sight.seq not in expected]
    unacknowledged, repeated, strange = _sort_unexpected(sent, unexpected)
    delivered += unacknowledged
    return Findings(
        delivered=delivered,
        missing=len(sent) - delivered,
        repeated=len(seen) - len(first_sightings) + repeated,
        out_of_order=_count_late(seen),
        altered=altered,
        strange=strange,
        holes=_count_holes(first_sightings),
    )


def count_misplaced(sent: Sequence[SentMessage], order: Order) -> int:
    """Count the messages that the hub put before an earlier one.

    An earlier one of the same author or the one that they answer; with ``order`` = ``log``, any.
    """
    highest: dict[str, int] = {}
    misplaced = 0
    for message in sent:
        if message.seq is None:
            continue
        whose = "" if order == "log" else message.author
        floor = max(highest.get(whose, 0), message.reply_to or 0)
        misplaced += message.seq <= floor
        highest[whose] = max(highest.get(whose, 0), message.seq)
    return misplaced


def count_differing(views: Sequence[Sequence[Sighting]]) -> int:
    """Count the watchers that saw the events of the room otherwise than the first one."""
    return sum(list(view) != list(views[0]) for view in views[1:])


def _sort_unexpected(
    sent: Sequence[SentMessage], unexpected: Sequence[Sighting]
) -> tuple[int, int, int]:
    """Tell messages whose acknowledgement is missing from second events and from foreign ones."""
    open_ones = Counter(message[:3] for message in sent if message.seq is None)
    known = {(message.author, message.text) for message in sent}
    unacknowledged = repeated = strange = 0
    for sighting in unexpected:
        content = (sighting.author, sighting.text, sighting.reply_to)
        if not sighting.author:
            continue
        if open_ones[content] > 0:
            open_ones[content] -= 1
            unacknowledged += 1
        elif content[:2] in known:
            repeated += 1
        else:
            strange += 1
    return unacknowledged, repeated, strange


def _count_late(seen: Sequence[Sighting]) -> int:
    highest = 0
    late = 0
    for sighting in seen:
        late += sighting.seq < highest
        highest = max(highest, sighting.seq)
    return late


def _count_holes(seen: Mapping[int, Sighting]) -> int:
    return sum(high - low - 1 for low, high in pairwise(sorted(seen)))
