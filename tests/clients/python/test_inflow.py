"""The bounded queue between a session and its reader."""

import asyncio

import pytest

from hubbub import LinkError
from hubbub._inflow import CAPACITY, Inflow


async def full() -> Inflow[int]:
    """Make a queue that is full."""
    inflow: Inflow[int] = Inflow()
    for number in range(CAPACITY):
        inflow.put(number)
    return inflow


async def test_what_is_put_comes_out_in_order() -> None:
    inflow: Inflow[int] = Inflow()
    inflow.put(1)
    inflow.put(2)
    assert [await inflow.get(), await inflow.get()] == [1, 2]


async def test_a_reader_waits_for_what_comes() -> None:
    inflow: Inflow[int] = Inflow()
    reader = asyncio.create_task(inflow.get())
    await asyncio.sleep(0)
    inflow.put(1)
    assert await reader == 1


async def test_there_is_room_until_it_is_full() -> None:
    inflow: Inflow[int] = Inflow()
    await inflow.room()
    for number in range(CAPACITY - 1):
        inflow.put(number)
    await inflow.room()
    assert inflow.half_full


async def test_a_full_queue_has_room_again_when_half_of_it_is_read() -> None:
    inflow = await full()
    writer = asyncio.create_task(inflow.room())
    await asyncio.sleep(0)
    for _ in range(CAPACITY // 2):
        await inflow.get()
        await asyncio.sleep(0)
    assert not writer.done()
    await inflow.get()
    await writer


async def test_a_full_queue_lets_through_who_waits_for_an_answer() -> None:
    inflow = await full()
    writer = asyncio.create_task(inflow.room())
    await asyncio.sleep(0)
    inflow.let_through()
    await writer


async def test_the_end_comes_after_all_that_was_put() -> None:
    inflow: Inflow[int] = Inflow()
    inflow.put(1)
    inflow.close(LinkError("over"))
    assert await inflow.get() == 1
    with pytest.raises(LinkError, match="over"):
        await inflow.get()


async def test_closing_ends_every_wait() -> None:
    inflow = await full()
    writer = asyncio.create_task(inflow.room())
    await asyncio.sleep(0)
    inflow.close()
    await writer
