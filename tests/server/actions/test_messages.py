"""Editing and deleting messages."""

from dataclasses import replace

import msgspec
import pytest

from hubbub_protocol.commands import Delete, Edit
from hubbub_protocol.events import Mentioned, MessageDeleted, MessageEdited, MessageSent
from hubbub_protocol.messages import FindHistory, Message
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions import messages, rooms
from hubbub_server.actions.history import get_history
from hubbub_server.actions.pins import list_pins
from hubbub_server.actions.read_markers import mark_read
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, new_key, refusal


async def now(scene: Scene, caller: Caller, room: str, target: int) -> Message:
    """Return a message as it now stands."""
    page = await get_history(
        scene.desk, caller, room_stream(room), FindHistory(around=target, limit=1)
    )
    (message,) = page.messages
    return message


async def mentions(scene: Scene, caller: Caller, room: str) -> int:
    """Return how often one is mentioned in what one has not read."""
    standing = (await rooms.get_room(scene.desk, caller, room)).standing
    assert standing is not None
    return standing.mentions


async def test_an_edit_replaces_the_body(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "Braed")
    await scene.edit(anna, room, target, "Bread")
    message = await now(scene, anna, room, target)
    assert (message.body, message.edited_at) == ("Bread", scene.clock.now_us())
    assert (await scene.events_of(room))[-1] == MessageEdited(target=target, body="Bread")


async def test_the_latest_of_several_edits_stands(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    for body in ("two", "three", "one"):
        await scene.edit(anna, room, target, body)
    assert (await now(scene, anna, room, target)).body == "one"


async def test_an_edit_to_the_same_body_has_no_effect(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    assert await scene.edit(anna, room, target, "one") == target
    edited = await scene.edit(anna, room, target, "two")
    assert await scene.edit(anna, room, target, "two") == edited
    assert len(await scene.events_of(room)) == edited


async def test_a_repeated_edit_is_answered_as_before_whatever_has_changed(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(bo, room, "one")
    edit = Edit(ref=0, stream=room_stream(room), key=new_key(), target=target, body="two")
    first = await messages.edit(scene.desk, bo, edit)
    await scene.edit(bo, room, target, "three")
    await scene.ban(anna, room, bo)
    again = await messages.edit(scene.desk, bo, edit)
    assert again == replace(first, duplicate=True)
    assert (await now(scene, anna, room, target)).body == "three"


async def test_a_repeated_key_is_published_again(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    edit = Edit(ref=0, stream=room_stream(room), key=new_key(), target=target, body="two")
    await messages.edit(scene.desk, anna, edit)
    heard = await scene.listen(room_stream(room))
    result = await messages.edit(scene.desk, anna, edit)
    assert [publication.seq for publication in heard.publications] == [result.seq]


async def test_the_same_key_with_another_body_is_a_conflict(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "one")
    key = new_key()
    edit = Edit(ref=0, stream=room_stream(room), key=key, target=target, body="two")
    await messages.edit(scene.desk, anna, edit)
    other = msgspec.structs.replace(edit, body="three")
    assert await refusal(messages.edit(scene.desk, anna, other)) == ("conflict", "key")


async def test_only_its_author_edits_a_message(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(bo, room)
    deed = scene.edit(anna, room, target, "I never said that")
    assert await refusal(deed) == ("forbidden", "target")


async def test_a_former_member_edits_nothing(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(bo, room)
    await scene.leave(bo, room)
    assert await refusal(scene.edit(bo, room, target, "x")) == ("forbidden", "room")
    assert await refusal(scene.delete(bo, room, target)) == ("forbidden", "room")


async def test_what_is_no_message_cannot_be_edited_or_deleted(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    for target in (1, 99):
        assert await refusal(scene.edit(anna, room, target, "x")) == ("not_found", "target")
        assert await refusal(scene.delete(anna, room, target)) == ("not_found", "target")


@pytest.mark.parametrize("body", ["", " \n", "x" * 8_001, "\x00", "\x1b[0m"])
async def test_a_bad_body_is_refused(scene: Scene, anna: Caller, body: str) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    assert await refusal(scene.edit(anna, room, target, body)) == ("bad_request", "body")


async def test_an_inbox_and_a_room_that_is_none_answer_alike(scene: Scene, anna: Caller) -> None:
    stream = inbox_stream(anna.member)
    edit = Edit(ref=0, stream=stream, key=new_key(), target=1, body="x")
    assert await refusal(messages.edit(scene.desk, anna, edit)) == ("not_found", "room")
    delete = Delete(ref=0, stream="control", key=new_key(), target=1)
    assert await refusal(messages.delete(scene.desk, anna, delete)) == ("not_found", "room")


async def test_an_archived_room_is_not_edited_but_may_be_erased_in(
    scene: Scene, anna: Caller
) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(scene.edit(anna, room, target, "x")) == ("forbidden", "room")
    await scene.delete(anna, room, target)


async def test_an_edit_tells_only_whom_the_message_did_not_mention_before(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    target = await scene.say(anna, room, "@bo")
    before = await scene.inbox_of(bo)
    await scene.edit(anna, room, target, "@bo @cleo")
    await scene.edit(anna, room, target, "nobody")
    await scene.edit(anna, room, target, "@cleo")
    told = Mentioned(source=room_stream(room), target=target)
    assert await scene.inbox_of(bo) == before
    assert (await scene.inbox_of(cleo)).count(told) == 1
    assert await mentions(scene, cleo, room) == 1


async def test_a_mention_in_a_message_that_one_has_read_is_told_but_not_counted(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room, "hello")
    await mark_read(scene.desk, bo, room_stream(room), target)
    await scene.edit(anna, room, target, "hello @bo")
    told = Mentioned(source=room_stream(room), target=target)
    assert (await scene.inbox_of(bo))[-1] == told
    assert await mentions(scene, bo, room) == 0


async def test_an_edit_carries_all_whom_its_body_mentions(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    target = await scene.say(anna, room, "@bo")
    await scene.edit(anna, room, target, "@cleo @bo @nobody")
    assert (await now(scene, anna, room, target)).mentions == (cleo.member, bo.member)


async def test_one_who_does_not_belong_is_not_mentioned(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "hello")
    await scene.edit(anna, room, target, "hello @bo")
    assert (await now(scene, anna, room, target)).mentions == ()
    assert await scene.inbox_of(bo) == []


async def test_only_hosts_mention_the_room_with_an_edit(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    for author, counts in ((anna, True), (bo, False)):
        target = await scene.say(author, room, "hello")
        await scene.edit(author, room, target, "hello @room")
        assert (await now(scene, anna, room, target)).mentions_room is counts
    assert await mentions(scene, bo, room) == 1
    assert await mentions(scene, anna, room) == 0


async def test_deleting_leaves_a_tombstone_in_its_place(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    first = await scene.say(anna, room, "one")
    target = await scene.say(bo, room, "secret, @anna", reply_to=first)
    await scene.react(anna, room, target)
    await scene.edit(bo, room, target, "more secret, @anna")
    await scene.pin(anna, room, target)
    await scene.delete(bo, room, target)
    message = await now(scene, anna, room, target)
    assert message == Message(
        seq=target,
        id=message.id,
        author=bo.member,
        at=message.at,
        body="",
        reply_to=first,
        mentions=(),
        mentions_room=False,
        edited_at=None,
        deleted=True,
        reactions=[],
        pinned=False,
    )
    assert (await list_pins(scene.desk, anna, room_stream(room))).messages == []


async def test_deleting_blanks_every_stored_body(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room, "secret")
    edits = [await scene.edit(anna, room, target, f"secret {n}") for n in range(3)]
    deleted = await scene.delete(anna, room, target)
    events = await scene.events_of(room)
    sent = events[target - 1]
    assert isinstance(sent, MessageSent)
    assert (sent.body, sent.deleted) == ("", True)
    for seq in edits:
        assert events[seq - 1] == MessageEdited(target=target, body="", deleted=True)
    assert events[deleted - 1] == MessageDeleted(target=target)


async def test_a_deleted_message_mentions_nobody_any_more(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room, "@room")
    await scene.edit(anna, room, target, "@bo")
    await scene.delete(anna, room, target)
    assert await mentions(scene, bo, room) == 0


async def test_deleting_twice_has_no_effect(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    deleted = await scene.delete(anna, room, target)
    assert await scene.delete(anna, room, target) == deleted
    assert len(await scene.events_of(room)) == deleted


async def test_hosts_delete_what_others_wrote_and_members_do_not(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    target = await scene.say(anna, room)
    assert await refusal(scene.delete(bo, room, target)) == ("forbidden", "target")
    await scene.make_host(anna, room, bo)
    await scene.delete(bo, room, target)


async def test_nothing_more_is_done_to_a_deleted_message(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    await scene.delete(anna, room, target)
    assert await refusal(scene.edit(anna, room, target, "x")) == ("conflict", "target")
    assert await refusal(scene.react(anna, room, target)) == ("conflict", "target")
    assert await refusal(scene.pin(anna, room, target)) == ("conflict", "target")
