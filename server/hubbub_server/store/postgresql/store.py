"""The PostgreSQL store: links for sending, for other writes, and for reading."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from typing import Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from hubbub_protocol.errors import Refusal
from hubbub_server.clock import Clock
from hubbub_server.store.epoch import Epoch, EpochRenewed
from hubbub_server.store.installation import renew_epoch
from hubbub_server.store.interface import Head, MessageWritten, NewMessage, StoredEvent
from hubbub_server.store.postgresql import append
from hubbub_server.store.postgresql.failures import Availability
from hubbub_server.store.postgresql.identity import open_known_link
from hubbub_server.store.postgresql.link import Link, to_its_end
from hubbub_server.store.postgresql.links import Links
from hubbub_server.store.postgresql.messages import append_messages
from hubbub_server.store.postgresql.occupancy import Occupancy
from hubbub_server.store.postgresql.views import PostgreSQLReading, PostgreSQLTransaction

_KEYS: Final = "command_keys_pkey"
_TRIES: Final = 3
"""Of a batch in which a key was used elsewhere at the same moment; the next time it is known."""


class PostgreSQLStore:
    """A database on a server. See :class:`hubbub_server.store.interface.Store` for the promises.

    Sending has a link of its own, so that it never waits behind other writes; the rest of
    ``links`` are for them and for reading, half each.
    """

    def __init__(self, engine: AsyncEngine, epoch: str, clock: Clock, links: int) -> None:
        self._engine = engine
        self._clock = clock
        self._epoch = Epoch(epoch)
        self._availability = Availability()
        open_link = partial(open_known_link, engine, self._availability, self._epoch)
        writers = max(1, (links - 1) // 2)
        self._sender = Links(open_link, self._epoch, 1)
        self._writers = Links(open_link, self._epoch, writers)
        self._readers = Links(open_link, self._epoch, max(1, links - 1 - writers))
        self._occupancy = Occupancy(open_link)
        self._epoch.when_renewed(self._cut)

    @property
    def epoch(self) -> str:
        """The present epoch of the installation."""
        return self._epoch.present

    def when_renewed(self, deed: Callable[[], None]) -> None:
        """Have something done whenever another epoch begins."""
        self._epoch.when_renewed(deed)

    async def renew_epoch(self, known: str) -> None:
        """Begin another epoch, unless the installation has another one already."""
        with suppress(EpochRenewed):  # found by the link: then it has
            async with self.transaction(()) as opened:
                found = await renew_epoch(opened, known)
            self._epoch.compare(found)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[PostgreSQLReading]:
        """Open a consistent view for reading."""
        async with self._readers.lend() as link:
            try:
                await link.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield PostgreSQLReading(link)
            finally:  # also when cancelled in BEGIN, which goes on all the same
                await to_its_end(link.roll_back())

    @asynccontextmanager
    async def transaction(self, streams: Iterable[str]) -> AsyncIterator[PostgreSQLTransaction]:
        """Lock these streams and open a view for writing; commit at the end of the block."""
        names = list(dict.fromkeys(streams))
        async with self._writers.lend() as link:
            try:
                await link.begin("ISOLATION LEVEL READ COMMITTED")
                heads = await append.lock_heads(link, names) if names else {}
                yield PostgreSQLTransaction(link, heads, self._clock.now_us())
            except BaseException:  # also when cancelled in BEGIN, which goes on all the same
                await to_its_end(link.roll_back())
                raise
            try:
                await to_its_end(link.commit())
            except BaseException:
                await to_its_end(link.roll_back())
                raise

    async def append_messages(self, batch: Sequence[NewMessage]) -> list[MessageWritten | Refusal]:
        """Write messages in one transaction, in this order."""
        return await to_its_end(self._append_messages(self._sender.lend(), batch))

    async def _append_messages(
        self, lent: AbstractAsyncContextManager[Link], batch: Sequence[NewMessage]
    ) -> list[MessageWritten | Refusal]:
        async with lent as link:
            for _ in range(_TRIES):
                try:
                    outcomes = await append_messages(link, batch, self._clock.now_us())
                except asyncpg.UniqueViolationError as error:
                    if error.constraint_name != _KEYS:
                        raise
                    continue
                self._availability.note_success()
                return outcomes
        raise Refusal("unavailable", "These keys are being used already", after_ms=100)

    async def read_heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Return where these streams end."""
        async with self._readers.lend() as link:
            epoch, heads = await append.read_heads(link, streams)
            self._epoch.compare(epoch)
            return heads

    async def read_page(self, stream: str, after: int, until: int | None) -> list[StoredEvent]:
        """Return the next events after a ``seq``: at most 128 of them or about 256 KiB."""
        async with self._readers.lend() as link:
            return await append.read_page(link, stream, after, until)

    async def occupy(self, *, alone: bool) -> None:
        """Say that a hub runs on this database, alone or beside others."""
        await self._occupancy.take(alone=alone)

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
        links = (self._sender, self._writers, self._readers)
        await asyncio.gather(*(each.close() for each in links))
        await self._occupancy.give_up()
        await self._engine.dispose()

    def _cut(self) -> None:
        """Break what leads to the database as it was: it may be another one from now on."""
        for each in (self._sender, self._writers, self._readers, self._occupancy):
            each.cut()
