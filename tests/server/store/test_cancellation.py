"""Whoever is cancelled while writing or reading leaves all of it or nothing, and a usable store."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Literal, get_args

import pytest
from sqlalchemy import select, update

from hubbub_protocol.events import RoomArchived
from hubbub_server.store.interface import NewEvent, Reading
from hubbub_server.store.schema import rooms
from tests.server.store.village import Village, codes, dense, seqs

Moment = Literal["begin", "read", "execute", "append", "commit"]


def cancel_me() -> None:
    """Be cancelled at the next await."""
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


async def archive(village: Village, room: str, actor: str, moment: Moment) -> None:
    """Archive a room in the usual steps, and be cancelled in one of them."""

    def reach(step: Moment) -> None:
        if step == moment:
            cancel_me()

    reach("begin")
    async with village.store.transaction([room]) as opened:
        reach("read")
        await opened.head(room)
        reach("execute")
        await opened.execute(update(rooms).values(state="archived"))
        reach("append")
        await opened.append_events([NewEvent(room, actor, RoomArchived())])
        reach("commit")


async def states(reading: Reading) -> list[object]:
    return [row.state for row in await reading.rows(select(rooms.c.state))]


async def is_cancelled(deed: Callable[[], Awaitable[object]]) -> bool:
    async def do_it() -> None:
        await deed()

    (outcome,) = await asyncio.gather(asyncio.create_task(do_it()), return_exceptions=True)
    return isinstance(outcome, asyncio.CancelledError)


@pytest.mark.parametrize("moment", get_args(Moment))
async def test_a_transaction_cancelled_at_any_await_is_whole(
    village: Village, room: str, ada: str, moment: Moment
) -> None:
    assert await is_cancelled(lambda: archive(village, room, ada, moment))
    # Behind whatever is still under way, which a snapshot need not be.
    async with village.store.transaction([room]) as opened:
        left = (await states(opened), (await opened.head(room)).seq)
    assert left == ((["archived"], 2) if moment == "commit" else (["active"], 1))


@pytest.mark.parametrize("moment", get_args(Moment))
async def test_after_a_cancelled_transaction_the_next_one_works(
    village: Village, room: str, ada: str, moment: Moment
) -> None:
    assert await is_cancelled(lambda: archive(village, room, ada, moment))
    async with village.store.transaction([room]) as opened:
        await opened.execute(update(rooms).values(state="active"))
    assert codes(await village.outcomes(village.message(room, ada))) == ["ok"]


async def test_a_batch_whose_sender_is_cancelled_is_whole(
    village: Village, room: str, ada: str
) -> None:
    async def send() -> None:
        cancel_me()
        await village.outcomes(*[village.message(room, ada) for _ in range(10)])

    assert await is_cancelled(send)
    await village.send(village.message(room, ada))
    assert seqs(await village.log(room)) in ([1, 2], list(range(1, 13)))


async def test_a_snapshot_cancelled_while_it_opens_does_not_stop_the_time(
    village: Village, room: str, ada: str
) -> None:
    async def look() -> None:
        cancel_me()
        async with village.store.snapshot() as reading:
            await reading.head(room)

    for _ in range(5):  # more often than there are readers
        assert await is_cancelled(look)
        await village.log(room)
    await village.send(village.message(room, ada))
    for _ in range(5):
        assert seqs(await village.log(room)) == [1, 2]
        async with village.store.snapshot() as reading:
            assert (await reading.head(room)).seq == 2


async def test_a_snapshot_cancelled_while_it_reads_does_not_stop_the_time(
    village: Village, room: str, ada: str
) -> None:
    async def look() -> None:
        async with village.store.snapshot() as reading:
            cancel_me()
            await reading.head(room)

    for _ in range(5):
        assert await is_cancelled(look)
    await village.send(village.message(room, ada))
    for _ in range(5):
        assert seqs(await village.log(room)) == [1, 2]


@pytest.mark.parametrize("seed", range(3))
async def test_writers_cancelled_at_random_moments_leave_whole_writes_only(
    village: Village, room: str, ada: str, seed: int
) -> None:
    chance = random.Random(seed)

    async def send() -> None:
        await village.outcomes(village.message(room, ada), village.message(room, ada))

    async def append() -> None:
        async with village.store.transaction([room]) as opened:
            await opened.append_events([NewEvent(room, ada, RoomArchived())])
            await opened.append_events([NewEvent(room, ada, RoomArchived())])

    async def hurry(deed: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.ensure_future(deed())
        for _ in range(chance.randrange(30)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    for _ in range(100):
        await hurry(chance.choice([send, append]))
    await village.send(village.message(room, ada))  # behind whatever is still under way
    *log, _ = await village.log(room)
    assert dense(log)
    pairs = [event.kind for event in log[1:]]
    assert pairs[::2] == pairs[1::2]
    async with village.store.snapshot() as reading:
        assert (await reading.head(room)).seq == len(log) + 1
