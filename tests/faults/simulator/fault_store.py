"""A store that fails at the worst moments: around every commit, and in reading.

It wraps any store. Without faults it is that store; it passes the store's own suite.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from hubbub_protocol.errors import Refusal
from hubbub_server.store.interface import (
    Head,
    MessageWritten,
    NewMessage,
    OpenTransaction,
    Reading,
    Store,
    StoredEvent,
)
from tests.server.store.wrapped_store import WrappedStore

T = TypeVar("T")

WriteFault = Literal[
    "death before commit",
    "death after commit",
    "reply of a commit lost",
    "write refused",
    "write slow",
]
ReadFault = Literal["read refused", "read slow"]


@dataclass
class Trouble:
    """What will go wrong with the next writes and reads of one hub."""

    die: Callable[[], None]
    """Ends the hub; what called it is never continued."""
    note: Callable[[str], None]
    """Is told of each fault that happens, and of each commit."""
    writes: deque[tuple[WriteFault, float]] = field(default_factory=deque)
    """What befalls the next writes, and for how many seconds."""
    reads: deque[tuple[ReadFault, float]] = field(default_factory=deque)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.writes.clear()
        self.reads.clear()

    async def before_commit(self) -> WriteFault | None:
        """Let happen what comes before a commit; returns what is to come after it."""
        if not self.writes:
            return None
        fault, seconds = self.writes.popleft()
        self.note(fault)
        match fault:
            case "death before commit":
                await self._end()
            case "write refused":
                raise _refusal()
            case "write slow":
                await asyncio.sleep(seconds)
            case _:
                return fault
        return None

    async def after_commit(self, fault: WriteFault | None) -> None:
        """Let happen what comes when all is durable, and nobody knows."""
        if fault == "death after commit":
            await self._end()
        if fault == "reply of a commit lost":
            raise _refusal()

    async def reading(self) -> None:
        """Let happen what befalls a read."""
        if not self.reads:
            return
        fault, seconds = self.reads.popleft()
        self.note(fault)
        if fault == "read slow":
            await asyncio.sleep(seconds)
        else:
            raise _refusal()

    async def _end(self) -> None:
        self.die()
        await asyncio.get_running_loop().create_future()  # never


class FaultStore(WrappedStore):
    """A hub's store. See :class:`hubbub_server.store.interface.Store` for the promises."""

    def __init__(self, store: Store, trouble: Trouble) -> None:
        super().__init__(store)
        self._trouble = trouble

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reading]:
        """Open a consistent view for reading."""
        await self._trouble.reading()
        async with self._store.snapshot() as reading:
            yield reading

    @asynccontextmanager
    async def transaction(self, streams: Iterable[str]) -> AsyncIterator[OpenTransaction]:
        """Lock these streams and open a view for writing; commit at the end of the block."""
        async with self._store.transaction(streams) as opened:
            yield opened
            fault = await self._trouble.before_commit()
        await self._trouble.after_commit(fault)

    async def append_messages(self, batch: Sequence[NewMessage]) -> list[MessageWritten | Refusal]:
        """Write messages in one transaction, in this order."""
        fault = await self._trouble.before_commit()
        outcomes = await self._store.append_messages(batch)
        await self._trouble.after_commit(fault)
        return outcomes

    async def read_heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Return where these streams end."""
        return await self._late(self._store.read_heads(streams))

    async def read_page(self, stream: str, after: int, until: int | None) -> list[StoredEvent]:
        """Return the next events after a ``seq``."""
        return await self._late(self._store.read_page(stream, after, until))

    async def _late(self, read: Awaitable[T]) -> T:
        """Return what was read, when it is old already, or lose it."""
        found = await read
        await self._trouble.reading()
        return found


def _refusal() -> Refusal:
    return Refusal("unavailable", "The database cannot be used right now", after_ms=200)
