"""Moving an installation from one database to another, of the same kind or not.

All that any client remembers stays valid: the epoch, the heads and seqs of all streams, the keys of
commands, the read markers. What is new is only which database it belongs to.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from sqlalchemy import Row, Table, delete, func, insert, select, tuple_, update

from hubbub_server.store.interface import Reading, Store, StoreUnavailable, Transaction
from hubbub_server.store.schema import installation, jobs, metadata, streams

_MOST_VALUES: Final = 8_000
"""In one statement: both databases refuse one with more than about 32,000."""
_OF_THE_DATABASE: Final = ("id", "identity")
"""What an installation does not take with it."""


async def copy_installation(source: Store, target: Store) -> dict[str, int]:
    """Copy every row of one moment of ``source``; return how many there were, by table.

    Both are of this program's version, since they are open. ``target`` must be empty but for what
    a hub without an owner leaves; it is whole afterwards, or as it was. Its store is still in the
    epoch that it was in when it was opened: open it anew. Raises :class:`StoreUnavailable` with a
    sentence.
    """
    counts: dict[str, int] = {}
    async with source.snapshot() as reading, target.transaction(()) as writing:
        # Heads of 0 mean the same as none; locks leave them behind.
        await writing.execute(delete(streams).where(streams.c.head == 0))
        await writing.execute(delete(jobs))  # which every hub runs
        for table in _copied():
            await _require_empty(writing, table)
        await _copy_installation_row(reading, writing)
        for table in _copied():
            counts[table.name] = await _copy_table(reading, writing, table)
    return counts


def _copied() -> list[Table]:
    """Return the tables to copy row by row, those first to which others refer."""
    return [table for table in metadata.sorted_tables if table is not installation]


async def _require_empty(reading: Reading, table: Table) -> None:
    found = await reading.row(select(func.count()).select_from(table))
    if found is not None and found[0]:
        raise StoreUnavailable(
            f"The target is not empty: there are {found[0]:,} rows in its table {table.name};"
            " give a new database, in which no hub has run"
        )


async def _copy_installation_row(reading: Reading, writing: Transaction) -> None:
    row = await reading.row(select(installation))
    if row is None:
        raise LookupError("the source has no installation")
    values = _values_of(row, installation)
    for name in _OF_THE_DATABASE:
        del values[name]
    await writing.execute(update(installation).values(values))


async def _copy_table(reading: Reading, writing: Transaction, table: Table) -> int:
    count = 0
    async for rows in _pages(reading, table):
        await writing.execute(insert(table).values([_values_of(row, table) for row in rows]))
        count += len(rows)
    return count


async def _pages(
    reading: Reading, table: Table
) -> AsyncIterator[Sequence[Row[tuple[object, ...]]]]:
    """Read a table page by page, in the order of its key."""
    key = list(table.primary_key.columns)
    limit = _MOST_VALUES // len(table.columns)
    page = select(table).order_by(*key).limit(limit)
    statement = page
    while rows := await reading.rows(statement):
        yield rows
        values = _values_of(rows[-1], table)
        last = [values[column.name] for column in key]
        statement = page.where(tuple_(*key) > tuple_(*last))


def _values_of(row: Row[tuple[object, ...]], table: Table) -> dict[str, object]:
    """Return a whole row of a table by the names of its columns."""
    return dict(zip(table.columns.keys(), row, strict=True))
