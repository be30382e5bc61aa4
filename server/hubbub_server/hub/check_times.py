"""When the streams are to be compared with the store again, if no doubt comes before."""

import random
from typing import Final

from hubbub_server.clock import Clock

CALM_S: Final = (4.0, 6.0)
HURRIED_S: Final = (0.25, 0.75)
LOOK_EVERY_S: Final = 0.25


class CheckTimes:
    """The time of the last comparison; not all hubs make theirs at the same moment."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._checked_s = clock.monotonic_s()
        self._share = random.random()  # of the way from the shortest patience to the longest  # noqa: S311

    def note_check(self) -> None:
        """Learn that a comparison was tried."""
        self._checked_s = self._clock.monotonic_s()
        self._share = random.random()  # noqa: S311

    def is_due(self, *, hurried: bool) -> bool:
        """Whether it is time; ``hurried``: nothing else brings what is missing."""
        least, most = HURRIED_S if hurried else CALM_S
        patience_s = least + (most - least) * self._share
        return self._clock.monotonic_s() - self._checked_s >= patience_s
