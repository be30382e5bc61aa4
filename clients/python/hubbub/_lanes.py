"""Work in lanes: one after the other within a lane, side by side across lanes."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MAX_WAITING: Final = 256
"""So many things may wait or be worked on in all lanes together; then :meth:`Lanes.put` waits."""


class Lanes(Generic[T]):
    """A lane per name, each with a task only while it has something to do."""

    def __init__(self, tasks: asyncio.TaskGroup, work: Callable[[T], Awaitable[None]]) -> None:
        self._tasks = tasks
        self._work = work
        self._lanes: dict[str, deque[T]] = {}
        """What waits in each lane that has a task."""
        self._places = asyncio.Semaphore(MAX_WAITING)

    async def put(self, lane: str, item: T) -> None:
        """Have something done after all that came before it in its lane."""
        await self._places.acquire()
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(item)
            return
        self._lanes[lane] = deque([item])
        self._tasks.create_task(self._drive(lane), name=f"hubbub lane {lane}")

    async def _drive(self, lane: str) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting:
                try:
                    await self._work(waiting.popleft())
                finally:
                    self._places.release()
        finally:
            del self._lanes[lane]
