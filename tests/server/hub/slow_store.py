"""A store that notes what it is asked, and may keep its answers back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from hubbub_protocol.errors import Refusal
from hubbub_server.clock import Clock
from hubbub_server.store.interface import Head, StoredEvent
from hubbub_server.store.sqlite import SQLiteStore
from hubbub_server.store.sqlite.views import SQLiteReading


class SlowStore(SQLiteStore):
    """A database file that is read as a database far away might be."""

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(path, clock)
        self.head_queries: list[set[str]] = []  # the streams of each
        self.page_reads: list[str] = []
        self.snapshots = 0  # that were opened
        self.answering = asyncio.Event()  # cleared: answers are kept back
        self.answering.set()
        self.paging = asyncio.Event()  # the same for pages alone
        self.paging.set()
        self.kept_back = 0  # answers
        self.defect: Exception | None = None  # what queries about heads come to
        self._answers: int | None = None  # how many queries about heads are answered yet

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[SQLiteReading]:
        """Open a consistent view for reading."""
        self.snapshots += 1
        async with super().snapshot() as reading:
            yield reading

    async def read_heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Return where these streams end: where they ended when that was asked."""
        self.head_queries.append(set(streams))
        if self.defect is not None:
            raise self.defect
        if self._answers is not None:
            self._answers -= 1
            if self._answers < 0:
                raise Refusal("unavailable", "The database cannot be used right now")
        heads = await super().read_heads(streams)
        await self._answer()
        return heads

    async def read_page(self, stream: str, after: int, until: int | None) -> list[StoredEvent]:
        """Return the next events after a ``seq``: those that there were when that was asked."""
        self.page_reads.append(stream)
        page = await super().read_page(stream, after, until)
        await self._answer()
        self.kept_back += 1
        await self.paging.wait()
        self.kept_back -= 1
        return page

    def refuse_after(self, answers: int | None) -> None:
        """Refuse to tell heads after so many more answers; None: never."""
        self._answers = answers

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(10):
            while not holds():
                await super().read_page("", 0, None)

    async def _answer(self) -> None:
        self.kept_back += 1
        await self.answering.wait()
        self.kept_back -= 1
