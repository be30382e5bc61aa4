"""An installation moves to another database whole, and nobody who follows it notices."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Executable, Row, select

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL, inbox_stream
from hubbub_server.domain.jobs import JobState
from hubbub_server.store.copying import copy_installation
from hubbub_server.store.interface import Store, StoreUnavailable, Values
from hubbub_server.store.jobs import put_job
from hubbub_server.store.read_markers import raise_marker
from hubbub_server.store.schema import installation, metadata
from tests.server.store.backends import Backend, PostgreSQLBackend, SQLiteBackend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, accepted


@pytest.fixture
def elsewhere(
    database: str, tmp_path: Path, postgres: PostgresServer, emptied_database: str
) -> Backend:
    """An empty database of the other kind."""
    if database == "postgresql":
        return SQLiteBackend(tmp_path)
    other = PostgreSQLBackend(postgres, emptied_database)
    other.empty()
    return other


@pytest.fixture
async def target(elsewhere: Backend, clock: HandClock) -> AsyncIterator[Store]:
    opened = await elsewhere.open(clock)
    yield opened
    await opened.close()


async def everything(store: Store) -> dict[str, list[str]]:
    """Return all rows of a database but for what tells it from others."""
    found: dict[str, list[str]] = {}
    async with store.snapshot() as reading:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if column.name != "identity"]
            rows = await reading.rows(select(*columns))
            found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found


async def everything_anew(backend: Backend, clock: HandClock) -> dict[str, list[str]]:
    """Open a database anew, and return all of its rows."""
    store = await backend.open(clock)
    try:
        return await everything(store)
    finally:
        await store.close()


async def test_all_that_clients_remember_is_as_it_was(
    village: Village, target: Store, elsewhere: Backend, room: str, ada: str, bo: str
) -> None:
    message = village.message(room, bo, "@ada, bread?", mentions=("ada",), mentions_room=True)
    (written,) = accepted(await village.outcomes(message))
    await village.send(*[village.message(room, ada, reply_to=2) for _ in range(3)])
    async with village.store.transaction([inbox_stream(ada)]) as opened:
        await raise_marker(opened, ada, room, 2)
    counts = await copy_installation(village.store, target)
    assert counts["events"] == 6
    assert await everything_anew(elsewhere, village.clock) == await everything(village.store)
    again = await elsewhere.open(village.clock)
    copied = Village(again, village.clock)
    assert again.epoch == village.store.epoch
    assert await again.read_heads([room, inbox_stream(ada), CONTROL]) == (
        await village.store.read_heads([room, inbox_stream(ada), CONTROL])
    )
    assert await copied.log(room) == await village.log(room)
    (repeated,) = accepted(await copied.outcomes(message))
    assert repeated.result.duplicate
    assert repeated.result.id == written.result.id
    (result,) = await copied.send(copied.message(room, bo))
    assert result.seq == 6
    await again.close()


async def test_more_rows_than_one_statement_takes_are_copied(
    village: Village, target: Store, elsewhere: Backend, room: str, bo: str
) -> None:
    for _ in range(10):
        await village.send(*[village.message(room, bo) for _ in range(256)])
    await copy_installation(village.store, target)
    assert await everything_anew(elsewhere, village.clock) == await everything(village.store)


async def test_what_the_target_is_stays_its_own(village: Village, target: Store) -> None:
    identity = select(installation.c.identity)
    async with target.snapshot() as reading:
        before = await reading.rows(identity)
    await copy_installation(village.store, target)
    async with target.snapshot() as reading:
        assert await reading.rows(identity) == before


async def test_a_target_in_which_people_are_is_refused_and_left_as_it_is(
    village: Village, target: Store, room: str
) -> None:
    await Village(target, village.clock).welcome("cleo")
    before = await everything(target)
    with pytest.raises(StoreUnavailable, match="1 rows in its table members"):
        await copy_installation(village.store, target)
    assert await everything(target) == before


async def test_a_target_whose_hub_has_only_locked_streams_and_run_jobs_will_do(
    village: Village, target: Store, elsewhere: Backend, room: str
) -> None:
    async with target.transaction([CONTROL]) as opened:
        await put_job(opened, "expiry", JobState(done_at=opened.now_us))
    await copy_installation(village.store, target)
    assert await everything_anew(elsewhere, village.clock) == await everything(village.store)


class Torn:
    """A source that cannot be read to its end."""

    def __init__(self, source: Store, pages: int) -> None:
        self._source = source
        self._pages = pages  # that it still gives

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator["Torn"]:
        """Open a view of it."""
        async with self._source.snapshot() as reading:
            self.row = reading.row
            self._rows = reading.rows
            yield self

    async def rows(
        self, statement: Executable, values: Values | None = None
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Return the rows of a page, while there are pages."""
        self._pages -= 1
        if self._pages < 0:
            raise Refusal("unavailable", "The database cannot be used right now")
        return await self._rows(statement, values)


async def test_a_copy_that_fails_half_way_leaves_the_target_as_it_was(
    village: Village, target: Store, elsewhere: Backend, room: str
) -> None:
    before = await everything(target)
    with pytest.raises(Refusal):
        await copy_installation(cast("Store", Torn(village.store, pages=6)), target)
    assert await everything(target) == before
    await copy_installation(cast("Store", Torn(village.store, pages=100)), target)
    assert await everything_anew(elsewhere, village.clock) == await everything(village.store)
