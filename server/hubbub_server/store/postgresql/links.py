"""The links of one kind of use: opened when they are needed, lent to one at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from hubbub_protocol.errors import Refusal
from hubbub_server.store.postgresql.failures import Availability
from hubbub_server.store.postgresql.link import Link, open_link, to_its_end

_PATIENCE_S: Final = 2.0
"""So long is waited at the end for what is under way."""
_CUT_S: Final = 1.0
"""So long for those to know of it whose links are broken off then."""


class Links:
    """At most ``most`` links; one who asks for another waits until one comes back.

    A broken one is replaced, so that what can be used again is used again.
    """

    def __init__(self, engine: AsyncEngine, availability: Availability, most: int) -> None:
        self._engine = engine
        self._availability = availability
        self._most = most
        self._places = asyncio.Semaphore(most)  # one for each link that may be lent now
        self._idle: list[Link] = []  # the one used last is lent first
        self._lent: set[Link] = set()
        self._closed = False

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Link]:
        """Lend a link for the time of a block, which leaves it without a transaction."""
        async with self._places:
            self._require_open()
            link = await self._take()
            self._lent.add(link)
            try:
                self._require_open()  # still: it may have taken long to open
                yield link
            finally:
                self._lent.remove(link)
                if link.is_broken or self._closed:  # now, since it may hold locks
                    await to_its_end(link.close())
                else:
                    self._idle.append(link)

    async def close(self) -> None:
        """Wait for what is lent, and close all; what takes too long is broken off."""
        waiting = asyncio.ensure_future(self._wait_for_lent())
        await asyncio.wait([waiting], timeout=_PATIENCE_S)
        self._closed = True
        for link in self._lent:
            link.cut()
        await asyncio.wait([waiting], timeout=_CUT_S)
        waiting.cancel()
        idle, self._idle = self._idle, []
        await asyncio.gather(*(link.close() for link in idle))

    async def _wait_for_lent(self) -> None:
        """Wait until all places are free; those who come later are told that they are too late."""
        taken = 0
        try:
            while taken < self._most:
                await self._places.acquire()
                taken += 1
        finally:
            self._closed = True
            for _ in range(taken):
                self._places.release()

    def _require_open(self) -> None:
        if self._closed:
            raise Refusal("unavailable", "The hub is stopping", after_ms=1000)

    async def _take(self) -> Link:
        while self._idle:
            if not self._idle[-1].is_broken:
                return self._idle.pop()
            await self._idle.pop().close()
        opening = asyncio.ensure_future(open_link(self._engine, self._availability))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            await asyncio.wait([opening])
            if opening.exception() is None:
                self._idle.append(opening.result())
            raise
