"""Where streams end, read for all who ask at the same time with one query."""

import asyncio
from typing import Final

from hubbub_server.store.interface import Store

HEADS_AT_ONCE: Final = 500


class HeadReads:
    """The streams whose head is asked for; while one query is in flight, the next ones gather."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: dict[str, asyncio.Future[int]] = {}  # by stream, not yet in a query
        self._task: asyncio.Task[None] | None = None  # reads while anything is asked for

    async def read(self, stream: str) -> int:
        """Return the head of a stream as a query finds it that begins after this call."""
        future = self._asked.get(stream)
        if future is None:
            future = self._asked[stream] = asyncio.get_running_loop().create_future()
            future.add_done_callback(_take_exception)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._read_all())
        return await asyncio.shield(future)  # another may wait for the same one

    def close(self) -> None:
        """End what is under way."""
        if self._task is not None:
            self._task.cancel()

    async def _read_all(self) -> None:
        try:
            while self._asked:
                names = list(self._asked)[:HEADS_AT_ONCE]
                await self._read_some({name: self._asked.pop(name) for name in names})
        finally:
            self._task = None

    async def _read_some(self, asked: dict[str, "asyncio.Future[int]"]) -> None:
        try:
            heads = await self._store.read_heads(list(asked))
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and the next are read
            for future in asked.values():
                future.set_exception(error)
            return
        for name, future in asked.items():
            future.set_result(heads[name].seq)


def _take_exception(future: "asyncio.Future[int]") -> None:
    """Look at it, since all who asked may have gone."""
    if not future.cancelled():
        future.exception()
