"""A hub takes its leave: every client is told when to come back, and closed at that time.

The times are spread so that the other hubs, or the next program on this address, get a herd one by
one. A few are gone at once: nobody waits for a spread that spares nothing.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Drain
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


async def drain(sessions: Sequence[Session]) -> None:
    """Announce the leave to all sessions, then end each at its time, with its answers written."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    times = leaving_times(len(sessions))
    for place, (session, after_ms) in enumerate(zip(sessions, times, strict=True), start=1):
        session.outlet.write(built(Drain(after_ms=after_ms), session.outlet.encoding))
        if place % _SLICE == 0:
            await asyncio.sleep(0)
    for session, after_ms in zip(sessions, times, strict=True):
        left_s = began + after_ms / 1000 - loop.time()
        if left_s > 0:
            await asyncio.sleep(left_s)
        session.outlet.finish(CloseCode.SERVICE_RESTART, "The hub restarts")
