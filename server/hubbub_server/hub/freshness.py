"""Whether what this hub remembers about rights may still be relied on."""

from dataclasses import dataclass
from typing import Final

from hubbub_server.clock import Clock

FRESH_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment on both clocks: the monotonic one stands still while a machine sleeps."""

    monotonic_s: float
    now_us: int

    def seconds_until(self, later: "Moment") -> float:
        """Return the longer of the two times that passed; a clock set back counts for nothing."""
        by_wall = (later.now_us - self.now_us) / 1_000_000
        return max(later.monotonic_s - self.monotonic_s, by_wall)


def moment_of(clock: Clock) -> Moment:
    """Read both clocks."""
    return Moment(clock.monotonic_s(), clock.now_us())


class Freshness:
    """When the control stream was last compared with the store, and obeyed to its end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._checked: Moment | None = None  # when the latest comparison that succeeded began

    def note_check(self, began: Moment) -> None:
        """Learn that everything committed before a moment has been obeyed."""
        self._checked = began

    def forget(self) -> None:
        """Let nothing be known, as another epoch begins."""
        self._checked = None

    @property
    def holds(self) -> bool:
        """Whether the stream was checked within the last 10 s."""
        checked = self._checked
        return checked is not None and checked.seconds_until(moment_of(self._clock)) <= FRESH_S
