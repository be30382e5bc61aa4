"""What a session has received and its reader has not taken yet."""

import asyncio
from collections import deque
from typing import Final, Generic, TypeVar

from hubbub._errors import HubbubError

T = TypeVar("T")

CAPACITY: Final = 1024
"""How much may wait before :meth:`Inflow.room` makes the session stop reading its link."""


class Inflow(Generic[T]):
    """A queue with one reader. When it is full the session reads no further, so the hub waits.

    While a call of one's own waits for its answer the session reads on all the same, since the
    answer comes behind the events; what piles up then is what the hub had already sent.
    """

    def __init__(self) -> None:
        self._items: deque[T] = deque()
        self._reader: asyncio.Future[None] | None = None
        """Done when there is something to read, or nothing ever again."""
        self._writer: asyncio.Future[None] | None = None
        """Done when the session may read on."""
        self._end: HubbubError | None = None
        """Raised to the reader once everything before it is read."""
        self._closed = False

    def put(self, item: T) -> None:
        """Add one; never refuses, see :meth:`room`."""
        self._items.append(item)
        _wake(self._reader)

    @property
    def half_full(self) -> bool:
        """Whether it is time to drop what may be missed."""
        return len(self._items) >= CAPACITY // 2

    async def room(self) -> None:
        """Wait until there is room, or until :meth:`let_through`."""
        if len(self._items) >= CAPACITY and not self._closed:
            self._writer = asyncio.get_running_loop().create_future()
            await self._writer

    def let_through(self) -> None:
        """End the wait of :meth:`room` although there is none."""
        _wake(self._writer)

    def close(self, error: HubbubError | None = None) -> None:
        """Add nothing more; the reader gets what is left, then the error or the end."""
        self._end = error
        self._closed = True
        _wake(self._reader)
        _wake(self._writer)

    async def get(self) -> T:
        """Return the next. Raises StopAsyncIteration at the end, or the error of the end."""
        while not self._items:
            if self._end is not None:
                raise self._end
            if self._closed:
                raise StopAsyncIteration
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        item = self._items.popleft()
        if len(self._items) < CAPACITY // 2:
            _wake(self._writer)
        return item


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)
