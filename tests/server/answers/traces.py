"""What a call makes the hub do: its statements, the rows they touch, what it publishes."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import ClauseElement, Executable, Row, func, literal, select, union_all

from hubbub_protocol.errors import Refusal
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.store.interface import (
    Head,
    MessageWritten,
    NewEvent,
    NewMessage,
    OpenTransaction,
    Reading,
    Store,
    StoredEvent,
    Values,
    WriteKey,
    WriteResult,
)
from hubbub_server.store.schema import metadata
from tests.server.store.wrapped_store import WrappedStore

Entry = tuple[object, ...]
_PLACE = re.compile(rb'"seq":\d+')


class Trace:
    """What was done since it was last taken, in order."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._texts: dict[object, str] = {}

    def note(self, *entry: object) -> None:
        """Add something."""
        self._entries.append(entry)

    def note_statement(self, statement: Executable, rows: int) -> None:
        """Add a statement and how many rows it returned or touched."""
        assert isinstance(statement, ClauseElement)
        key = statement._generate_cache_key()  # writing each anew would take most of the time
        assert key is not None
        if key.key not in self._texts:
            self._texts[key.key] = str(statement)
        self.note(self._texts[key.key], rows)

    def take(self) -> list[Entry]:
        """Return all that there is, and begin anew."""
        entries, self._entries = self._entries, []
        return entries


class TracedReading:
    """A view that notes every statement and how many rows came of it."""

    def __init__(self, view: Reading, trace: Trace) -> None:
        self._view = view
        self._trace = trace

    async def rows(
        self, statement: Executable, values: Values | None = None
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Return all rows of a SELECT."""
        rows = await self._view.rows(statement, values)
        self._trace.note_statement(statement, len(rows))
        return rows

    async def row(
        self, statement: Executable, values: Values | None = None
    ) -> Row[tuple[object, ...]] | None:
        """Return the first row of a SELECT, or None."""
        row = await self._view.row(statement, values)
        self._trace.note_statement(statement, 0 if row is None else 1)
        return row

    async def head(self, stream: str) -> Head:
        """Return where a stream ends."""
        self._trace.note("head", len(stream))
        return await self._view.head(stream)

    async def read_events(self, stream: str, after: int, limit: int) -> list[StoredEvent]:
        """Return events of a stream."""
        events = await self._view.read_events(stream, after, limit)
        self._trace.note("read_events", len(stream), limit, len(events))
        return events

    async def find_result(self, key: WriteKey) -> WriteResult | None:
        """Return the first result of a known key."""
        known = await self._view.find_result(key)
        self._trace.note("find_result", known is not None)
        return known


class TracedTransaction(TracedReading):
    """A view for writing that notes the same."""

    def __init__(self, view: OpenTransaction, trace: Trace) -> None:
        super().__init__(view, trace)
        self._opened = view
        self.now_us = view.now_us

    @property
    def to_publish(self) -> Sequence[StoredEvent]:
        """The events to be published after the commit."""
        return self._opened.to_publish

    async def execute(self, statement: Executable) -> int:
        """Run a statement that writes."""
        touched = await self._opened.execute(statement)
        self._trace.note_statement(statement, touched)
        return touched

    async def append_events(self, events: Sequence[NewEvent]) -> list[StoredEvent]:
        """Number and insert events."""
        stored = await self._opened.append_events(events)
        self._trace.note("append_events", *_sizes(stored))
        return stored

    async def remember_result(self, key: WriteKey, result: WriteResult) -> None:
        """Keep the result of a key for ever."""
        self._trace.note("remember_result", len(result.stream))
        await self._opened.remember_result(key, result)


class TracedStore(WrappedStore):
    """A store that notes what is asked of it."""

    def __init__(self, store: Store, trace: Trace) -> None:
        super().__init__(store)
        self._trace = trace

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[TracedReading]:
        """Open a consistent view for reading."""
        self._trace.note("snapshot")
        async with self._store.snapshot() as view:
            yield TracedReading(view, self._trace)
        self._trace.note("end")

    @asynccontextmanager
    async def transaction(self, streams: Iterable[str]) -> AsyncIterator[TracedTransaction]:
        """Lock streams and open a view for writing."""
        locked = list(streams)
        self._trace.note("transaction", *sorted(map(len, locked)))
        async with self._store.transaction(locked) as view:
            yield TracedTransaction(view, self._trace)
        self._trace.note("commit")

    async def append_messages(self, batch: Sequence[NewMessage]) -> list[MessageWritten | Refusal]:
        """Write messages."""
        outcomes = await self._store.append_messages(batch)
        for outcome in outcomes:
            events = outcome.events if isinstance(outcome, MessageWritten) else ()
            self._trace.note("append_messages", *_sizes(events))
        return outcomes

    async def read_heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Return where streams end."""
        self._trace.note("read_heads", len(streams))
        return await self._store.read_heads(streams)

    async def read_page(self, stream: str, after: int, until: int | None) -> list[StoredEvent]:
        """Return the next events."""
        page = await self._store.read_page(stream, after, until)
        self._trace.note("read_page", len(stream), len(page))
        return page


class TracedBroker(MemoryBroker):
    """A broker that notes what is given to it: class and size, and that of the stream's name."""

    def __init__(self, trace: Trace) -> None:
        super().__init__()
        self._trace = trace

    def publish(self, publication: Publication) -> None:
        """Note and carry a committed event."""
        size = len(_PLACE.sub(b"", publication.event))
        self._trace.note("publish", publication.publication_class, len(publication.stream), size)
        super().publish(publication)

    def whisper(self, whisper: Whisper) -> None:
        """Note and carry something of the moment."""
        self._trace.note("whisper", len(whisper.stream), len(whisper.frame))
        super().whisper(whisper)


async def count_rows(store: Store) -> dict[str, int]:
    """Return how many rows each table has."""
    counts = [
        select(literal(name).label("name"), func.count().label("rows")).select_from(table)
        for name, table in metadata.tables.items()
    ]
    async with store.snapshot() as reading:
        return {row.name: row.rows for row in await reading.rows(union_all(*counts))}


def _sizes(events: Sequence[StoredEvent]) -> list[tuple[str, int, int]]:
    return [(event.kind, len(event.stream), len(event.payload)) for event in events]
