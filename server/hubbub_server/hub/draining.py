"""A hub takes its leave: every client is told when to come back, and closed at that time.

The times are spread so that the other hubs, or the next program on this address, get a herd one by
one. A few are gone at once: nobody waits for a spread that spares nothing.
"""

import asyncio
import math
from collections.abc import Sequence
from typing import Final

from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Drain
from hubbub_server.clock import Clock
from hubbub_server.hub.frame import built
from hubbub_server.hub.session import Session

_APART_MS: Final = 20
"""Between two clients, while they are few."""
_LONGEST_MS: Final = 3_000
"""So long it takes at most; beyond, more come at a time."""
_SLICE: Final = 50
"""After so many frames others have their turn."""


def leaving_times(count: int) -> list[int]:
    """Return when each of so many clients is to come back, in milliseconds from now, ascending."""
    spread_ms = min(_LONGEST_MS, _APART_MS * count)
    return [spread_ms * place // count for place in range(count)]


async def drain(sessions: Sequence[Session], clock: Clock) -> None:
    """Announce the leave to all sessions, then end each at its time, with its answers written."""
    began_s = clock.monotonic_s()
    times = leaving_times(len(sessions))
    for place, (session, after_ms) in enumerate(zip(sessions, times, strict=True), start=1):
        session.outlet.write(built(Drain(after_ms=after_ms), session.outlet.encoding))
        if place % _SLICE == 0:
            await asyncio.sleep(0)
    for session, after_ms in zip(sessions, times, strict=True):
        await _reach(began_s + after_ms / 1000, clock)
        session.outlet.finish(CloseCode.SERVICE_RESTART, "The hub restarts")


async def _reach(moment_s: float, clock: Clock) -> None:
    """Wait until a clock shows a moment, and never return before.

    The loop's own time will not do: uvloop counts whole milliseconds, both in what it shows and in
    what it waits, and so ends a wait up to one too early. Hence also the whole ones waited here:
    less than half of one it takes for none, and would turn in a circle.
    """
    left_s = moment_s - clock.monotonic_s()
    while left_s > 0:
        await asyncio.sleep(math.ceil(left_s * 1000) / 1000)
        left_s = moment_s - clock.monotonic_s()
