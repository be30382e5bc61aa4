"""A transaction happens as a whole or not at all, and says what is to be published."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hubbub_protocol.codec import read_payload
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import MemberLeft, RoomArchived, RoomRestored
from hubbub_protocol.streams import inbox_stream, stream_subject
from hubbub_server.store.interface import Head, NewEvent, Reading, WriteResult
from hubbub_server.store.schema import rooms
from tests.server.store.village import Village, codes, seqs, write_key


class Mishap(Exception):
    """Something went wrong in the middle."""


async def state_of(reading: Reading, stream: str) -> object:
    row = await reading.row(select(rooms.c.state).where(rooms.c.id == stream_subject(stream)))
    assert row is not None
    return row.state


async def test_a_transaction_writes_all_that_it_was_asked_to(
    village: Village, room: str, ada: str
) -> None:
    async with village.store.transaction([room]) as opened:
        touched = await opened.execute(
            update(rooms).where(rooms.c.id == stream_subject(room)).values(state="archived")
        )
        await opened.append_events([NewEvent(room, ada, RoomArchived())])
    assert touched == 1
    async with village.store.snapshot() as reading:
        assert await state_of(reading, room) == "archived"
        assert await reading.head(room) == Head(2, village.clock.now_us())


async def test_an_exception_in_the_block_undoes_all_of_it(
    village: Village, room: str, ada: str
) -> None:
    key = write_key(ada, None, "archive")

    async def archive_badly() -> None:
        async with village.store.transaction([room]) as opened:
            await opened.execute(update(rooms).values(state="archived"))
            (event,) = await opened.append_events([NewEvent(room, ada, RoomArchived())])
            await opened.remember_result(key, WriteResult(room, event.seq, event.at, None))
            raise Mishap

    with pytest.raises(Mishap):
        await archive_badly()
    async with village.store.snapshot() as reading:
        assert await state_of(reading, room) == "active"
        assert await reading.find_result(key) is None
    assert seqs(await village.log(room)) == [1]


async def test_a_refusal_in_the_block_comes_out_as_it_is(village: Village, room: str) -> None:
    refusal = Refusal("forbidden", "Only owners may do this")
    with pytest.raises(Refusal) as raised:
        async with village.store.transaction([room]):
            raise refusal
    assert raised.value is refusal


async def test_a_statement_that_fails_undoes_all_of_it(
    village: Village, room: str, ada: str
) -> None:
    async def archive_wrongly() -> None:
        async with village.store.transaction([room]) as opened:
            await opened.append_events([NewEvent(room, ada, RoomArchived())])
            await opened.execute(update(rooms).values(state=None))

    with pytest.raises(IntegrityError):
        await archive_wrongly()
    assert seqs(await village.log(room)) == [1]
    assert codes(await village.outcomes(village.message(room, ada))) == ["ok"]


async def test_a_transaction_sees_what_it_wrote_and_others_do_not(
    village: Village, room: str, ada: str
) -> None:
    async with village.store.transaction([room]) as opened:
        await opened.execute(update(rooms).values(state="archived"))
        await opened.append_events([NewEvent(room, ada, RoomArchived())])
        assert await state_of(opened, room) == "archived"
        assert (await opened.head(room)).seq == 2
        assert seqs(await opened.read_events(room, 0, 10)) == [1, 2]
        async with village.store.snapshot() as reading:
            assert await state_of(reading, room) == "active"
            assert (await reading.head(room)).seq == 1


async def test_events_are_appended_in_order_over_several_calls_and_streams(
    village: Village, room: str, ada: str
) -> None:
    inbox = inbox_stream(ada)
    left = MemberLeft(member=ada)
    async with village.store.transaction([room, inbox]) as opened:
        first = await opened.append_events(
            [NewEvent(room, ada, RoomArchived()), NewEvent(inbox, ada, left)]
        )
        second = await opened.append_events([NewEvent(room, ada, RoomRestored())])
    assert [(event.stream, event.seq) for event in [*first, *second]] == [
        (room, 2),
        (inbox, 1),
        (room, 3),
    ]
    assert list(opened.to_publish) == [*first, *second]
    assert (await village.log(room))[1:] == [first[0], second[0]]
    assert read_payload((await village.log(inbox))[0].payload) == left


async def test_an_event_has_the_time_of_its_transaction(
    village: Village, room: str, ada: str
) -> None:
    village.clock.move(7_000_000)
    async with village.store.transaction([room]) as opened:
        (event,) = await opened.append_events([NewEvent(room, ada, RoomArchived())])
    assert event.at == opened.now_us == village.clock.now_us()


async def test_an_event_never_has_an_earlier_time_than_the_one_before(
    village: Village, room: str, ada: str
) -> None:
    before = (await village.log(room))[-1].at
    village.clock.move(-60_000_000)
    async with village.store.transaction([room]) as opened:
        (event,) = await opened.append_events([NewEvent(room, ada, RoomArchived())])
    assert event.at == before


async def test_a_stream_that_was_not_named_at_the_beginning_cannot_be_appended_to(
    village: Village, room: str, ada: str
) -> None:
    with pytest.raises(LookupError, match="inbox"):
        async with village.store.transaction([room]) as opened:
            await opened.append_events(
                [
                    NewEvent(room, ada, RoomArchived()),
                    NewEvent(inbox_stream(ada), ada, RoomArchived()),
                ]
            )
    assert seqs(await village.log(room)) == [1]


async def test_transactions_take_turns(village: Village, room: str) -> None:
    async def count_up() -> None:
        async with village.store.transaction([room]) as opened:
            name = await opened.row(select(rooms.c.name))
            assert name is not None
            await asyncio.sleep(0)
            await opened.execute(update(rooms).values(name=f"{name.name}+"))

    await asyncio.gather(*[count_up() for _ in range(20)])
    async with village.store.snapshot() as reading:
        found = await reading.row(select(rooms.c.name))
        assert found is not None
        assert found.name == "Bread" + 20 * "+"


async def test_a_remembered_result_is_found_and_its_event_published_again(
    village: Village, room: str, ada: str
) -> None:
    key = write_key(ada, None, "archive")
    async with village.store.transaction([room]) as opened:
        assert await opened.find_result(key) is None
        (event,) = await opened.append_events([NewEvent(room, ada, RoomArchived())])
        await opened.remember_result(key, WriteResult(room, event.seq, event.at, "id"))
    async with village.store.transaction([room]) as opened:
        found = await opened.find_result(key)
    assert found == WriteResult(room, event.seq, event.at, "id", duplicate=True)
    assert list(opened.to_publish) == [event]


async def test_a_remembered_key_with_other_content_is_a_conflict(
    village: Village, room: str, ada: str
) -> None:
    name = str(uuid4())
    async with village.store.transaction([room]) as opened:
        await opened.remember_result(write_key(ada, name, "archive"), WriteResult(room, 1, 0, None))
    async with village.store.snapshot() as reading:
        with pytest.raises(Refusal, match="key") as raised:
            await reading.find_result(write_key(ada, name, "restore"))
    assert raised.value.code == "conflict"
    assert codes(await village.outcomes(village.message(room, ada, key=name))) == ["conflict"]
