"""The links of one kind of use: opened when they are needed, lent to one at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_server.store.epoch import Epoch, EpochRenewed
from hubbub_server.store.postgresql.link import Link, to_its_end

OpenLink = Callable[[], Coroutine[None, None, Link]]
"""Opens a link to the database of the present epoch, or raises a refusal."""

_PATIENCE_S: Final = 2.0
"""So long is waited at the end for what is under way."""
_CUT_S: Final = 1.0
"""So long for those to know of it whose links are broken off then."""


class Links:
    """At most ``most`` links; one who asks for another waits until one comes back.

    A broken one is replaced, so that what can be used again is used again; so is one that was
    opened in a former epoch, since it may lead to another database.
    """

    def __init__(self, open_link: OpenLink, epoch: Epoch, most: int) -> None:
        self._open_link = open_link
        self._epoch = epoch
        self._most = most
        self._places = asyncio.Semaphore(most)  # one for each link that may be lent now
        self._idle: list[Link] = []  # the one used last is lent first
        self._lent: set[Link] = set()
        self._closed = False

    def lend(self) -> AbstractAsyncContextManager[Link]:
        """Lend a link for the time of a block, which leaves it without a transaction.

        It leads to the database of the epoch in which this was called. Raises
        :class:`EpochRenewed` if another one has begun when a link is to be had.
        """
        return self._lend(self._epoch.present)

    @asynccontextmanager
    async def _lend(self, epoch: str) -> AsyncIterator[Link]:
        async with self._places:
            self._require_open()
            link = await self._take()
            self._lent.add(link)
            try:
                self._require_open()  # still: it may have taken long to open
                if self._epoch.present != epoch:
                    raise EpochRenewed
                yield link
            finally:
                self._lent.remove(link)
                if self._is_of_use(link) and not self._closed:
                    self._idle.append(link)
                else:  # now, since it may hold locks
                    await to_its_end(link.close())

    def cut(self) -> None:
        """Break all links at once, also those that are lent."""
        for link in (*self._idle, *self._lent):
            link.cut()

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
            if self._is_of_use(self._idle[-1]):
                return self._idle.pop()
            await self._idle.pop().close()
        opening = asyncio.ensure_future(self._open_link())
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            await asyncio.wait([opening])
            if opening.exception() is None:
                self._idle.append(opening.result())
            raise

    def _is_of_use(self, link: Link) -> bool:
        return not link.is_broken and link.epoch == self._epoch.present
