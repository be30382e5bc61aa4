"""Time and ids: the only place of the server that asks the system for either."""

import secrets
import time
from typing import Protocol

from hubbub_protocol.ids import make_id


class Clock(Protocol):
    """What tells the time. Tests pass one that they move by hand."""

    def now_us(self) -> int:
        """Microseconds since 1970, UTC."""

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment; never goes back."""


class SystemClock:
    """The machine's own clock."""

    def now_us(self) -> int:
        """Microseconds since 1970, UTC."""
        return time.time_ns() // 1000

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        return time.monotonic()


def new_id(clock: Clock) -> str:
    """Make a new UUIDv7."""
    return make_id(clock.now_us(), secrets.randbits(74))
