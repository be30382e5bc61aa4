"""When a client comes back after its socket is gone."""

from typing import Final, Literal

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 30.0
LONGEST_WAIT_AT_FIRST_S: Final = 8.0
AT_FIRST_S: Final = 60.0
"""In the first minute of an absence no wait is longer than that, unless a hub asks for peace."""
STEADY_S: Final = {"resume": 1.0, "back_off": 30.0}
"""A session live for so long before such a close waits for the shortest time again."""


class Return:
    """The wait before the next socket: random and growing, or what the hub asks for."""

    def __init__(self) -> None:
        self.asked_for: float | None = None
        """When the hub asked to be called again: on ``drain``, or with ``bye``."""
        self._attempt = 0
        """How many sockets in a row did not last."""
        self._gone_at = 0.0
        """When the first of them was gone."""
        self._live_at: float | None = None
        """When the welcome came on this socket."""

    def note_opened(self) -> None:
        """Note a new socket."""
        self.asked_for = None
        self._live_at = None

    def note_welcome(self, now: float) -> None:
        """Note that the session is live."""
        self._live_at = now

    def next_opening(
        self, now: float, chance: float, verdict: Literal["resume", "back_off"]
    ) -> float:
        """Return when to open the next socket, now that this one is gone or did not open."""
        if self._live_at is not None and now - self._live_at >= STEADY_S[verdict]:
            self._attempt = 0
        self._live_at = None
        if self._attempt == 0:
            self._gone_at = now
        at_first = verdict == "resume" and now - self._gone_at < AT_FIRST_S
        longest = LONGEST_WAIT_AT_FIRST_S if at_first else LONGEST_WAIT_S
        longest = min(longest, FIRST_WAIT_S * 2.0 ** min(self._attempt, 10))
        self._attempt += 1
        asked_for, self.asked_for = self.asked_for, None
        if asked_for is not None:  # the hub has spread its clients already
            return max(now, asked_for)
        return now + chance * longest
