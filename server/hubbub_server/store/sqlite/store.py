"""The SQLite store: one link that writes, a few that read."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from hubbub_protocol.errors import Refusal
from hubbub_server.clock import Clock
from hubbub_server.store.epoch import Epoch, EpochRenewed
from hubbub_server.store.installation import prepare_installation, renew_epoch
from hubbub_server.store.interface import (
    Head,
    MessageWritten,
    NewMessage,
    StoredEvent,
    StoreUnavailable,
)
from hubbub_server.store.migrations import migrate
from hubbub_server.store.sqlite import append
from hubbub_server.store.sqlite.identity import identity_beside
from hubbub_server.store.sqlite.link import Beginning, Link, engine_for, raw
from hubbub_server.store.sqlite.messages import append_messages
from hubbub_server.store.sqlite.occupancy import Occupancy
from hubbub_server.store.sqlite.views import SQLiteReading, SQLiteTransaction

T = TypeVar("T")

_READERS: Final = 2
_PAGE_EVENTS: Final = 128
_PAGE_BYTES: Final = 262_144


async def open_sqlite(path: Path, clock: Clock) -> "SQLiteStore":
    """Open the database file, make or migrate it as needed, and check whose it is.

    Raises :class:`StoreUnavailable` with a sentence for the operator.
    """
    store = SQLiteStore(path, clock)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        await store.prepare(identity_beside(path))
    except StoreUnavailable:
        await store.close()
        raise
    except (Refusal, DBAPIError, sqlite3.Error, OSError) as error:
        await store.close()
        reason = error.__cause__ if isinstance(error, Refusal) else error
        reason = reason.orig if isinstance(reason, DBAPIError) else reason
        raise StoreUnavailable(f"The database {path} cannot be opened: {reason}") from error
    return store


class SQLiteStore:
    """A database file. See :class:`hubbub_server.store.interface.Store` for the promises."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._epoch = Epoch("")  # known once it is prepared
        self._clock = clock
        self._occupancy = Occupancy(path)
        engine = engine_for(path)
        self._writer = Link(engine, read_only=False)
        self._writing = asyncio.Lock()  # held from BEGIN IMMEDIATE to COMMIT
        self._readers = [Link(engine, read_only=True) for _ in range(_READERS)]
        self._idle = [*self._readers]  # the one used last is lent first
        # Gives each its turn in the order of asking; a queue would let those who read on and on
        # (a long replay does) pass by all who wait.
        self._reading = asyncio.Semaphore(_READERS)

    async def prepare(self, identity: str) -> None:
        """Migrate the database and find out which installation it belongs to."""
        await self._writer.run(migrate)
        async with self.transaction(()) as opened:
            self._epoch.present = await prepare_installation(opened, identity)

    @property
    def epoch(self) -> str:
        """The present epoch of the installation."""
        return self._epoch.present

    def when_renewed(self, deed: Callable[[], None]) -> None:
        """Have something done whenever another epoch begins."""
        self._epoch.when_renewed(deed)

    async def renew_epoch(self, known: str) -> None:
        """Begin another epoch, unless the installation has another one already."""
        async with self.transaction(()) as opened:
            found = await renew_epoch(opened, known)
        with suppress(EpochRenewed):
            self._epoch.compare(found)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[SQLiteReading]:
        """Open a consistent view for reading."""
        async with self._lend_reader() as link:
            beginning = Beginning(link)
            try:
                yield SQLiteReading(beginning)
            finally:  # also when cancelled in BEGIN, which may have begun all the same
                if beginning.begun:
                    await asyncio.shield(link.run(_roll_back))

    @asynccontextmanager
    async def transaction(self, streams: Iterable[str]) -> AsyncIterator[SQLiteTransaction]:
        """Lock these streams and open a view for writing; commit at the end of the block."""
        async with self._writing:
            try:
                await self._writer.run(_begin_writing)
                yield SQLiteTransaction(self._writer, frozenset(streams), self._clock.now_us())
            except BaseException:  # also when cancelled in BEGIN, which may have begun all the same
                await _to_its_end(self._writer.run(_roll_back))
                raise
            await _to_its_end(self._writer.run(_commit))

    async def append_messages(self, batch: Sequence[NewMessage]) -> list[MessageWritten | Refusal]:
        """Write messages in one transaction, in this order."""

        def write(database: Connection) -> list[MessageWritten | Refusal]:
            link = raw(database)
            try:
                link.execute("BEGIN IMMEDIATE")
                outcomes = append_messages(link, batch, self._clock.now_us())
                link.execute("COMMIT")
            except BaseException:
                link.rollback()
                raise
            return outcomes

        async with self._writing:
            return await _to_its_end(self._writer.run(write))

    async def read_heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Return where these streams end."""
        epoch, heads = await self._read(lambda c: append.read_heads(raw(c), streams))
        self._epoch.compare(epoch)
        return heads

    async def read_page(self, stream: str, after: int, until: int | None) -> list[StoredEvent]:
        """Return the next events after a ``seq``: at most 128 of them or about 256 KiB."""
        events = await self._read(
            lambda c: append.read_events(raw(c), stream, after, _PAGE_EVENTS, until)
        )
        size = 0
        for count, event in enumerate(events, start=1):
            size += len(event.payload)
            if size >= _PAGE_BYTES:
                return events[:count]
        return events

    async def _read(self, deed: Callable[[Connection], T]) -> T:
        """Run a read of one statement, which is consistent in itself."""
        async with self._lend_reader() as link:
            return await link.run(deed)

    @asynccontextmanager
    async def _lend_reader(self) -> AsyncIterator[Link]:
        async with self._reading:
            link = self._idle.pop()
            try:
                yield link
            finally:
                self._idle.append(link)

    async def occupy(self, *, alone: bool) -> None:
        """Say that a hub runs on this database, alone or beside others."""
        self._occupancy.take(alone=alone)

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
        async with self._writing:
            for link in (self._writer, *self._readers):
                await link.close()
        self._occupancy.give_up()


async def _to_its_end(deed: Coroutine[None, None, T]) -> T:
    """Await a deed; one who is cancelled meanwhile leaves only when it is done or undone."""
    task = asyncio.ensure_future(deed)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _begin_writing(database: Connection) -> None:
    raw(database).execute("BEGIN IMMEDIATE")


def _commit(database: Connection) -> None:
    try:
        raw(database).commit()
    except BaseException:
        _roll_back(database)
        raise


def _roll_back(database: Connection) -> None:
    raw(database).rollback()
