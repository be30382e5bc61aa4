"""A write with a known key never happens twice, and gets its first answer, whatever changed."""

import asyncio
from dataclasses import replace
from uuid import uuid4

from hubbub_protocol.errors import Refusal
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, accepted, codes, seqs


async def test_a_repeated_message_gets_the_first_result_and_makes_no_event(
    village: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    (first,) = await village.send(message)
    village.clock.move(60_000_000)
    (again,) = await village.send(message)
    assert again == replace(first, duplicate=True)
    assert seqs(await village.log(room)) == [1, 2]


async def test_a_repeated_message_is_published_again(village: Village, room: str, bo: str) -> None:
    message = village.message(room, bo)
    (first,) = accepted(await village.outcomes(message))
    (again,) = accepted(await village.outcomes(message))
    assert again.events == first.events


async def test_a_message_repeated_with_a_new_id_keeps_the_first_id(
    village: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    await village.send(message)
    (again,) = await village.send(replace(message, id=village.new_id()))
    assert again.id == message.id


async def test_a_known_key_with_other_content_is_a_conflict(
    village: Village, room: str, bo: str
) -> None:
    key = str(uuid4())
    await village.send(village.message(room, bo, "rye", key=key))
    (refusal,) = await village.outcomes(village.message(room, bo, "wheat", key=key))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == ("conflict", "key")
    assert seqs(await village.log(room)) == [1, 2]


async def test_a_key_belongs_to_the_one_who_uses_it(
    village: Village, room: str, ada: str, bo: str
) -> None:
    key = str(uuid4())
    results = await village.send(
        village.message(room, ada, "mine", key=key), village.message(room, bo, "also mine", key=key)
    )
    assert [(result.seq, result.duplicate) for result in results] == [(2, False), (3, False)]


async def test_a_key_twice_in_one_batch_makes_one_event(
    village: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    first, again = await village.send(message, message)
    assert again == replace(first, duplicate=True)
    assert seqs(await village.log(room)) == [1, 2]


async def test_a_key_twice_in_one_batch_with_other_content_is_a_conflict(
    village: Village, room: str, bo: str
) -> None:
    key = str(uuid4())
    outcomes = await village.outcomes(
        village.message(room, bo, "rye", key=key),
        village.message(room, bo, "wheat", key=key),
        village.message(room, bo, "spelt"),
    )
    assert codes(outcomes) == ["ok", "conflict", "ok"]
    assert seqs(await village.log(room)) == [1, 2, 3]


async def test_a_known_key_is_answered_after_its_author_was_removed(
    village: Village, room: str, ada: str, bo: str
) -> None:
    message = village.message(room, bo)
    (first,) = await village.send(message)
    await village.dismiss(room, bo, by=ada)
    outcomes = await village.outcomes(message, village.message(room, bo))
    assert codes(outcomes) == ["ok", "forbidden"]
    assert accepted(outcomes[:1])[0].result == replace(first, duplicate=True)


async def test_a_known_key_is_answered_after_the_room_was_archived(
    village: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    await village.send(message)
    await village.archive(room)
    assert codes(await village.outcomes(message)) == ["ok"]


async def test_a_refused_message_may_be_repeated_with_its_key(village: Village, room: str) -> None:
    cleo = await village.welcome("cleo")
    message = village.message(room, cleo)
    assert codes(await village.outcomes(message)) == ["forbidden"]
    await village.admit(room, cleo)
    (result,) = await village.send(message)
    assert (result.seq, result.duplicate) == (2, False)


async def test_a_message_repeated_many_times_at_once_makes_one_event(
    village: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    answers = await asyncio.gather(*[village.send(message) for _ in range(20)])
    results = [result for (result,) in answers]
    assert {result.seq for result in results} == {2}
    assert [result.duplicate for result in results].count(False) == 1


async def test_keys_are_known_to_another_who_opens_the_database(
    village: Village, backend: Backend, clock: HandClock, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    (first,) = await village.send(message)
    again = await backend.open(clock)
    try:
        (written,) = accepted(await again.append_messages([message]))
        assert written.result == replace(first, duplicate=True)
    finally:
        await again.close()


async def test_a_snapshot_finds_the_result_of_a_known_key(
    village: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    async with village.store.snapshot() as reading:
        assert await reading.find_result(message.key) is None
    (first,) = await village.send(message)
    async with village.store.snapshot() as reading:
        assert await reading.find_result(message.key) == replace(first, duplicate=True)
