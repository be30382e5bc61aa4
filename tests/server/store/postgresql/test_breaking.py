"""Links that break, servers that go away and come back, and statements that fail."""

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_protocol.errors import Refusal
from hubbub_server.store.interface import Store, StoreUnavailable
from hubbub_server.store.postgresql import PostgreSQLStore, open_postgresql, opening
from hubbub_server.store.schema import read_markers, rooms
from tests.server.store.backends import PostgreSQLBackend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, codes, dense, seqs


@pytest.fixture
def frail() -> Iterator[PostgresServer]:
    """A server of the test's own, to be stopped."""
    with PostgresServer() as server:
        yield server


async def test_links_that_were_broken_while_idle_are_replaced_unseen(
    village: Village, own: PostgreSQLBackend, room: str, bo: str
) -> None:
    await asyncio.to_thread(own.break_links)
    await village.send(village.message(room, bo))
    assert dense(await village.log(room))


async def test_a_link_that_breaks_in_a_transaction_undoes_it(
    village: Village, own: PostgreSQLBackend, room: str
) -> None:
    async def rename() -> None:
        async with village.store.transaction([room]) as opened:
            await opened.execute(update(rooms).values(name="Rye"))
            await asyncio.to_thread(own.break_links)

    with pytest.raises(Refusal) as raised:
        await rename()
    assert raised.value.code == "unavailable"
    async with village.store.snapshot() as reading:
        found = await reading.row(select(rooms.c.name))
    assert found is not None
    assert found.name == "Bread"


async def test_a_link_to_a_server_that_only_follows_now_is_not_used_again(
    village: Village, room: str, bo: str
) -> None:
    assert isinstance(village.store, PostgreSQLStore)
    async with village.store._sender.lend() as link:
        await link.fetch("SET default_transaction_read_only = on")
    message = village.message(room, bo)
    with pytest.raises(Refusal) as raised:
        await village.outcomes(message)
    assert raised.value.code == "unavailable"
    assert codes(await village.outcomes(message)) == ["ok"]


async def test_a_link_whose_server_did_not_answer_in_time_is_not_used_again(
    village: Village, own: PostgreSQLBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_QUERY_S", 0.1)
    store = await own.open(HandClock())
    assert isinstance(store, PostgreSQLStore)
    async with store._sender.lend() as link:
        with pytest.raises(Refusal) as raised:
            await link.fetch("SELECT pg_sleep(5)")
        assert link.is_broken
    assert raised.value.code == "unavailable"
    assert await store.append_messages([]) == []
    await store.close()


@pytest.mark.slow
async def test_while_the_server_is_away_all_is_refused_and_afterwards_all_works(
    frail: PostgresServer,
) -> None:
    clock = HandClock()
    store = await open_postgresql(frail.new_database(), clock)
    village = Village(store, clock)
    room = await village.found(await village.welcome("ada"))
    bo = await village.welcome("bo")
    await village.admit(room, bo)
    message = village.message(room, bo, "a word in confidence")
    await asyncio.to_thread(frail.stop)
    with capture_logs() as lines:
        for _ in range(5):
            for deed in (village.outcomes(message), village.log(room), village.archive(room)):
                with pytest.raises(Refusal) as raised:
                    await deed
                assert raised.value.code == "unavailable"
        await asyncio.to_thread(frail.start)
        (result,) = await village.send(message)
    assert not result.duplicate
    assert seqs(await village.log(room)) == [1, 2]
    events = [line["event"] for line in lines]
    assert events[-1] == "the database can be used again"
    assert len(events) < 6, "a line for each reason, not for each attempt"
    assert "confidence" not in str(lines)
    await store.close()


async def test_readers_who_are_cancelled_leave_every_link_of_use(village: Village) -> None:
    async def look_long() -> None:
        async with village.store.snapshot() as reading:
            await reading.rows(select(func.pg_sleep(0.05)))

    for _ in range(3):
        looking = [asyncio.create_task(look_long()) for _ in range(20)]
        await asyncio.sleep(0.01)  # so that some are in mid-query and some wait for a link
        for each in looking:
            each.cancel()
        await asyncio.wait(looking)

    async def look() -> int:
        async with village.store.snapshot() as reading:
            return (await reading.head("control")).seq

    assert await asyncio.gather(*[look() for _ in range(20)]) == 20 * [0]


async def test_what_fails_after_its_caller_has_gone_is_not_reported_again(
    village: Village, own: PostgreSQLBackend
) -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    async def look_long() -> None:
        async with village.store.snapshot() as reading:
            await reading.rows(select(func.pg_sleep(10)))

    async def write_long() -> None:
        async with village.store.transaction(["control"]) as opened:
            await opened.rows(select(func.pg_sleep(10)))

    doing = [asyncio.create_task(look_long()), asyncio.create_task(write_long())]
    sleeping = select(func.count().label("found")).where(text("wait_event = 'PgSleep'"))
    everybody = sleeping.select_from(func.pg_stat_get_activity(None))
    asleep = 0
    async with asyncio.timeout(10):
        while asleep != len(doing):
            # Each time anew: within one transaction PostgreSQL tells what it saw first.
            async with village.store.snapshot() as reading:
                (row,) = await reading.rows(everybody)
                asleep = row.found
    for each in doing:
        each.cancel()
    await asyncio.sleep(0)  # they leave their queries to themselves
    await asyncio.to_thread(own.break_links)
    await asyncio.wait(doing)
    assert [each.cancelled() for each in doing] == [True, True]
    del doing, each  # which remember where they were cancelled
    gc.collect()
    assert reported == []


async def test_a_block_that_passes_over_a_failed_statement_commits_nothing_and_says_so(
    village: Village, room: str
) -> None:
    async def rename_carelessly() -> None:
        async with village.store.transaction([room]) as opened:
            await opened.execute(update(rooms).values(name="Rye"))
            with pytest.raises(IntegrityError):
                await opened.execute(update(rooms).values(state=None))

    with pytest.raises(LookupError, match="nothing of it is committed"):
        await rename_carelessly()
    assert codes(await village.outcomes()) == []


@pytest.mark.slow
async def test_of_two_that_wait_for_each_other_one_is_refused_for_now(village: Village) -> None:
    for member in ("ada", "bo"):
        async with village.store.transaction(()) as opened:
            await opened.execute(insert(read_markers).values(member=member, stream="s", seq=1))
    both_have_one = asyncio.Barrier(2)

    async def raise_both(first: str, second: str) -> str:
        try:
            async with village.store.transaction(()) as opened:
                for member in (first, second):
                    mine = update(read_markers).where(read_markers.c.member == member)
                    await opened.execute(mine.values(seq=2))
                    if member == first:
                        await both_have_one.wait()
        except Refusal as refusal:
            return refusal.code
        return "ok"

    found = await asyncio.gather(raise_both("ada", "bo"), raise_both("bo", "ada"))
    assert sorted(found) == ["ok", "unavailable"]


async def test_text_that_postgresql_cannot_hold_is_refused_not_failed(village: Village) -> None:
    async with village.store.snapshot() as reading:
        with pytest.raises(Refusal) as raised:
            await reading.rows(select(rooms.c.id).where(rooms.c.name == "\0"))
    assert raised.value.code == "bad_request"


async def test_a_hub_whose_link_broke_occupies_its_database_again(
    store: Store, own: PostgreSQLBackend
) -> None:
    assert isinstance(store, PostgreSQLStore)
    await store.occupy(alone=True)
    held = store._occupancy._link
    await asyncio.to_thread(own.break_links)
    async with asyncio.timeout(10):
        while store._occupancy._link in (held, None):
            await store.read_heads(["control"])  # a while, on other links
    other = await own.open(HandClock())
    with pytest.raises(StoreUnavailable, match="Redis"):
        await other.occupy(alone=False)
    await other.close()


@pytest.mark.slow
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
async def test_a_store_closes_soon_even_if_the_server_hangs(
    frail: PostgresServer, busy: bool
) -> None:
    store = await open_postgresql(frail.new_database(), HandClock())
    await store.occupy(alone=True)

    async def write() -> str:
        try:
            async with store.transaction(["control"]):
                return "ok"
        except Refusal as refusal:
            return refusal.code

    assert await write() == "ok"  # so that there is a link that idles
    await asyncio.to_thread(frail.pause)
    try:
        writing = [asyncio.create_task(write()) for _ in range(20 if busy else 0)]
        await asyncio.sleep(0)  # some of them have links now, or open them, and some wait
        async with asyncio.timeout(8):
            await store.close()
    finally:
        await asyncio.to_thread(frail.go_on)
    assert set(await asyncio.gather(*writing)) <= {"unavailable"}
    assert await write() == "unavailable"
