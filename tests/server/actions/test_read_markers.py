"""How far one has read."""

from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.read_markers import mark_all_read, mark_read
from hubbub_server.actions.rooms import get_room
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, refusal


async def read(scene: Scene, caller: Caller, room: str, seq: int) -> int:
    """Say how far somebody has read a room; return where the marker stands."""
    return (await mark_read(scene.desk, caller, room_stream(room), seq)).seq


async def test_a_marker_moves_forward(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    seq = await scene.say(anna, room)
    assert await read(scene, bo, room, seq) == seq
    standing = (await get_room(scene.desk, bo, room)).standing
    assert standing is not None
    assert (standing.read, standing.unread) == (seq, 0)


async def test_a_marker_never_goes_back(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    seq = await scene.say(anna, room)
    await read(scene, anna, room, seq)
    assert await read(scene, anna, room, seq - 1) == seq


async def test_a_marker_never_stands_behind_the_head(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    assert await refusal(read(scene, anna, room, 3)) == ("bad_request", "seq")


async def test_only_members_have_a_marker(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, cleo)
    await scene.ban(anna, room, cleo)
    assert await refusal(read(scene, bo, room, 1)) == ("forbidden", "room")
    assert await refusal(read(scene, cleo, room, 1)) == ("not_found", "room")


async def test_ones_own_inbox_has_a_marker_and_no_other(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    await scene.room(anna)
    inbox = inbox_stream(anna.member)
    assert (await mark_read(scene.desk, anna, inbox, 1)).seq == 1
    assert await refusal(mark_read(scene.desk, bo, inbox, 1)) == ("not_found", "room")


async def test_ones_other_devices_hear_that_a_marker_moved(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    seq = await scene.say(anna, room)
    heard = await scene.listen(inbox_stream(anna.member))
    await read(scene, anna, room, seq)
    await read(scene, anna, room, seq)
    moved = Ephemeral(stream=room_stream(room), kind="read", seq=seq)
    assert heard.ephemerals == [(inbox_stream(anna.member), moved)]


async def test_one_who_comes_back_has_nothing_unread(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.leave(bo, room)
    await scene.say(anna, room)
    await scene.join(bo, room)
    standing = (await get_room(scene.desk, bo, room)).standing
    assert standing is not None
    assert standing.unread == 0


async def test_all_rooms_are_marked_at_once_and_those_of_nobody_else(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    made = [await scene.room(anna, bo, name=name) for name in ("A", "B", "C")]
    for room in made[:2]:
        await scene.say(anna, room, "hello")
    heard = await scene.listen(inbox_stream(bo.member))
    await scene.leave(bo, made[2])
    await mark_all_read(scene.desk, bo)
    for room, caller, unread in ((made[0], bo, 0), (made[1], bo, 0)):
        standing = (await get_room(scene.desk, caller, room)).standing
        assert standing is not None
        assert standing.unread == unread
    told = [frame.stream for _, frame in heard.ephemerals]
    assert sorted(told) == sorted(map(room_stream, made[:2]))
    standing = (await get_room(scene.desk, anna, made[0])).standing
    assert standing is not None
    assert standing.read == 2
