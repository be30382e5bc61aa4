"""Several programs on one database write one log, and each sees the others' changes of rights."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import and_, update

from hubbub_protocol.codec import write_payload
from hubbub_protocol.events import MemberRemoved, Mentioned, MessageSent, RoomEdited
from hubbub_protocol.streams import inbox_stream, stream_subject
from hubbub_server.store.interface import NewEvent, Store
from hubbub_server.store.schema import memberships
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import PURPOSE, Village, accepted, codes, dense, seqs


@pytest.fixture
async def other(backend: Backend, store: Store, clock: HandClock) -> AsyncIterator[Village]:
    """The same database, opened once more."""
    opened = await backend.open(clock)
    assert opened.epoch == store.epoch
    yield Village(opened, clock)
    await opened.close()


async def test_both_write_one_dense_log(
    village: Village, other: Village, room: str, ada: str, bo: str
) -> None:
    async def chat(through: Village, author: str) -> list[int]:
        answers = []
        for _ in range(20):
            (result,) = await through.send(through.message(room, author))
            answers.append(result.seq)
        return answers

    answers = await asyncio.gather(chat(village, ada), chat(other, bo), chat(other, ada))
    log = await village.log(room)
    assert dense(log)
    assert sorted(seq for each in answers for seq in each) == seqs(log)[1:]
    assert all(each == sorted(each) for each in answers)


async def test_a_key_that_one_has_written_is_known_to_the_other(
    village: Village, other: Village, room: str, bo: str
) -> None:
    message = village.message(room, bo)
    results = [
        result
        for results in await asyncio.gather(*[v.send(message) for v in (village, other)])
        for result in results
    ]
    assert [result.seq for result in results] == [2, 2]
    assert [result.duplicate for result in results].count(False) == 1


async def test_a_removal_through_one_refuses_messages_through_the_other(
    village: Village, other: Village, room: str, ada: str
) -> None:
    people = [await village.welcome(f"guest{n}") for n in range(10)]
    await village.admit(room, *people)

    async def chat(member: str) -> None:
        while codes(await other.outcomes(other.message(room, member))) == ["ok"]:
            pass

    gone: dict[str, int] = {}

    async def dismiss(member: str) -> None:
        gone[member] = await village.dismiss(room, member, by=ada)

    await asyncio.gather(*map(chat, people), *map(dismiss, people))
    sent = [event for event in await village.log(room) if event.kind == "message_sent"]
    assert [event.seq for event in sent if event.seq > gone[event.actor]] == []


async def test_batches_that_lock_their_streams_in_both_orders_never_wait_for_ever(
    village: Village, other: Village, ada: str, bo: str
) -> None:
    one, two = [await village.found(ada) for _ in range(2)]
    await village.admit(one, bo)
    await village.admit(two, bo)

    async def write(through: Village, author: str, *order: str) -> None:
        names = ("bo", "ada") if author == ada else ("ada", "bo")
        for _ in range(15):
            batch = [through.message(room, author, mentions=names) for room in order]
            assert codes(await through.outcomes(*batch)) == ["ok", "ok"]

    async def rename(through: Village, *order: str) -> None:
        for _ in range(15):
            async with through.store.transaction(order) as opened:
                edited = RoomEdited(name="Rye", purpose=PURPOSE, access="open", look=True)
                await opened.append_events([NewEvent(stream, ada, edited) for stream in order])

    await asyncio.gather(
        write(village, ada, one, two),
        write(other, bo, two, one),
        rename(other, one, two),
        rename(village, two, one),
    )
    for room in (one, two):
        log = await village.log(room)
        assert dense(log)
        assert len(log) == 1 + 4 * 15
    for member in (ada, bo):
        inbox = await village.log(inbox_stream(member))
        assert dense(inbox)
        assert len(inbox) == 2 * 15


async def test_a_key_used_at_once_in_two_streams_is_written_in_one(
    village: Village, other: Village, ada: str
) -> None:
    one, two = [await village.found(ada) for _ in range(2)]
    for _ in range(5):
        keys = [str(uuid4()) for _ in range(60)]
        here = [village.message(one, ada, key=key) for key in keys]
        there = [other.message(two, ada, key=key) for key in reversed(keys)]
        found = await asyncio.gather(village.outcomes(*here), other.outcomes(*there))
        both = zip(codes(found[0]), reversed(codes(found[1])), strict=True)
        assert [sorted(each) for each in both] == 60 * [["conflict", "ok"]]
    logs = [await village.log(room) for room in (one, two)]
    assert all(dense(log) for log in logs)
    assert sum(len(log) for log in logs) == 2 + 60 * 5


async def test_messages_that_wait_behind_a_removal_are_refused(
    village: Village, other: Village, room: str, ada: str, bo: str
) -> None:
    for _ in range(20):
        async with village.store.transaction([room]) as opened:
            waiting = [
                asyncio.create_task(other.outcomes(other.message(room, bo))) for _ in range(3)
            ]
            await other.store.read_heads([room])  # they are on their way to the lock
            head = (await opened.head(room)).seq
            removed = MemberRemoved(member=bo)
            await opened.append_events([NewEvent(room, ada, removed)])
            mine = and_(memberships.c.room == stream_subject(room), memberships.c.member == bo)
            await opened.execute(
                update(memberships).where(mine).values(state="removed", until_seq=head + 1)
            )
        assert [codes(await each) for each in waiting] == 3 * [["forbidden"]]
        async with village.store.transaction([room]) as opened:
            await opened.execute(update(memberships).where(mine).values(state="member"))
    assert dense(await village.log(room))


async def test_both_write_the_same_bytes_that_they_return(
    village: Village, other: Village, room: str, ada: str, bo: str
) -> None:
    body = 'Guten "Morgen", @bo & \\ \n \0 \x7f \u2028 🍞'
    asked = village.message(
        room, ada, body, reply_to=None, mentions=("bo", "ada"), mentions_room=True
    )
    (written,) = accepted(await village.outcomes(asked))
    assert written.events[0].payload == write_payload(
        MessageSent(id=asked.id, body=body, mentions=(bo, ada), mentions_room=True)
    )
    assert written.events[1].payload == write_payload(Mentioned(source=room, target=2))
    log = [*await other.log(room), *await other.log(inbox_stream(bo))]
    assert list(written.events) == log[1:]
    reply = village.message(room, bo, reply_to=2)
    (answer,) = accepted(await village.outcomes(reply))
    expected = MessageSent(id=reply.id, body=reply.body, reply_to=2)
    assert answer.events[0].payload == write_payload(expected)
