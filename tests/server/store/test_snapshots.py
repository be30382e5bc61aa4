"""A snapshot sees one moment, whatever is written meanwhile, and never half of a write."""

import asyncio
import itertools

from sqlalchemy import select, update

from hubbub_protocol.events import RoomEdited
from hubbub_server.store.interface import NewEvent
from hubbub_server.store.schema import rooms
from tests.server.store.village import PURPOSE, Village, seqs


async def test_a_snapshot_stays_at_its_moment_while_others_write(
    village: Village, room: str, bo: str
) -> None:
    async with village.store.snapshot() as reading:
        before = await reading.head(room)
        await village.send(village.message(room, bo))
        assert await reading.head(room) == before
        assert seqs(await reading.read_events(room, 0, 10)) == [1]
    async with village.store.snapshot() as reading:
        assert (await reading.head(room)).seq == 2


async def test_all_reads_of_a_snapshot_see_the_same_moment(
    village: Village, room: str, ada: str
) -> None:
    seen: set[tuple[int, object, int]] = set()

    async def rename_until_seen() -> None:
        for number in itertools.count(2):
            if len(seen) >= 5:
                return
            async with village.store.transaction([room]) as opened:
                name = f"Bread {number}"
                edited = RoomEdited(name=name, purpose=PURPOSE, access="open", look=True)
                await opened.execute(update(rooms).values(name=name))
                await opened.append_events([NewEvent(room, ada, edited)])

    writing = asyncio.create_task(rename_until_seen())
    while not writing.done():
        async with village.store.snapshot() as reading:
            head = (await reading.head(room)).seq
            found = await reading.row(select(rooms.c.name))
            events = await reading.read_events(room, 0, 1_000_000)
        assert found is not None
        seen.add((head, found.name, len(events)))
    await writing
    assert seen <= {(n, "Bread" if n == 1 else f"Bread {n}", n) for n, _, _ in seen}


async def test_many_may_look_at_once(village: Village, room: str) -> None:
    async def look() -> int:
        async with village.store.snapshot() as reading:
            await asyncio.sleep(0)
            return (await reading.head(room)).seq

    assert await asyncio.gather(*[look() for _ in range(50)]) == 50 * [1]


async def test_those_who_read_on_and_on_leave_the_others_their_turn(
    village: Village, room: str
) -> None:
    most, looked = 300, False

    async def read_on() -> int:
        for count in range(most):
            if looked:
                return count
            await village.store.read_page(room, 0, None)
        return most

    readers = [asyncio.create_task(read_on()) for _ in range(20)]
    await asyncio.sleep(0)
    async with village.store.snapshot() as reading:
        await reading.head(room)
    looked = True
    assert max(await asyncio.gather(*readers)) < most


async def test_a_snapshot_reads_at_most_as_many_events_as_asked(
    village: Village, room: str, bo: str
) -> None:
    await village.send(*[village.message(room, bo) for _ in range(9)])
    async with village.store.snapshot() as reading:
        assert seqs(await reading.read_events(room, 3, 4)) == [4, 5, 6, 7]
        assert seqs(await reading.read_events(room, 8, 4)) == [9, 10]
        assert await reading.read_events(room, 10, 4) == []
