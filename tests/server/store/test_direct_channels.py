"""Who may write in a direct channel is read after the lock, so that no end can be raced."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from hubbub_protocol.codec import write_payload
from hubbub_protocol.events import MessageSent
from hubbub_protocol.streams import inbox_stream, stream_subject
from hubbub_server.store.interface import MessageWritten, Store
from hubbub_server.store.personal_connections import find_personal_connection
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import (
    Village,
    accepted,
    codes,
    dense,
    seqs,
    write_key,
    write_the_end,
)


@pytest.fixture
async def direct(village: Village, ada: str, bo: str) -> str:
    """The stream of the direct channel of Ada and Bo; its head is 1."""
    return await village.connect(ada, bo)


@pytest.fixture
async def other(backend: Backend, store: Store, clock: HandClock) -> AsyncIterator[Village]:
    """The same database, opened once more."""
    opened = await backend.open(clock)
    assert opened.epoch == store.epoch
    yield Village(opened, clock)
    await opened.close()


async def test_the_two_write_in_their_direct_channel(
    village: Village, direct: str, ada: str, bo: str
) -> None:
    asked = village.message(direct, ada, "Good morning")
    reply = village.message(direct, bo, "To you too", reply_to=2)
    written = accepted(await village.outcomes(asked, reply))
    assert [one.events[0].payload for one in written] == [
        write_payload(MessageSent(id=asked.id, body=asked.body)),
        write_payload(MessageSent(id=reply.id, body=reply.body, reply_to=2)),
    ]
    log = await village.log(direct)
    assert seqs(log) == [1, 2, 3]
    assert [event for one in written for event in one.events] == log[1:]
    assert [event.stream for event in log] == 3 * [direct]


async def test_to_others_than_the_two_a_direct_channel_does_not_exist(
    village: Village, direct: str
) -> None:
    cleo = await village.welcome("cleo")
    unknown = f"direct:{village.new_id()}"
    foreign, made_up = await village.outcomes(
        village.message(direct, cleo), village.message(unknown, cleo)
    )
    assert codes([foreign]) == ["not_found"]
    assert repr(foreign) == repr(made_up)
    assert len(await village.log(direct)) == 1
    assert await village.log(unknown) == []


async def test_a_direct_channel_of_a_room_s_id_is_none(
    village: Village, room: str, ada: str
) -> None:
    confused = f"direct:{stream_subject(room)}"
    assert codes(await village.outcomes(village.message(confused, ada))) == ["not_found"]
    assert await village.log(confused) == []


async def test_a_room_of_a_direct_channel_s_id_is_none(
    village: Village, direct: str, ada: str
) -> None:
    confused = f"room:{stream_subject(direct)}"
    assert codes(await village.outcomes(village.message(confused, ada))) == ["not_found"]
    assert await village.log(confused) == []


async def test_after_the_end_neither_writes(
    village: Village, direct: str, ada: str, bo: str
) -> None:
    assert await village.part(direct, ada) == 2
    batch = [village.message(direct, author) for author in (ada, bo)]
    assert codes(await village.outcomes(*batch)) == ["not_connected", "not_connected"]
    assert len(await village.log(direct)) == 2


async def test_who_connect_again_write_in_the_same_channel(
    village: Village, direct: str, ada: str, bo: str
) -> None:
    await village.send(village.message(direct, ada))
    await village.part(direct, ada)
    assert await village.connect(bo, ada) == direct
    (result,) = await village.send(village.message(direct, bo, reply_to=2))
    assert result.seq == 5


async def test_what_a_pair_has_with_each_other_is_one_row_from_the_first_opening_on(
    village: Village, direct: str, ada: str, bo: str
) -> None:
    await village.part(direct, ada)
    await village.connect(bo, ada)
    async with village.store.snapshot() as reading:
        found = await find_personal_connection(reading, ada, bo)
        assert found == await find_personal_connection(reading, bo, ada)
    assert found is not None
    assert (found.one, found.other) == tuple(sorted((ada, bo)))
    assert (found.channel, found.state) == (stream_subject(direct), "connected")
    assert (found.opened_seq, found.ended_at) == (3, None)
    assert found.beside(ada) == bo


async def test_nobody_is_mentioned_in_a_direct_channel(
    village: Village, direct: str, ada: str, bo: str
) -> None:
    asked = village.message(direct, ada, "@bo @room", mentions=("bo",), mentions_room=True)
    (written,) = accepted(await village.outcomes(asked))
    assert len(written.events) == 1
    assert written.events[0].payload == write_payload(MessageSent(id=asked.id, body=asked.body))
    assert await village.log(inbox_stream(bo)) == []


async def test_a_reply_needs_a_message_of_the_same_direct_channel(
    village: Village, room: str, direct: str, ada: str
) -> None:
    await village.send(*[village.message(room, ada) for _ in range(3)])
    outcomes = await village.outcomes(
        village.message(direct, ada, reply_to=1),  # the opening
        village.message(direct, ada, reply_to=3),
        village.message(direct, ada),
        village.message(direct, ada, reply_to=2),
    )
    assert codes(outcomes) == ["not_found", "not_found", "ok", "ok"]


async def test_a_known_key_is_answered_after_the_end_too(
    village: Village, direct: str, ada: str
) -> None:
    message = village.message(direct, ada)
    (first,) = accepted(await village.outcomes(message))
    await village.part(direct, ada)
    (again,) = accepted(await village.outcomes(message))
    assert (again.result.seq, again.result.duplicate) == (2, True)
    assert again.events == first.events


async def test_a_key_that_was_used_in_a_room_is_not_used_in_a_direct_channel_again(
    village: Village, room: str, direct: str, ada: str
) -> None:
    key = write_key(ada, None, "anything").key
    outcomes = await village.outcomes(
        village.message(room, ada, key=key), village.message(direct, ada, key=key)
    )
    assert codes(outcomes) == ["ok", "conflict"]
    assert len(await village.log(direct)) == 1


async def test_a_refused_message_in_a_direct_channel_never_harms_its_neighbours(
    village: Village, room: str, direct: str, ada: str, bo: str
) -> None:
    cleo = await village.welcome("cleo")
    ended = await village.connect(ada, cleo)
    await village.part(ended, cleo)
    outcomes = await village.outcomes(
        village.message(direct, ada),
        village.message(ended, ada),
        village.message(room, ada),
        village.message(direct, cleo),
        village.message(direct, bo),
        village.message("direct:nonsense", bo),
    )
    assert codes(outcomes) == ["ok", "not_connected", "ok", "not_found", "ok", "not_found"]
    assert seqs(await village.log(direct)) == [1, 2, 3]
    assert seqs(await village.log(room)) == [1, 2]


async def test_messages_that_wait_behind_the_end_are_refused(
    village: Village, other: Village, direct: str, ada: str, bo: str
) -> None:
    for _ in range(20):
        async with village.store.transaction([direct]) as writing:
            waiting = [
                asyncio.create_task(other.outcomes(other.message(direct, author)))
                for author in (ada, bo, ada)
            ]
            await other.store.read_heads([direct])  # they are on their way to the lock
            await write_the_end(writing, direct, bo)
        assert [codes(await each) for each in waiting] == 3 * [["not_connected"]]
        await village.connect(ada, bo)
    assert dense(await village.log(direct))


@pytest.mark.parametrize("seed", range(5))
async def test_no_message_stands_between_an_end_and_the_next_opening(
    village: Village, other: Village, direct: str, ada: str, bo: str, seed: int
) -> None:
    chance = random.Random(seed)

    async def chat(through: Village, author: str) -> None:
        while not done.is_set():
            (outcome,) = await through.outcomes(through.message(direct, author))
            if not isinstance(outcome, MessageWritten):
                assert outcome.code == "not_connected"
                refused.set()

    async def part_and_connect() -> None:
        for _ in range(10):
            for _ in range(chance.randrange(20)):
                await asyncio.sleep(0)
            await village.part(direct, bo)
            refused.clear()
            await refused.wait()  # so that somebody has tried meanwhile
            await village.connect(ada, bo)
        done.set()

    done, refused = asyncio.Event(), asyncio.Event()
    await asyncio.gather(chat(other, ada), chat(other, bo), chat(village, ada), part_and_connect())
    log = await village.log(direct)
    assert dense(log)
    connected = False
    for event in log:
        if event.kind == "message_sent":
            assert connected, event.seq
        else:
            connected = event.kind == "direct_channel_opened"


async def test_batches_that_lock_rooms_and_direct_channels_in_both_orders_never_wait_for_ever(
    village: Village, other: Village, room: str, direct: str, ada: str, bo: str
) -> None:
    async def write(through: Village, author: str, *order: str) -> None:
        for _ in range(15):
            batch = [through.message(stream, author, mentions=("ada", "bo")) for stream in order]
            assert codes(await through.outcomes(*batch)) == ["ok", "ok"]

    async def lock(through: Village, *order: str) -> None:
        for _ in range(15):
            async with through.store.transaction([*order, inbox_stream(ada)]):
                pass

    await asyncio.gather(
        write(village, ada, room, direct),
        write(other, bo, direct, room),
        lock(other, room, direct),
        lock(village, direct, room),
    )
    for stream in (room, direct):
        log = await village.log(stream)
        assert dense(log)
        assert len(log) == 1 + 2 * 15
