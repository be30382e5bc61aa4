"""What the log says of Redis: that it went away, that it is back, and little between."""

from collections import deque
from typing import Final

from hubbub_server.broker.redis.link import LinkBrokenError, SignInRefusedError
from hubbub_server.clock import Clock
from hubbub_server.logs import logger

SAY_EVERY_S: Final = 30.0
_MOST_A_MINUTE: Final = 4
_MINUTE_S: Final = 60.0


class Outage:
    """Whether Redis is away, since when, and when that was last said."""

    def __init__(self, clock: Clock, place: str) -> None:
        self._clock = clock
        self._place = place
        self._since_s: float | None = None
        self._said_at: float | None = None  # the last line while away; None: this one is not told
        self._told: deque[float] = deque(maxlen=_MOST_A_MINUTE)  # when outages were told
        self._untold = 0  # outages since the last that was told

    def report(self, error: LinkBrokenError) -> None:
        """Say that Redis is away, or still; with an unsteady link not each time."""
        now = self._clock.monotonic_s()
        began = self._since_s is None
        if self._since_s is None:
            self._since_s = now
            self._said_at = None
            if len(self._told) == _MOST_A_MINUTE and now - self._told[0] < _MINUTE_S:
                self._untold += 1
                return
        elif now - (self._since_s if self._said_at is None else self._said_at) < SAY_EVERY_S:
            return
        self._said_at = now
        self._told.append(now)
        say = logger.error if isinstance(error, SignInRefusedError) else logger.warning
        say(
            "Redis is away; hubs find each other's messages in the database,"
            " and presence stays within each"
            if began
            else "Redis is still away",
            redis=self._place,
            reason=str(error),
            away_s=round(now - self._since_s, 1),
            untold_breaks=self._untold,
        )
        self._untold = 0

    def end(self, streams: int) -> None:
        """Say that Redis is there, or back, if its going was said."""
        since, self._since_s = self._since_s, None
        if since is None:
            logger.info("Redis is there", redis=self._place, streams=streams)
        elif self._said_at is not None:
            away_s = round(self._clock.monotonic_s() - since, 1)
            logger.info("Redis is back", redis=self._place, away_s=away_s, streams=streams)
