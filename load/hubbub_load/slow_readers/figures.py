"""What a run with slow readers came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hubbub_load.history.record import Complaint
from hubbub_load.latency import Latency, reckon_latency
from hubbub_load.slow_readers.room import Room


@dataclass(frozen=True, slots=True)
class Span:
    """A while, in monotonic seconds."""

    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.ended - self.began


@dataclass(frozen=True, slots=True)
class Others:
    """How those fared who read as they should, in a while."""

    to_delivery: Latency
    """From when a message was due to its arrival at each of them."""
    late: Latency
    """How much later than due this tool sent."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was not as it should be."""

    complaints: tuple[Complaint, ...] = ()
    """Promises that were broken."""
    troubles: tuple[str, ...] = ()
    """What did not come about within its time."""


@dataclass(frozen=True, slots=True)
class MuteFigures:
    """What readers came to who did not read for a while."""

    readers: int
    silence_s: float
    messages: int
    """So many were written meanwhile, …"""
    before_closed: int
    """… and so many of them before the last reader was closed."""
    kib_each: float
    """So much more memory the hub had at most, for each of them; where it was most."""
    gone_after_s: float | None
    """When the hub had closed the last of them; None: not within the silence."""
    codes: Mapping[int | None, int]
    """How many were closed with which code; None: the last bytes did not come through."""
    complete_after_s: Sequence[float]
    """So long each took, once back, to have everything."""
    before: Others
    meanwhile: Others
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class AbsenceFigures:
    """What a member came to who was away while much happened."""

    missed: int
    filled_s: float
    """So long it took to write that."""
    complete_after_s: float
    """So long it took, once back, to have everything."""
    before: Others
    meanwhile: Others
    verdict: Verdict


def others_in(room: Room, spans: Sequence[Span]) -> list[Others]:
    """Return how the listeners of a room fared in each of these times."""
    deliveries = room.deliveries()
    return [
        Others(
            reckon_latency(
                each.delay_s for each in deliveries if span.began <= each.due < span.ended
            ),
            reckon_latency(
                said.sent_at - said.due for said in room.said if span.began <= said.due < span.ended
            ),
        )
        for span in spans
    ]
