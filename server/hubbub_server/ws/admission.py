"""Whether a new socket is let in now, or asked to come later because the hub has too much to do.

What counts is how late the event loop runs, not how many are here: a hub that keeps up has room.
"""

from typing import Final

from hubbub_server import metrics

LONGEST_LAG_S: Final = 1.0
"""Later than this, twice in a row, and those who are here wait already."""
_SOONEST_MS: Final = 1_000
_SPREAD_MS: Final = 4_000
_STEP: Final = 0.618_033_988_749_895
"""The golden ratio: however many are sent away, their times to come again lie evenly spread."""


class Admission:
    """How late the event loop ran of late, and who was sent away for it."""

    def __init__(self, longest_lag_s: float = LONGEST_LAG_S) -> None:
        self._longest_s = longest_lag_s
        self._last_s = 0.0
        self._busy = False
        self._place = 0.0  # of the latest one sent away, from 0 to 1

    def note_lag(self, lag_s: float) -> None:
        """Note how late the loop ran just now.

        Once is no sign: a process that was stopped for a while has one such moment, and room.
        """
        self._busy = min(lag_s, self._last_s) > self._longest_s
        self._last_s = lag_s

    def wait_ms(self) -> int | None:
        """Say when a new socket should come again; None: it is let in."""
        if not self._busy:
            return None
        metrics.TURNED_AWAY.inc()
        self._place = (self._place + _STEP) % 1
        return _SOONEST_MS + int(_SPREAD_MS * self._place)
