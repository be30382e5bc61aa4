"""When something stood, in true time, by the commits of a log."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hubbub_load.history.record import Kept
from hubbub_protocol.events import Payload
from tests.faults.simulator.shared_database import Times

FOREVER: Final = float("inf")

Turn = Callable[[Payload], bool | None]
"""Whether something stands from an event on, or no longer; None: the event says nothing of it."""


@dataclass(frozen=True, slots=True)
class Span:
    """From an event on until another one."""

    since: float
    until: float = FOREVER
    seq: int = 0
    """Of the event with which it began."""

    def meets(self, begin: float, end: float) -> bool:
        """Whether it stood at some moment between the two."""
        return self.since <= end and begin <= self.until

    def holds_at(self, moment: float) -> bool:
        """Whether it stood before a moment and after it."""
        return self.since < moment < self.until


def spans(events: Sequence[Kept], times: Times, turn: Turn) -> list[Span]:
    """Return when something stood that the events of a stream tell of."""
    found: list[Span] = []
    for event in events:
        stands = turn(event.told)
        at = times[event.stream, event.seq]
        is_open = bool(found) and found[-1].until == FOREVER
        if stands and not is_open:
            found.append(Span(at, seq=event.seq))
        elif stands is False and is_open:
            found[-1] = Span(found[-1].since, at, found[-1].seq)
    return found


def any_meets(stood: Iterable[Span], begin: float, end: float) -> bool:
    """Whether any of them stood at some moment between the two."""
    return any(span.meets(begin, end) for span in stood)
