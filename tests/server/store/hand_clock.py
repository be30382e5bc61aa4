"""A clock that stands still until a test moves it."""


class HandClock:
    """Tells the time that it was set to."""

    def __init__(self, now_us: int = 1_800_000_000_000_000) -> None:
        self._now_us = now_us  # microseconds since 1970

    def now_us(self) -> int:
        """Microseconds since 1970, UTC."""
        return self._now_us

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment."""
        return self._now_us / 1_000_000

    def move(self, by_us: int) -> None:
        """Move on, or back as a machine's clock does when it is corrected."""
        self._now_us += by_us
