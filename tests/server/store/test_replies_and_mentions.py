"""A reply needs its target; a mention reaches those who belong to the room, and their inboxes."""

import pytest
from sqlalchemy import select

from hubbub_protocol.codec import read_payload
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Mentioned, MessageSent
from hubbub_protocol.streams import inbox_stream
from hubbub_server.domain.decoys import decoy_stream
from hubbub_server.store.interface import StoredEvent
from hubbub_server.store.schema import EVERYBODY, mentions
from tests.server.store.village import Village, accepted, codes, seqs


def sent(event: StoredEvent) -> MessageSent:
    payload = read_payload(event.payload)
    assert isinstance(payload, MessageSent)
    return payload


async def mention_rows(village: Village, stream: str) -> list[tuple[object, ...]]:
    statement = select(mentions.c.member, mentions.c.seq, mentions.c.target)
    async with village.store.snapshot() as reading:
        rows = await reading.rows(statement.where(mentions.c.stream == stream))
    return sorted(tuple(row) for row in rows)


async def test_a_reply_names_its_target(village: Village, room: str, ada: str, bo: str) -> None:
    await village.send(village.message(room, ada))
    await village.send(village.message(room, bo, reply_to=2))
    assert sent((await village.log(room))[-1]).reply_to == 2


async def test_a_reply_to_a_message_of_the_same_batch_is_accepted(
    village: Village, room: str, ada: str, bo: str
) -> None:
    outcomes = await village.outcomes(
        village.message(room, ada), village.message(room, bo, reply_to=2)
    )
    assert codes(outcomes) == ["ok", "ok"]


@pytest.mark.parametrize("target", [1, 2, 3, 2**53 - 1])
async def test_a_reply_to_what_is_no_message_of_the_stream_is_refused(
    village: Village, room: str, ada: str, bo: str, target: int
) -> None:
    other = await village.found(bo)
    await village.send(village.message(other, bo), village.message(other, bo))
    (refusal,) = await village.outcomes(village.message(room, bo, reply_to=target))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == ("not_found", "reply_to")
    assert str(target) in refusal.detail


async def test_a_mention_stands_in_the_message_and_in_the_inbox(
    village: Village, room: str, ada: str, bo: str
) -> None:
    message = village.message(room, bo, "@ada?", mentions=("ada",))
    (written,) = accepted(await village.outcomes(message))
    (told,) = await village.log(inbox_stream(ada))
    assert sent((await village.log(room))[-1]).mentions == (ada,)
    assert read_payload(told.payload) == Mentioned(source=room, target=2)
    assert (told.seq, told.actor) == (1, bo)
    assert [event.stream for event in written.events] == [room, inbox_stream(ada)]
    assert await mention_rows(village, room) == [(ada, 2, 2)]


@pytest.mark.parametrize("who_blocks", ["ada", "bo"])
async def test_a_mention_across_a_block_reaches_the_decoy_instead_of_the_inbox(
    village: Village, room: str, ada: str, bo: str, who_blocks: str
) -> None:
    ids = {"ada": ada, "bo": bo}
    await village.give_role(room, ada, "member", by=ada)
    await village.block(ids.pop(who_blocks), *ids.values())
    message = village.message(room, bo, "@ada?", mentions=("ada",))
    (written,) = accepted(await village.outcomes(message))
    assert sent(written.events[0]).mentions == (ada,)
    assert [event.stream for event in written.events] == [room, decoy_stream(ada)]
    assert await village.log(inbox_stream(ada)) == []
    (told,) = await village.log(decoy_stream(ada))
    assert read_payload(told.payload) == Mentioned(source=room, target=written.result.seq)
    (row,) = await mention_rows(village, room)
    assert row[0] == decoy_stream(ada)


async def test_an_owner_is_told_of_a_mention_across_a_block_in_their_own_room(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await village.block(ada, bo)
    message = village.message(room, bo, "@ada?", mentions=("ada",))
    (written,) = accepted(await village.outcomes(message))
    assert [event.stream for event in written.events] == [room, inbox_stream(ada)]


async def test_only_those_who_belong_to_the_room_are_mentioned(
    village: Village, room: str, ada: str, bo: str
) -> None:
    cleo = await village.welcome("cleo")
    dan = await village.welcome("dan")
    await village.admit(room, dan)
    await village.dismiss(room, dan, by=ada)
    message = village.message(room, bo, mentions=("cleo", "nobody", "dan", "ada"))
    (written,) = accepted(await village.outcomes(message))
    assert sent(written.events[0]).mentions == (ada,)
    assert await village.log(inbox_stream(cleo)) == []
    assert await village.log(inbox_stream(dan)) == []


async def test_a_refused_message_mentions_nobody(village: Village, room: str, ada: str) -> None:
    cleo = await village.welcome("cleo")
    message = village.message(room, cleo, mentions=("ada",))
    assert codes(await village.outcomes(message)) == ["forbidden"]
    assert await village.log(inbox_stream(ada)) == []


async def test_a_repeated_message_mentions_once(
    village: Village, room: str, ada: str, bo: str
) -> None:
    message = village.message(room, bo, mentions=("ada",))
    await village.send(message, message)
    await village.send(message)
    assert seqs(await village.log(inbox_stream(ada))) == [1]


async def test_mentions_of_one_batch_are_numbered_in_the_inbox(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await village.send(*[village.message(room, bo, mentions=("ada",)) for _ in range(3)])
    inbox = await village.log(inbox_stream(ada))
    assert [read_payload(event.payload) for event in inbox] == [
        Mentioned(source=room, target=target) for target in (2, 3, 4)
    ]


async def test_an_owner_mentions_the_whole_room_without_inbox_events(
    village: Village, room: str, ada: str, bo: str
) -> None:
    (written,) = accepted(await village.outcomes(village.message(room, ada, mentions_room=True)))
    assert sent(written.events[0]).mentions_room
    assert await village.log(inbox_stream(bo)) == []
    assert await mention_rows(village, room) == [(EVERYBODY, 2, 2)]


async def test_an_ordinary_member_cannot_mention_the_whole_room(
    village: Village, room: str, bo: str
) -> None:
    (written,) = accepted(await village.outcomes(village.message(room, bo, mentions_room=True)))
    assert not sent(written.events[0]).mentions_room
    assert await mention_rows(village, room) == []


async def test_who_mentions_themselves_is_told_nothing(
    village: Village, room: str, ada: str
) -> None:
    (written,) = accepted(await village.outcomes(village.message(room, ada, mentions=("ada",))))
    assert [event.stream for event in written.events] == [room]
