"""Reacting to messages."""

import pytest

from hubbub_protocol.commands import Unreact
from hubbub_protocol.events import ReactionAdded, ReactionRemoved
from hubbub_protocol.messages import FindHistory, Reaction
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import reactions, rooms
from hubbub_server.actions.history import get_history
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, new_key, refusal


async def unreact(scene: Scene, caller: Caller, room: str, target: int, emoji: str = "🍞") -> int:
    """Let somebody take a reaction back; return the ``seq`` of the event."""
    stream = room_stream(room)
    command = Unreact(ref=0, stream=stream, key=new_key(), target=target, emoji=emoji)
    return (await reactions.unreact(scene.desk, caller, command)).seq


async def now(scene: Scene, caller: Caller, room: str) -> list[Reaction]:
    """Return the reactions to the one message of a room."""
    page = await get_history(scene.desk, caller, room_stream(room), FindHistory())
    (message,) = page.messages
    return message.reactions


async def test_reactions_stand_in_the_order_in_which_they_came(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    await scene.react(bo, room, target, "🥖")
    await scene.react(bo, room, target, "🍞")
    await scene.react(anna, room, target, "🥖")
    assert await now(scene, anna, room) == [
        Reaction("🥖", [bo.member, anna.member]),
        Reaction("🍞", [bo.member]),
    ]
    assert (await scene.events_of(room))[-1] == ReactionAdded(target=target, emoji="🥖")


async def test_reacting_twice_has_no_effect(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    reacted = await scene.react(anna, room, target)
    assert await scene.react(anna, room, target) == reacted
    assert len(await scene.events_of(room)) == reacted


async def test_a_reaction_is_taken_back_by_who_made_it(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    await scene.react(anna, room, target)
    await scene.react(bo, room, target)
    await unreact(scene, anna, room, target)
    assert await now(scene, anna, room) == [Reaction("🍞", [bo.member])]
    assert (await scene.events_of(room))[-1] == ReactionRemoved(target=target, emoji="🍞")


async def test_taking_back_what_is_not_there_names_the_message(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    await scene.react(bo, room, target)
    assert await unreact(scene, anna, room, target) == target
    assert await now(scene, anna, room) == [Reaction("🍞", [bo.member])]


async def test_a_message_has_at_most_twenty_different_reactions(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    emoji = [chr(0x1F600 + number) for number in range(21)]
    for one in emoji[:20]:
        await scene.react(anna, room, target, one)
    assert await refusal(scene.react(anna, room, target, emoji[20])) == ("conflict", "emoji")
    await scene.react(bo, room, target, emoji[0])


@pytest.mark.parametrize("emoji", ["", "ok", "👍 ", "👍👍"])
async def test_what_is_no_emoji_is_refused(scene: Scene, anna: Caller, emoji: str) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    assert await refusal(scene.react(anna, room, target, emoji)) == ("bad_request", "emoji")
    assert await refusal(unreact(scene, anna, room, target, emoji)) == ("bad_request", "emoji")


async def test_only_members_react(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    assert await refusal(scene.react(bo, room, target)) == ("forbidden", "room")
    assert await refusal(unreact(scene, bo, room, target)) == ("forbidden", "room")


async def test_one_who_is_banned_reacts_to_nothing_that_exists(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    await scene.ban(anna, room, bo)
    assert await refusal(scene.react(bo, room, target)) == ("not_found", "room")


async def test_nobody_reacts_in_an_archived_room(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(scene.react(anna, room, target)) == ("forbidden", "room")


async def test_what_is_no_message_gets_no_reaction(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    assert await refusal(scene.react(anna, room, 1)) == ("not_found", "target")
    assert await refusal(unreact(scene, anna, room, 1)) == ("not_found", "target")
