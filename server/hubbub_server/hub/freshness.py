"""Whether what this hub remembers about rights may still be relied on."""

import asyncio
from dataclasses import dataclass
from math import inf
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
        # Until when it holds, on both clocks; it was never checked before the first comparison.
        self._until_s = -inf
        self._until_us = 0
        self._waiting: list[asyncio.Future[None]] = []  # those who wait for the next one

    def note_check(self, began: Moment) -> None:
        """Learn that everything committed before a moment has been obeyed."""
        self._until_s = began.monotonic_s + FRESH_S
        self._until_us = began.now_us + int(FRESH_S * 1_000_000)
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def next_check(self) -> "asyncio.Future[None]":
        """Return what is done when the stream was compared and obeyed again."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        return future

    def forget(self) -> None:
        """Let nothing be known, as another epoch begins."""
        self._until_s = -inf
        self._until_us = 0

    @property
    def holds(self) -> bool:
        """Whether the stream was checked within the last 10 s. Asked for every write to a room."""
        clock = self._clock
        return clock.monotonic_s() <= self._until_s and clock.now_us() <= self._until_us
