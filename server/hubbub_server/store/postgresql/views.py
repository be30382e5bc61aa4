"""The consistent views of PostgreSQL: one for reading, one for writing."""

from collections.abc import Sequence

from sqlalchemy import Executable, Row

from hubbub_server.store.interface import Head, NewEvent, StoredEvent, Values, WriteKey, WriteResult
from hubbub_server.store.postgresql import append
from hubbub_server.store.postgresql.link import Link


class PostgreSQLReading:
    """A view on one link, between its BEGIN and its end."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def rows(
        self, statement: Executable, values: Values | None = None
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Return all rows of a SELECT."""
        return await self._link.rows(statement, values)

    async def row(
        self, statement: Executable, values: Values | None = None
    ) -> Row[tuple[object, ...]] | None:
        """Return the first row of a SELECT, or None."""
        rows = await self._link.rows(statement, values)
        return rows[0] if rows else None

    async def head(self, stream: str) -> Head:
        """Return where a stream ends."""
        return await append.read_head(self._link, stream)

    async def read_events(self, stream: str, after: int, limit: int) -> list[StoredEvent]:
        """Return at most ``limit`` events with a higher ``seq`` than ``after``, ascending."""
        return await append.read_events(self._link, stream, after, limit)

    async def find_result(self, key: WriteKey) -> WriteResult | None:
        """Return the first result of a known key."""
        return await append.find_result(self._link, key)


class PostgreSQLTransaction(PostgreSQLReading):
    """A view on one link that has locked the heads of its streams; each statement sees anew."""

    def __init__(self, link: Link, heads: dict[str, Head], now_us: int) -> None:
        super().__init__(link)
        self.now_us = now_us
        self.to_publish: list[StoredEvent] = []  # in the order of their publication
        self._ledger = append.Ledger(link, heads, now_us)

    async def execute(self, statement: Executable) -> int:
        """Run an INSERT, UPDATE or DELETE and return how many rows it touched."""
        return await self._link.execute(statement)

    async def append_events(self, events: Sequence[NewEvent]) -> list[StoredEvent]:
        """Number and insert events of streams that were named at the beginning."""
        stored = await self._ledger.append(events)
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
        await append.remember_result(self._link, key, result)
