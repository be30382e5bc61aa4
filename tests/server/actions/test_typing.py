"""Showing that one is writing."""

from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.typing import show_typing
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, refusal


async def test_those_who_follow_the_room_hear_it_and_nothing_is_stored(
    scene: Scene, anna: Caller
) -> None:
    stream = room_stream(await scene.room(anna))
    heard = await scene.listen(stream)
    await show_typing(scene.desk, anna, stream)
    typing = Ephemeral(stream=stream, kind="typing", member=anna.member)
    assert heard.ephemerals == [(stream, typing)]
    assert heard.publications == []


async def test_one_who_does_not_belong_is_not_heard(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, cleo)
    await scene.ban(anna, room, cleo)
    stream = room_stream(room)
    assert await refusal(show_typing(scene.desk, bo, stream)) == ("forbidden", "room")
    assert await refusal(show_typing(scene.desk, cleo, stream)) == ("not_found", "room")
    inbox = inbox_stream(bo.member)
    assert await refusal(show_typing(scene.desk, bo, inbox)) == ("not_found", "room")
