"""A deleted message keeps its place in the log and loses every body that was stored of it."""

from sqlalchemy import select

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import MessageEdited, MessageSent
from hubbub_server.store.interface import NewEvent
from hubbub_server.store.messages import erase, find_message, put_edit, put_mentions
from hubbub_server.store.schema import events, mentions
from tests.server.store.village import Village, accepted, dense

SECRET = "the neighbours' recipe"


async def write_and_edit(village: Village, room: str, ada: str, bo: str) -> None:
    """Have Bo write the secret as message 2, mentioning Ada, and edit it twice."""
    await village.send(village.message(room, bo, SECRET, mentions=("ada",)))
    for _ in range(2):
        async with village.store.transaction([room]) as opened:
            edited = MessageEdited(target=2, body=f"{SECRET}!", mentions=(ada,))
            (event,) = await opened.append_events([NewEvent(room, bo, edited)])
            await put_edit(opened, 2, event)
            await put_mentions(opened, 2, event, [ada])
    await village.send(village.message(room, ada, "Thanks", reply_to=2))


async def erase_it(village: Village, room: str) -> None:
    async with village.store.transaction([room]) as opened:
        message = await find_message(opened, room, 2)
        assert message is not None
        await erase(opened, room, message)


async def test_no_stored_body_of_an_erased_message_is_left(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await write_and_edit(village, room, ada, bo)
    await erase_it(village, room)
    async with village.store.snapshot() as reading:
        rows = await reading.rows(select(events.c.payload))
    assert [row for row in rows if SECRET.encode() in row.payload] == []


async def test_an_erased_message_is_replayed_as_tombstones_in_its_place(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await write_and_edit(village, room, ada, bo)
    before = await village.log(room)
    await erase_it(village, room)
    after = await village.log(room)
    assert dense(after)
    assert [(e.seq, e.kind, e.at, e.actor) for e in after] == [
        (e.seq, e.kind, e.at, e.actor) for e in before
    ]
    sent, *edits = [read_payload(event.payload) for event in after[1:4]]
    assert isinstance(sent, MessageSent)
    assert (sent.body, sent.deleted, sent.mentions) == ("", True, ())
    assert edits == 2 * [MessageEdited(target=2, body="", deleted=True)]


async def test_an_erased_message_mentions_nobody(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await write_and_edit(village, room, ada, bo)
    await erase_it(village, room)
    async with village.store.snapshot() as reading:
        assert await reading.rows(select(mentions)) == []


async def test_the_key_of_an_erased_message_gives_its_tombstone(
    village: Village, room: str, ada: str, bo: str
) -> None:
    message = village.message(room, bo, SECRET)
    (first,) = await village.send(message)
    await erase_it(village, room)
    (again,) = accepted(await village.outcomes(message))
    assert (again.result.seq, again.result.duplicate) == (first.seq, True)
    assert SECRET.encode() not in again.events[0].payload


async def test_a_message_may_be_answered_after_it_was_erased(
    village: Village, room: str, ada: str, bo: str
) -> None:
    await village.send(village.message(room, bo, SECRET))
    await erase_it(village, room)
    (result,) = await village.send(village.message(room, ada, "What was it?", reply_to=2))
    assert result.seq == 3
