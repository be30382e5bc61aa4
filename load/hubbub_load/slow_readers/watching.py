"""Watching hubs for a while: how much memory they take, and how many sockets they have open."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import httpx

from hubbub_load.programs.memory import resident_kib
from hubbub_load.programs.served_hub import ServedHub
from hubbub_load.slow_readers.figures import Span

LOOK_S: Final = 0.25
LONGEST_S: Final = 60.0
NO_MATTER: Final = 1_000_000
_SOCKETS: Final = "hubbub_sockets "


@dataclass(frozen=True, slots=True)
class Watched:
    """What hubs were like for a while."""

    span: Span
    kib: Sequence[int]
    """The most memory of each."""
    sockets: Sequence[tuple[float, int]]
    """When they had how many sockets open together."""

    def gone_at(self, wanted: int) -> float | None:
        """Return when there were no more than so many sockets, for good; None: never."""
        left = [at for at, sockets in self.sockets if sockets > wanted]
        later = [at for at, _ in self.sockets if not left or at > left[-1]]
        return later[0] if later else None


async def watch(
    hubs: Sequence[ServedHub], seconds: float, *, until_sockets: int = NO_MATTER
) -> Watched:
    """Look at hubs again and again, and further on until they have no more than so many sockets.

    That is given up after :data:`LONGEST_S`.
    """
    began = time.monotonic()
    kib = [0 for _ in hubs]
    sockets: list[tuple[float, int]] = []
    async with httpx.AsyncClient() as client:
        while (past := time.monotonic() - began) < seconds or (
            sockets[-1][1] > until_sockets and past < seconds + LONGEST_S
        ):
            kib = [max(most, resident_kib(hub.pid)) for most, hub in zip(kib, hubs, strict=True)]
            pages = [(await client.get(f"{hub.address}/metrics")).text for hub in hubs]
            sockets.append((time.monotonic(), sum(map(_sockets_on, pages))))
            await asyncio.sleep(LOOK_S)
    return Watched(Span(began, time.monotonic()), kib, sockets)


def _sockets_on(page: str) -> int:
    """Return how many sockets a hub has open, by its page of metrics."""
    for line in page.splitlines():
        if line.startswith(_SOCKETS):
            return int(float(line.removeprefix(_SOCKETS)))
    raise LookupError(f"a hub's metrics have no {_SOCKETS}")
