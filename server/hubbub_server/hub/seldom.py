"""Saying again what goes on being wrong, but seldom: a log is read by people."""

from typing import Final

_EVERY_S: Final = 60.0


class Seldom:
    """Lets one of many equal complaints through, once a minute."""

    def __init__(self) -> None:
        self._said_at: float | None = None  # monotonic seconds

    def allows(self, now_s: float) -> bool:
        """Whether it may be said now; if so, that counts as done."""
        if self._said_at is not None and now_s - self._said_at < _EVERY_S:
            return False
        self._said_at = now_s
        return True
