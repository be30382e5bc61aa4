"""In which order heads are locked: the same for all, so that nobody waits in a ring."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_server.store.interface import Store
from hubbub_server.store.postgresql import open_postgresql
from tests.server.store.hand_clock import HandClock

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND wait_event_type = 'Lock'"


@pytest.fixture
async def stores(url: str) -> AsyncIterator[list[Store]]:
    """Three hubs on one database."""
    opened: list[Store] = [await open_postgresql(url, HandClock()) for _ in range(3)]
    yield opened
    for store in opened:
        await store.close()


async def test_heads_are_locked_in_the_order_of_their_names_whatever_is_asked_first(
    postgres: PostgresServer, url: str, stores: list[Store]
) -> None:
    first, last = "room:a", "room:z"
    holder, greedy, modest = stores
    async with holder.transaction([first, last]):
        pass  # so that both have a row

    async def lock(store: Store, *streams: str) -> None:
        async with store.transaction(streams):
            pass

    async def until_so_many_wait(count: int) -> None:
        waiting = _WAITING.format(url.rpartition("/")[2])
        async with asyncio.timeout(10):
            while await asyncio.to_thread(postgres.run_sql, waiting) != str(count):
                pass

    async with asyncio.TaskGroup() as tasks, holder.transaction([last]):
        tasks.create_task(lock(greedy, last, first))
        await until_so_many_wait(1)
        behind = tasks.create_task(lock(modest, first))
        await until_so_many_wait(2)  # for the first one, which the greedy one has by now
        assert not behind.done()
