"""The links of one kind of use: opened when they are needed, lent to one at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from hubbub_protocol.errors import Refusal
from hubbub_server.store.postgresql.failures import Availability
from hubbub_server.store.postgresql.link import Link, open_link, to_its_end


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
        self._closed = False

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Link]:
        """Lend a link for the time of a block, which leaves it without a transaction."""
        async with self._places:
            if self._closed:
                raise Refusal("unavailable", "The hub is stopping", after_ms=1000)
            link = await self._take()
            try:
                yield link
            finally:
                if link.is_broken:  # closed now, since it may hold locks
                    await to_its_end(link.close())
                else:
                    self._idle.append(link)

    async def close(self) -> None:
        """Wait for what is lent, and close all."""
        for _ in range(self._most):
            await self._places.acquire()
        self._closed = True
        while self._idle:
            await self._idle.pop().close()
        for _ in range(self._most):
            self._places.release()  # those who come too late are told so

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
