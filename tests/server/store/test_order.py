"""Every stream is numbered 1, 2, 3 … in the order of its commits, and its time never goes back."""

import asyncio

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import MessageSent
from hubbub_server.store.interface import Head, StoredEvent
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, dense, seqs


def bodies(log: list[StoredEvent]) -> list[str]:
    payloads = [read_payload(event.payload) for event in log]
    return [payload.body for payload in payloads if isinstance(payload, MessageSent)]


async def test_a_stream_without_events_ends_at_zero(village: Village, room: str) -> None:
    nobody = f"inbox:{village.new_id()}"
    assert await village.store.read_heads([nobody]) == {nobody: Head(0, 0)}


async def test_the_first_event_of_a_stream_is_number_one(village: Village, room: str) -> None:
    assert seqs(await village.log(room)) == [1]


async def test_a_batch_is_numbered_in_its_order(village: Village, room: str, bo: str) -> None:
    words = ["knead", "wait", "bake", "eat"]
    results = await village.send(*[village.message(room, bo, word) for word in words])
    assert [result.seq for result in results] == [2, 3, 4, 5]
    assert bodies(await village.log(room)) == words


async def test_streams_are_numbered_each_by_itself(
    village: Village, room: str, ada: str, bo: str
) -> None:
    other = await village.found(bo)
    results = await village.send(
        village.message(room, ada), village.message(other, bo), village.message(room, ada)
    )
    assert [(result.stream, result.seq) for result in results] == [(room, 2), (other, 2), (room, 3)]


async def test_the_result_names_what_is_stored(village: Village, room: str, bo: str) -> None:
    message = village.message(room, bo, "Good evening")
    (result,) = await village.send(message)
    event = (await village.log(room))[-1]
    assert (event.seq, event.at, event.actor) == (result.seq, result.at, bo)
    assert read_payload(event.payload) == MessageSent(id=message.id, body="Good evening")
    assert result.id == message.id


async def test_batches_at_the_same_time_leave_no_hole_and_no_double(
    village: Village, room: str, ada: str, bo: str
) -> None:
    async def chat(author: str, size: int) -> list[int]:
        batch = [village.message(room, author) for _ in range(size)]
        return [result.seq for result in await village.send(*batch)]

    answers = await asyncio.gather(*[chat((ada, bo)[n % 2], n % 4 + 1) for n in range(40)])
    log = await village.log(room)
    assert dense(log)
    assert sorted(seq for answer in answers for seq in answer) == seqs(log)[1:]


async def test_whoever_is_answered_first_comes_first(village: Village, room: str, bo: str) -> None:
    answered: list[int] = []

    async def chat() -> None:
        answered.extend([result.seq for result in await village.send(village.message(room, bo))])

    await asyncio.gather(*[chat() for _ in range(30)])
    assert answered == sorted(answered)


async def test_the_time_is_that_of_the_commit(
    village: Village, clock: HandClock, room: str, bo: str
) -> None:
    clock.move(5_000_000)
    (result,) = await village.send(village.message(room, bo))
    assert result.at == clock.now_us()


async def test_the_time_of_a_batch_that_had_to_wait_is_that_of_the_commit(
    village: Village, clock: HandClock, room: str, bo: str
) -> None:
    async with village.store.transaction([room]):
        waiting = asyncio.create_task(village.send(village.message(room, bo)))
        await asyncio.sleep(0)
        clock.move(5_000_000)
    (result,) = await waiting
    assert result.at == clock.now_us()


async def test_the_time_of_a_stream_never_goes_back(
    village: Village, clock: HandClock, room: str, bo: str
) -> None:
    (before,) = await village.send(village.message(room, bo))
    clock.move(-3_600_000_000)
    (after,) = await village.send(village.message(room, bo))
    assert (after.seq, after.at) == (before.seq + 1, before.at)


async def test_heads_are_read_for_many_streams_at_once(
    village: Village, room: str, bo: str
) -> None:
    other = await village.found(bo)
    (result,) = await village.send(village.message(room, bo))
    heads = await village.store.read_heads([other, room, "control"])
    assert [(name, head.seq) for name, head in heads.items()] == [
        (other, 1),
        (room, result.seq),
        ("control", 0),
    ]


async def test_all_of_it_is_there_for_another_who_opens_the_database(
    village: Village, backend: Backend, clock: HandClock, room: str, bo: str
) -> None:
    await village.send(*[village.message(room, bo, f"loaf {n}") for n in range(10)])
    log = await village.log(room)
    again = await backend.open(clock)
    try:
        assert await again.read_page(room, 0, None) == log
        assert len(log) == 11
    finally:
        await again.close()
