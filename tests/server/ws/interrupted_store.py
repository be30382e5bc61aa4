"""A store behind whose back something happens while it is read."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from hubbub_server.store.sqlite.store import SQLiteStore
from hubbub_server.store.sqlite.views import SQLiteReading


class InterruptedStore(SQLiteStore):
    """A store where something may happen behind a view, before its reader goes on."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[SQLiteReading]:
        """Open a view, and let happen what is to happen once, behind it."""
        async with super().snapshot() as reading:
            yield reading
        happening, self.meanwhile = self.meanwhile, None
        if happening is not None:
            await happening()
