"""Heads are compared at once after a doubt, and often enough without one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from structlog.testing import capture_logs

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from tests.server.broker.ether import EtherBroker
from tests.server.hub.company import Company
from tests.server.hub.slow_store import SlowStore
from tests.server.store.hand_clock import HandClock


@asynccontextmanager
async def running(quiet: Company, slow_store: SlowStore) -> AsyncIterator[None]:
    """Let the hub compare by itself for a while; its first comparison is over."""
    before = len(slow_store.head_queries)
    task = asyncio.get_running_loop().create_task(quiet.hub.run())
    await slow_store.until(
        lambda: len(slow_store.head_queries) >= before + 2 and not slow_store.kept_back
    )
    await quiet.settled()
    slow_store.head_queries.clear()
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def asked_more(store: SlowStore, before: int) -> bool:
    """Whether there were more queries about heads than before."""
    return len(store.head_queries) > before


async def test_a_doubt_makes_streams_suspect_until_they_were_compared(quiet: Company) -> None:
    live = quiet.hub._live
    await quiet.listen("bo")
    quiet.hub.doubt()
    assert live.state_of(quiet.room) == "suspect"
    await quiet.hub.check_heads()
    assert live.state_of(quiet.room) == "live"


async def test_a_suspect_stream_still_delivers_what_comes_next(quiet: Company) -> None:
    ear = await quiet.listen("bo")
    quiet.hub.doubt()
    await quiet.say("ada", "one")
    await quiet.settled()
    assert ear.seqs == [2]


async def test_after_a_doubt_heads_are_compared_without_waiting(
    quiet: Company, slow_store: SlowStore
) -> None:
    ear = await quiet.listen("bo")
    async with running(quiet, slow_store):  # whose clock stands still
        await quiet.commit("ada", "nobody published me")
        quiet.hub.doubt()
        await slow_store.until(lambda: ear.seqs)
    assert ear.seqs == [2]


async def test_many_doubts_at_once_are_one_comparison(
    quiet: Company, slow_store: SlowStore
) -> None:
    await quiet.listen("bo")
    async with running(quiet, slow_store):
        for _ in range(100):
            quiet.hub.doubt()
        await quiet.settled()
        assert slow_store.head_queries == [{CONTROL}, {quiet.room}]


async def test_a_doubt_during_a_comparison_makes_another_one_follow(
    quiet: Company, slow_store: SlowStore
) -> None:
    ear = await quiet.listen("bo")
    async with running(quiet, slow_store):
        slow_store.answering.clear()
        quiet.hub.doubt()
        await slow_store.until(lambda: slow_store.kept_back)
        await quiet.commit("ada", "nobody published me")
        quiet.hub.doubt()
        quiet.hub.doubt()
        slow_store.answering.set()
        await slow_store.until(lambda: ear.seqs)
        await quiet.settled()
    assert ear.seqs == [2]
    assert quiet.hub._live.state_of(quiet.room) == "live"
    assert len(slow_store.head_queries) <= 5


async def test_a_comparison_clears_no_doubt_that_came_after_the_store_was_asked(
    quiet: Company, slow_store: SlowStore
) -> None:
    await quiet.listen("bo")
    quiet.hub.doubt()
    slow_store.answering.clear()
    checking = asyncio.ensure_future(quiet.hub.check_heads())
    await slow_store.until(lambda: slow_store.kept_back)
    for _ in range(2):  # the control stream's query, then the others'
        quiet.hub.doubt()
        slow_store.answering.set()
        await asyncio.sleep(0)
        slow_store.answering.clear()
        await slow_store.until(lambda: slow_store.kept_back or checking.done())
    slow_store.answering.set()
    await checking
    assert quiet.hub._live.state_of(quiet.room) == "suspect"


async def test_five_hundred_heads_are_compared_in_a_query(
    quiet: Company, slow_store: SlowStore
) -> None:
    names = [f"room:{n}" for n in range(1_201)]
    await quiet.hub._live.open(names)
    slow_store.head_queries.clear()
    quiet.hub.doubt()
    await quiet.hub.check_heads()
    assert [len(query) for query in slow_store.head_queries] == [1, 500, 500, 201]


async def test_a_comparison_that_is_refused_half_way_goes_on_where_it_was(
    quiet: Company, slow_store: SlowStore
) -> None:
    names = [f"room:{n}" for n in range(700)]
    await quiet.hub._live.open(names)
    quiet.hub.doubt()
    slow_store.head_queries.clear()
    slow_store.refuse_after(2)
    with pytest.raises(Refusal):
        await quiet.hub.check_heads()
    slow_store.refuse_after(None)
    slow_store.head_queries.clear()
    await quiet.hub.check_heads()
    assert [len(query) for query in slow_store.head_queries] == [1, 200]


async def test_a_store_that_refuses_is_asked_again_soon_and_logged_twice_in_all(
    quiet: Company, slow_store: SlowStore, clock: HandClock
) -> None:
    ear = await quiet.listen("bo")
    with capture_logs() as log:
        async with running(quiet, slow_store):
            slow_store.refuse_after(0)
            quiet.hub.doubt()
            for _ in range(3):
                asked = len(slow_store.head_queries)
                clock.move(1_000_000)
                await slow_store.until(partial(asked_more, slow_store, asked))
            await quiet.commit("ada", "nobody published me")
            slow_store.refuse_after(None)
            clock.move(1_000_000)
            await slow_store.until(lambda: ear.seqs)
    # Beside what the clock's jumps look like.
    assert [line["event"] for line in log if "compared" in line["event"]] == [
        "streams cannot be compared; tried again",
        "streams are compared again",
    ]


async def test_while_the_broker_is_away_heads_are_compared_every_second_at_most(
    quiet: Company, slow_store: SlowStore, ether_broker: EtherBroker, clock: HandClock
) -> None:
    ear = await quiet.listen("bo")
    async with running(quiet, slow_store):
        ether_broker.go_away()  # and nobody says so
        await quiet.commit("ada", "from elsewhere")
        clock.move(750_000)
        await slow_store.until(lambda: ear.seqs)
        await quiet.commit("ada", "from elsewhere too")
        clock.move(750_000)
        await slow_store.until(lambda: len(ear.seqs) == 2)
    assert ear.seqs == [2, 3]


async def test_a_pause_of_the_hub_is_a_doubt(
    quiet: Company, slow_store: SlowStore, clock: HandClock
) -> None:
    ear = await quiet.listen("bo")
    with capture_logs() as log:
        async with running(quiet, slow_store):
            await quiet.commit("ada", "while this hub was stopped")
            clock.move(3_000_000)  # too short for the ordinary comparison
            await slow_store.until(lambda: ear.seqs)
    assert [line["event"] for line in log] == ["this hub did not run for a while"]


async def test_a_defect_of_the_store_is_logged_and_does_not_end_the_hub(
    quiet: Company, slow_store: SlowStore, clock: HandClock
) -> None:
    ear = await quiet.listen("bo")
    async with running(quiet, slow_store):
        with capture_logs() as log:
            slow_store.defect = RuntimeError("permission denied for table streams")
            quiet.hub.doubt()
            await slow_store.until(lambda: log)
            await quiet.commit("ada", "nobody published me")
            slow_store.defect = None
            clock.move(1_000_000)
            await slow_store.until(lambda: ear.seqs)
        assert [line["log_level"] for line in log] == ["error", "info"]


async def test_a_store_that_does_not_answer_counts_as_one_that_refuses(
    quiet: Company, slow_store: SlowStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub_server.hub.head_check._PATIENCE_S", 0.0)
    slow_store.answering.clear()
    with pytest.raises(Refusal, match="took more than"):
        await quiet.hub.check_heads()
