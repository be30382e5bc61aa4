"""Who may write is read after the lock, so that no change of rights can be raced."""

import asyncio
import random

import pytest

from hubbub_protocol.streams import inbox_stream
from hubbub_server.store.interface import MessageWritten
from tests.server.store.village import Village, codes, dense, seqs


async def test_one_who_does_not_belong_to_the_room_is_refused(village: Village, room: str) -> None:
    cleo = await village.welcome("cleo")
    assert codes(await village.outcomes(village.message(room, cleo))) == ["forbidden"]


async def test_one_who_was_removed_is_refused(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await village.dismiss(room, bo, by=ada)
    assert codes(await village.outcomes(village.message(room, bo))) == ["forbidden"]


async def test_to_one_who_was_banned_the_room_does_not_exist(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await village.dismiss(room, bo, by=ada, state="banned")
    assert codes(await village.outcomes(village.message(room, bo))) == ["not_found"]


async def test_to_others_than_its_members_a_room_by_invitation_does_not_exist(
    village: Village, room: str, ada: str, bo: str
) -> None:
    cleo = await village.welcome("cleo")
    await village.close_to_strangers(room)
    await village.dismiss(room, bo, by=ada)
    batch = [village.message(room, author) for author in (ada, bo, cleo)]
    written, *refused = await village.outcomes(*batch)
    assert isinstance(written, MessageWritten)
    assert codes(refused) == ["not_found", "not_found"]


async def test_nobody_writes_in_an_archived_room(village: Village, room: str, ada: str) -> None:
    await village.archive(room)
    assert codes(await village.outcomes(village.message(room, ada))) == ["forbidden"]


@pytest.mark.parametrize("stream", ["control", "inbox", "direct", "unknown room", "nonsense"])
async def test_messages_are_written_in_rooms_that_exist(
    village: Village, room: str, bo: str, stream: str
) -> None:
    streams = {
        "inbox": inbox_stream(bo),
        "direct": f"direct:{village.new_id()}",
        "unknown room": f"room:{village.new_id()}",
    }
    message = village.message(streams.get(stream, stream), bo)
    assert codes(await village.outcomes(message)) == ["not_found"]
    assert await village.log(message.stream) == []


async def test_one_refused_message_never_harms_its_neighbours(
    village: Village, room: str, ada: str, bo: str
) -> None:
    cleo = await village.welcome("cleo")
    outcomes = await village.outcomes(
        village.message(room, ada),
        village.message(room, cleo),
        village.message(f"room:{village.new_id()}", bo),
        village.message(room, bo, reply_to=99),
        village.message(room, bo),
    )
    assert codes(outcomes) == ["ok", "forbidden", "not_found", "not_found", "ok"]
    assert seqs(await village.log(room)) == [1, 2, 3]


@pytest.mark.parametrize("name", ["\0", "room:\0", "direct:\0"])
async def test_a_name_that_cannot_even_be_asked_for_never_harms_the_neighbours(
    village: Village, room: str, ada: str, name: str
) -> None:
    batch = [village.message(stream, ada) for stream in (room, name, room)]
    assert codes(await village.outcomes(*batch)) == ["ok", "not_found", "ok"]


async def test_a_removal_that_was_under_way_first_refuses_the_message_behind_it(
    village: Village, room: str, ada: str, bo: str
) -> None:
    async with village.store.transaction([room]):
        removal = asyncio.create_task(village.dismiss(room, bo, by=ada))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(village.outcomes(village.message(room, bo)))
        await asyncio.sleep(0)
    assert await removal == 2
    assert codes(await waiting) == ["forbidden"]


@pytest.mark.parametrize("seed", range(5))
async def test_no_message_follows_its_author_s_removal(
    village: Village, room: str, ada: str, seed: int
) -> None:
    chance = random.Random(seed)
    people = [await village.welcome(f"guest{n}") for n in range(20)]
    await village.admit(room, *people)
    gone: dict[str, int] = {}

    async def chat(member: str) -> None:
        while codes(await village.outcomes(village.message(room, member))) == ["ok"]:
            pass

    async def dismiss(member: str) -> None:
        for _ in range(chance.randrange(40)):
            await asyncio.sleep(0)
        gone[member] = await village.dismiss(room, member, by=ada)

    await asyncio.gather(*map(chat, people), *map(dismiss, people))
    log = await village.log(room)
    assert dense(log)
    sent = [event for event in log if event.kind == "message_sent"]
    assert [event.seq for event in sent if event.seq > gone[event.actor]] == []
