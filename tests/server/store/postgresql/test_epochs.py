"""After a failover a link leads to another database: it does nothing there in the former epoch."""

import asyncio

import pytest
from structlog.testing import capture_logs

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_protocol.errors import Refusal
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store
from hubbub_server.store.postgresql import PostgreSQLStore
from tests.server.store.backends import PostgreSQLBackend
from tests.server.store.hand_clock import HandClock
from tests.server.store.renewing import renewed_elsewhere
from tests.server.store.village import Village, codes, seqs


@pytest.fixture
def taken_over(own: PostgreSQLBackend) -> "TakenOver":
    """What lets another server take the database over, as far as a store can see."""
    return TakenOver(own)


class TakenOver:
    """A database whose identity is not the stored one, since another server leads now."""

    def __init__(self, own: PostgreSQLBackend) -> None:
        self._own = own

    async def __call__(self) -> None:
        """Break all links, and let those that come find another server."""
        statement = "UPDATE installation SET identity = 'another server'"
        await asyncio.to_thread(self._own.run_sql, statement)
        await asyncio.to_thread(self._own.break_links)

    async def epoch(self) -> str:
        """Return the epoch in the database."""
        return await asyncio.to_thread(self._own.run_sql, "SELECT epoch FROM installation")


async def test_before_anything_is_written_to_another_database_a_new_epoch_begins(
    village: Village, room: str, bo: str, taken_over: TakenOver
) -> None:
    former = village.store.epoch
    message = village.message(room, bo)
    await taken_over()
    with pytest.raises(EpochRenewed):
        await village.outcomes(message)
    assert village.store.epoch == await taken_over.epoch() != former
    assert seqs(await village.log(room)) == [1]
    assert codes(await village.outcomes(message)) == ["ok"]


async def test_before_anything_is_read_from_another_database_a_new_epoch_begins(
    village: Village, room: str, taken_over: TakenOver
) -> None:
    former = village.store.epoch
    await taken_over()
    with pytest.raises(EpochRenewed):
        await village.store.read_page(room, 0, None)
    assert village.store.epoch == await taken_over.epoch() != former


async def test_stores_that_find_another_database_at_once_begin_one_epoch(
    store: Store, own: PostgreSQLBackend, taken_over: TakenOver
) -> None:
    stores = [store, *[await own.open(HandClock()) for _ in range(3)]]
    begun: list[str] = []
    for each in stores:
        each.when_renewed(lambda each=each: begun.append(each.epoch))  # type: ignore[misc]
        await each.read_heads(["control"])
    await taken_over()
    reads = [each.read_heads(["control"]) for each in stores for _ in range(3)]
    found = await asyncio.gather(*reads, return_exceptions=True)
    assert [type(each) for each in found] == 12 * [EpochRenewed]
    assert begun == 4 * [await taken_over.epoch()]
    for each in stores[1:]:
        await each.close()


async def test_a_hub_that_starts_on_another_database_tells_those_that_run(
    store: Store, own: PostgreSQLBackend, taken_over: TakenOver
) -> None:
    await taken_over()
    started = await own.open(HandClock())
    with pytest.raises(EpochRenewed):
        await store.read_heads(["control"])
    assert store.epoch == started.epoch
    await started.close()


async def test_what_is_under_way_when_a_new_epoch_begins_is_undone(
    village: Village, room: str, bo: str
) -> None:
    find_out = await renewed_elsewhere(village.store)

    async def archive() -> None:
        async with village.store.transaction([room]) as opened:
            find_out()
            await opened.head(room)

    with pytest.raises(Refusal) as raised:
        await archive()
    assert raised.value.code == "unavailable"


async def test_who_waited_for_a_link_when_a_new_epoch_began_gets_none(
    village: Village, room: str, bo: str
) -> None:
    store = village.store
    assert isinstance(store, PostgreSQLStore)
    await village.send(village.message(room, bo))  # so that there is a link
    find_out = await renewed_elsewhere(store)
    async with store._sender.lend():
        sending = asyncio.create_task(village.outcomes(village.message(room, bo)))
        await asyncio.sleep(0)
        find_out()
    with pytest.raises(EpochRenewed):
        await sending
    assert seqs(await village.log(room)) == [1, 2]


async def test_what_was_asked_for_in_the_turn_in_which_a_new_epoch_begins_is_not_written(
    village: Village, room: str, bo: str
) -> None:
    await village.send(village.message(room, bo))  # so that there is a link
    find_out = await renewed_elsewhere(village.store)
    asking = village.store.append_messages([village.message(room, bo)])
    waiting = asyncio.ensure_future(asking)
    await asyncio.sleep(0)  # it is asked for now, and what will do it has not begun
    find_out()
    with pytest.raises(EpochRenewed):
        await waiting
    assert seqs(await village.log(room)) == [1, 2]


async def test_an_old_primary_that_comes_back_is_not_used(
    village: Village, own: PostgreSQLBackend, room: str, bo: str
) -> None:
    former = village.store.epoch
    await village.store.renew_epoch(former)
    back = f"UPDATE installation SET epoch = '{former}'"
    await asyncio.to_thread(own.run_sql, back)
    await asyncio.to_thread(own.break_links)
    with capture_logs() as log:
        for _ in range(3):
            with pytest.raises(Refusal) as raised:
                await village.outcomes(village.message(room, bo))
            assert raised.value.code == "unavailable"
    assert [f"the epoch {former}, which was left" in line.get("reason", "") for line in log] == [
        True
    ]
    last = await asyncio.to_thread(own.run_sql, f"SELECT head FROM streams WHERE name = '{room}'")
    assert last == "1"


async def test_a_hub_occupies_the_database_of_the_new_epoch(
    store: Store, own: PostgreSQLBackend
) -> None:
    assert isinstance(store, PostgreSQLStore)
    await store.occupy(alone=True)
    held = store._occupancy._link
    assert held is not None
    await store.renew_epoch(store.epoch)
    assert held.is_broken
    async with asyncio.timeout(10):
        while store._occupancy._link in (held, None):
            await store.read_heads(["control"])
    assert store._occupancy._link is not None
    assert store._occupancy._link.epoch == store.epoch


async def test_links_of_a_server_that_does_not_answer_whose_it_is_are_refused(
    village: Village, postgres: PostgresServer, own: PostgreSQLBackend, room: str
) -> None:
    await asyncio.to_thread(own.run_sql, "ALTER TABLE installation RENAME TO restoring")
    await asyncio.to_thread(own.break_links)
    with pytest.raises(Refusal) as raised:
        await village.store.read_page(room, 0, None)
    assert raised.value.code == "unavailable"
    await asyncio.to_thread(own.run_sql, "ALTER TABLE restoring RENAME TO installation")
    assert seqs(await village.store.read_page(room, 0, None)) == [1]
