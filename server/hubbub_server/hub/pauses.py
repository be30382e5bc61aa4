"""Noticing that the process did not run for a while: stopped, moved, or the machine slept."""

from typing import Final

from hubbub_server.clock import Clock
from hubbub_server.hub.freshness import moment_of

LOOK_EVERY_S: Final = 0.5
_PAUSE_S: Final = 2.0
"""So much without a look is a pause: links may have broken behind the back of the process."""


class Pauses:
    """When the last look was."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked = moment_of(clock)

    def look(self) -> float | None:
        """Return the seconds since the last look if they were a pause; looked for regularly."""
        now = moment_of(self._clock)
        passed_s = self._looked.seconds_until(now)
        self._looked = now
        return passed_s if passed_s > _PAUSE_S else None
