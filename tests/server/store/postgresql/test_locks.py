"""Who waits for whom: heads are locked in one order, and a key is used once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_protocol.errors import Refusal
from hubbub_server.store.interface import Store, WriteKey, WriteResult
from hubbub_server.store.postgresql import open_postgresql
from tests.server.store.backends import PostgreSQLBackend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND wait_event_type = 'Lock'"


@pytest.fixture
async def stores(url: str) -> AsyncIterator[list[Store]]:
    """Three hubs on one database."""
    opened: list[Store] = [await open_postgresql(url, HandClock()) for _ in range(3)]
    yield opened
    for store in opened:
        await store.close()


async def until_so_many_wait(postgres: PostgresServer, url: str, count: int) -> None:
    """Wait until so many queries of the database wait for a lock."""
    waiting = _WAITING.format(url.rpartition("/")[2])
    async with asyncio.timeout(10):
        while await asyncio.to_thread(postgres.run_sql, waiting) != str(count):
            pass


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

    async with asyncio.TaskGroup() as tasks, holder.transaction([last]):
        tasks.create_task(lock(greedy, last, first))
        await until_so_many_wait(postgres, url, 1)
        behind = tasks.create_task(lock(modest, first))
        await until_so_many_wait(
            postgres, url, 2
        )  # for the first one, which the greedy one has by now
        assert not behind.done()


async def test_of_two_who_use_a_key_at_once_in_two_streams_one_is_refused_for_now(
    postgres: PostgresServer, url: str, stores: list[Store]
) -> None:
    first, second, _ = stores
    key = WriteKey("ada", str(uuid4()), b"the same")

    async def use(store: Store) -> None:
        async with store.transaction(["room:z"]) as writing:
            assert await writing.find_result(key) is None
            await writing.remember_result(key, WriteResult("room:z", 1, 1, None))

    async with first.transaction(["room:a"]) as writing:
        await writing.remember_result(key, WriteResult("room:a", 1, 1, None))
        late = asyncio.create_task(use(second))
        await until_so_many_wait(postgres, url, 1)
    with pytest.raises(Refusal) as refused:
        await late
    assert (refused.value.code, refused.value.retry) == ("unavailable", True)
    async with second.snapshot() as reading:
        found = await reading.find_result(key)
    assert found is not None
    assert found.stream == "room:a"


async def test_a_message_waits_for_one_who_is_using_its_key_and_finds_it_used(
    postgres: PostgresServer, own: PostgreSQLBackend, village: Village, room: str, ada: str
) -> None:
    asked = village.message(room, ada)
    elsewhere = WriteKey(ada, asked.key.key, b"other it")
    async with village.store.transaction(()) as writing:
        await writing.remember_result(elsewhere, WriteResult("room:a", 1, 1, None))
        sending = asyncio.create_task(village.outcomes(asked))
        await until_so_many_wait(postgres, own.url, 1)
    (outcome,) = await sending
    assert isinstance(outcome, Refusal)
    assert outcome.code == "conflict"
