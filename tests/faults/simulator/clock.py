"""The time of a simulated world, as each hub's clock shows it."""

from typing import Final

from tests.faults.simulator.virtual_loop import VirtualLoop

BEGIN_US: Final = 1_800_000_000_000_000


class VirtualClock:
    """A clock that goes with the loop, and shows another hour than others do."""

    def __init__(self, loop: VirtualLoop, ahead_us: int = 0) -> None:
        self._loop = loop
        self._ahead_us = ahead_us  # of the true time

    def now_us(self) -> int:
        """Microseconds since 1970, UTC."""
        return BEGIN_US + self._ahead_us + round(self._loop.now * 1_000_000)

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment."""
        return self._loop.now
