"""The PostgreSQL store: links for sending, for other writes, and for reading."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from hubbub_protocol.errors import Refusal
from hubbub_server.clock import Clock
from hubbub_server.store.interface import Head, MessageWritten, NewMessage, StoredEvent
from hubbub_server.store.postgresql import append
from hubbub_server.store.postgresql.failures import Availability
from hubbub_server.store.postgresql.link import to_its_end
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
        self.epoch = epoch
        self._engine = engine
        self._clock = clock
        availability = Availability()
        writers = max(1, (links - 1) // 2)
        self._availability = availability
        self._sender = Links(engine, availability, 1)
        self._writers = Links(engine, availability, writers)
        self._readers = Links(engine, availability, max(1, links - 1 - writers))
        self._occupancy = Occupancy(engine, availability)

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
        return await to_its_end(self._append_messages(batch))

    async def _append_messages(self, batch: Sequence[NewMessage]) -> list[MessageWritten | Refusal]:
        async with self._sender.lend() as link:
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
            return await append.read_heads(link, streams)

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
