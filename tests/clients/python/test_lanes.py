"""Lanes: one after the other within a lane, side by side across lanes."""

import asyncio

import pytest

from hubbub._lanes import MAX_WAITING, Lanes


class Work:
    """Work that is done when the test says so."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    async def __call__(self, item: str) -> None:
        self.begun.append(item)
        await self.gates.setdefault(item, asyncio.Event()).wait()

    async def finish(self, item: str) -> None:
        """Let a piece of work finish, and what waited behind it begin."""
        self.gates[item].set()
        await turn()


async def turn() -> None:
    """Let every task that can run do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_lane_does_one_thing_after_the_other() -> None:
    work = Work()
    async with asyncio.TaskGroup() as tasks:
        lanes = Lanes(tasks, work)
        await lanes.put("a", "a1")
        await lanes.put("a", "a2")
        await turn()
        assert work.begun == ["a1"]
        await work.finish("a1")
        assert work.begun == ["a1", "a2"]
        await work.finish("a2")


async def test_lanes_do_not_wait_for_each_other() -> None:
    work = Work()
    async with asyncio.TaskGroup() as tasks:
        lanes = Lanes(tasks, work)
        await lanes.put("a", "a1")
        await lanes.put("b", "b1")
        await turn()
        assert work.begun == ["a1", "b1"]
        await work.finish("a1")
        await work.finish("b1")


async def test_a_lane_that_was_empty_starts_again() -> None:
    work = Work()
    async with asyncio.TaskGroup() as tasks:
        lanes = Lanes(tasks, work)
        await lanes.put("a", "a1")
        await turn()
        await work.finish("a1")
        await lanes.put("a", "a2")
        await turn()
        await work.finish("a2")
    assert work.begun == ["a1", "a2"]


async def test_when_all_places_are_taken_putting_waits() -> None:
    work = Work()
    async with asyncio.TaskGroup() as tasks:
        lanes = Lanes(tasks, work)
        for number in range(MAX_WAITING):
            await lanes.put("a", str(number))
        late = asyncio.create_task(lanes.put("b", "late"))
        await turn()
        assert not late.done()
        await work.finish("0")
        assert late.done()
        for number in range(1, MAX_WAITING):
            await work.finish(str(number))
        await work.finish("late")


async def test_work_that_fails_ends_the_whole_group() -> None:
    async def fail(item: str) -> None:
        raise RuntimeError(item)

    with pytest.raises(BaseExceptionGroup) as caught:
        async with asyncio.TaskGroup() as tasks:
            await Lanes(tasks, fail).put("a", "a1")
    assert caught.group_contains(RuntimeError, match="a1")
