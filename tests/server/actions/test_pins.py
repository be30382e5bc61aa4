"""Pinning messages."""

import pytest

from hubbub_protocol.commands import Unpin
from hubbub_protocol.events import MessagePinned, MessageUnpinned
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import pins, rooms
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, new_key, refusal


async def unpin(scene: Scene, caller: Caller, room: str, target: int) -> int:
    """Let somebody unpin a message; return the ``seq`` of the event."""
    command = Unpin(ref=0, stream=room_stream(room), key=new_key(), target=target)
    return (await pins.unpin(scene.desk, caller, command)).seq


async def pinned(scene: Scene, caller: Caller, room: str) -> list[int]:
    """Return which messages are pinned."""
    found = await pins.list_pins(scene.desk, caller, room_stream(room))
    return [message.seq for message in found.messages]


async def test_pins_are_listed_the_latest_first_with_their_authors(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    first, second = await scene.say(anna, room, "one"), await scene.say(bo, room, "two")
    await scene.pin(anna, room, second)
    await scene.pin(anna, room, first)
    found = await pins.list_pins(scene.desk, bo, room_stream(room))
    assert [(message.seq, message.body, message.pinned) for message in found.messages] == [
        (first, "one", True),
        (second, "two", True),
    ]
    assert [card.username for card in found.members] == ["anna", "bo"]
    assert found.as_of == len(await scene.events_of(room))


async def test_pinning_and_unpinning_are_events(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    await scene.pin(anna, room, target)
    await unpin(scene, anna, room, target)
    assert (await scene.events_of(room))[-2:] == [
        MessagePinned(target=target),
        MessageUnpinned(target=target),
    ]
    assert await pinned(scene, anna, room) == []


async def test_pinning_twice_has_no_effect(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    first = await scene.pin(anna, room, target)
    assert await scene.pin(anna, room, target) == first
    assert len(await scene.events_of(room)) == first


async def test_unpinning_what_is_not_pinned_names_the_message(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    assert await unpin(scene, anna, room, target) == target


async def test_hosts_pin_and_members_do_not(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(bo, room)
    assert await refusal(scene.pin(bo, room, target)) == ("forbidden", "room")
    assert await refusal(unpin(scene, bo, room, target)) == ("forbidden", "room")
    await scene.make_host(anna, room, bo)
    await scene.pin(bo, room, target)
    assert await pinned(scene, anna, room) == [target]


async def test_a_room_has_only_so_many_pins(
    scene: Scene, anna: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub_server.domain.messages.MAX_PINS_PER_ROOM", 2)
    room = await scene.room(anna)
    targets = [await scene.say(anna, room) for _ in range(3)]
    for target in targets[:2]:
        await scene.pin(anna, room, target)
    assert await refusal(scene.pin(anna, room, targets[2])) == ("conflict", "target")
    await unpin(scene, anna, room, targets[0])
    await scene.pin(anna, room, targets[2])


async def test_nothing_is_pinned_in_an_archived_room(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(scene.pin(anna, room, target)) == ("forbidden", "room")


async def test_what_is_no_message_is_not_pinned(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    assert await refusal(scene.pin(anna, room, 2)) == ("not_found", "target")


async def test_one_who_may_look_sees_the_pins_and_one_who_is_banned_does_not(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, cleo)
    target = await scene.say(anna, room)
    await scene.pin(anna, room, target)
    await scene.ban(anna, room, cleo)
    assert await pinned(scene, bo, room) == [target]
    assert await refusal(pinned(scene, cleo, room)) == ("not_found", "room")


async def test_a_former_member_sees_no_later_pin(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo, look=False)
    early, late = await scene.say(anna, room), await scene.say(anna, room)
    await scene.pin(anna, room, early)
    await scene.leave(bo, room)
    await scene.pin(anna, room, late)
    assert await pinned(scene, bo, room) == [early]
