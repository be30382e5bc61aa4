"""The consistent views of SQLite: one for reading, one for writing."""

from collections.abc import Sequence

from sqlalchemy import Connection, Executable, Row

from hubbub_server.store.interface import (
    Head,
    NewEvent,
    StoredEvent,
    Values,
    WriteKey,
    WriteResult,
)
from hubbub_server.store.sqlite import append
from hubbub_server.store.sqlite.link import Beginning, Link, raw


class SQLiteReading:
    """A view on one link, within its transaction."""

    def __init__(self, link: Link | Beginning) -> None:
        self._link = link

    async def rows(
        self, statement: Executable, values: Values | None = None
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Return all rows of a SELECT."""
        return await self._link.run(lambda c: c.execute(statement, values).all())

    async def row(
        self, statement: Executable, values: Values | None = None
    ) -> Row[tuple[object, ...]] | None:
        """Return the first row of a SELECT, or None."""
        return await self._link.run(lambda c: c.execute(statement, values).first())

    async def head(self, stream: str) -> Head:
        """Return where a stream ends."""
        return await self._link.run(lambda c: append.read_head(raw(c), stream))

    async def read_events(self, stream: str, after: int, limit: int) -> list[StoredEvent]:
        """Return at most ``limit`` events with a higher ``seq`` than ``after``, ascending."""
        return await self._link.run(lambda c: append.read_events(raw(c), stream, after, limit))

    async def find_result(self, key: WriteKey) -> WriteResult | None:
        """Return the first result of a known key."""
        return await self._link.run(lambda c: append.find_result(raw(c), key))


class SQLiteTransaction(SQLiteReading):
    """A view on the writing link, between BEGIN IMMEDIATE and COMMIT."""

    def __init__(self, link: Link, streams: frozenset[str], now_us: int) -> None:
        super().__init__(link)
        self.now_us = now_us
        self.to_publish: list[StoredEvent] = []  # in the order of their publication
        self._streams = streams  # those whose heads are locked

    async def execute(self, statement: Executable) -> int:
        """Run an INSERT, UPDATE or DELETE and return how many rows it touched."""
        return await self._link.run(lambda c: c.execute(statement).rowcount)

    async def append_events(self, events: Sequence[NewEvent]) -> list[StoredEvent]:
        """Number and insert events of streams that were named at the beginning."""
        for event in events:
            if event.stream not in self._streams:
                raise LookupError(f"{event.stream} is not locked by this transaction")

        def append_here(database: Connection) -> list[StoredEvent]:
            ledger = append.Ledger(raw(database), self.now_us)
            for event in events:
                ledger.number(event)
            return ledger.insert()

        stored = await self._link.run(append_here)
        self.to_publish += stored
        return stored

    async def find_result(self, key: WriteKey) -> WriteResult | None:
        """Return the first result of a known key, and publish its event again."""
        known = await super().find_result(key)
        if known is not None:
            self.to_publish += await self.read_events(known.stream, known.seq - 1, 1)
        return known

    async def remember_result(self, key: WriteKey, result: WriteResult) -> None:
        """Keep the result of a key for ever."""
        await self._link.run(lambda c: append.remember_results(raw(c), [(key, result)]))
