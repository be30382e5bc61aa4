"""Direct channels: the two do there what members do in rooms, and to others there is nothing."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from hubbub_protocol.commands import Unpin, Unreact
from hubbub_protocol.direct_channels import (
    DirectChannel,
    DirectChannelPage,
    ExportDirectChannel,
    FindDirectChannels,
)
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import DirectChannelHidden, DirectChannelShown, MessageEdited
from hubbub_protocol.messages import FindEvents, FindHistory, Reaction
from hubbub_protocol.streams import inbox_stream, stream_subject
from hubbub_server.actions import direct_channels, history, pins, reactions, read_markers, typing
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.people import People

Deed = Callable[[Scene, Caller, str], Awaitable[object]]

MINE: Final = 2
"""The ``seq`` of the message that the acting one wrote; the other wrote the next."""


def unreact(scene: Scene, caller: Caller, stream: str) -> Awaitable[object]:
    """Take a reaction back that was never made."""
    command = Unreact(ref=0, stream=stream, key=new_key(), target=MINE, emoji="🍞")
    return reactions.unreact(scene.desk, caller, command)


def unpin(scene: Scene, caller: Caller, stream: str) -> Awaitable[object]:
    """Unpin what is not pinned."""
    command = Unpin(ref=0, stream=stream, key=new_key(), target=MINE)
    return pins.unpin(scene.desk, caller, command)


async def get(scene: Scene, caller: Caller, stream: str) -> DirectChannel:
    """Look at a direct channel."""
    channel = stream_subject(stream)
    return await direct_channels.get_direct_channel(scene.desk, caller, channel)


async def hide(scene: Scene, caller: Caller, stream: str) -> None:
    """Hide a direct channel."""
    channel = stream_subject(stream)
    await direct_channels.hide_direct_channel(scene.desk, caller, channel, new_key())


async def show(scene: Scene, caller: Caller, stream: str) -> None:
    """Show a hidden direct channel."""
    channel = stream_subject(stream)
    await direct_channels.show_direct_channel(scene.desk, caller, channel, new_key())


WRITES: Final[dict[str, Deed]] = {
    "send": lambda scene, caller, stream: scene.say(caller, stream),
    "reply": lambda scene, caller, stream: scene.say(caller, stream, reply_to=MINE),
    "edit": lambda scene, caller, stream: scene.edit(caller, stream, MINE, "Good evening"),
    "react": lambda scene, caller, stream: scene.react(caller, stream, MINE),
    "unreact": unreact,
    "typing": lambda scene, caller, stream: typing.show_typing(scene.desk, caller, stream),
}
PINNING: Final[dict[str, Deed]] = {
    "pin": lambda scene, caller, stream: scene.pin(caller, stream, MINE),
    "unpin": unpin,
}
READS: Final[dict[str, Deed]] = {
    "delete": lambda scene, caller, stream: scene.delete(caller, stream, MINE),
    "history": lambda scene, caller, stream: history.get_history(
        scene.desk, caller, stream, FindHistory()
    ),
    "events": lambda scene, caller, stream: history.list_events(
        scene.desk, caller, stream, FindEvents()
    ),
    "pins": lambda scene, caller, stream: pins.list_pins(scene.desk, caller, stream),
    "mark_read": lambda scene, caller, stream: read_markers.mark_read(
        scene.desk, caller, stream, MINE
    ),
    "get": get,
    "export": lambda scene, caller, stream: direct_channels.export_direct_channel(
        scene.desk, caller, stream_subject(stream), ExportDirectChannel()
    ),
    "hide": hide,
    "show": show,
}
ALL: Final = WRITES | PINNING | READS


async def page(scene: Scene, caller: Caller, find: FindDirectChannels) -> DirectChannelPage:
    """List direct channels."""
    return await direct_channels.list_direct_channels(scene.desk, caller, find)


async def streams(scene: Scene, caller: Caller, *, hidden: bool = False) -> list[str]:
    """Return the streams of the direct channels that are listed."""
    found = await page(scene, caller, FindDirectChannels(hidden=hidden))
    return [channel.stream for channel in found.channels]


@pytest.fixture
async def direct(scene: Scene, anna: Caller, bo: Caller) -> str:
    """The direct channel of Anna and Bo, in which each has written once."""
    stream = await scene.connect(anna, bo)
    assert await scene.say(anna, stream, "Good morning") == MINE
    await scene.say(bo, stream, "To you too")
    return stream


@pytest.mark.parametrize("name", WRITES | READS)
async def test_while_they_are_connected_each_may(
    scene: Scene, anna: Caller, direct: str, name: str
) -> None:
    await ALL[name](scene, anna, direct)


@pytest.mark.parametrize("name", PINNING)
async def test_nothing_is_pinned(scene: Scene, anna: Caller, direct: str, name: str) -> None:
    assert await refusal(ALL[name](scene, anna, direct)) == ("forbidden", "stream")


@pytest.mark.parametrize("name", WRITES | PINNING)
async def test_after_the_end_neither_writes(
    scene: Scene, anna: Caller, bo: Caller, direct: str, name: str
) -> None:
    end = await scene.part(bo, direct)
    for caller in (anna, bo):
        assert await refusal(ALL[name](scene, caller, direct)) == ("not_connected", "stream")
    assert len(await scene.log(direct)) == end


@pytest.mark.parametrize("name", READS)
async def test_after_the_end_each_still_may(
    scene: Scene, anna: Caller, bo: Caller, direct: str, name: str
) -> None:
    await scene.part(bo, direct)
    await ALL[name](scene, anna, direct)


@pytest.mark.parametrize("name", ALL)
async def test_to_others_it_answers_as_one_that_does_not_exist(
    scene: Scene, bo: Caller, cleo: Caller, direct: str, people: People, name: str
) -> None:
    unknown = f"direct:{scene.desk.new_id()}"
    owner = (await people.owner()).caller
    for caller in (cleo, owner):
        answers = []
        for stream in (direct, unknown):
            with pytest.raises(Refusal) as refused:
                await ALL[name](scene, caller, stream)
            answers.append(repr(refused.value))
        assert answers[0] == answers[1]
        assert "not_found" in answers[0]
    await scene.part(bo, direct)
    with pytest.raises(Refusal) as refused:
        await ALL[name](scene, cleo, direct)
    assert "not_found" in repr(refused.value)


@pytest.mark.parametrize("name", ALL)
async def test_the_id_of_a_room_is_none_of_a_direct_channel(
    scene: Scene, anna: Caller, bo: Caller, name: str
) -> None:
    room = await scene.room(anna, bo)
    await scene.say(anna, room)
    code, _ = await refusal(ALL[name](scene, anna, f"direct:{room}"))
    assert code == "not_found"


async def test_nobody_edits_or_deletes_what_the_other_wrote(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    assert await refusal(scene.edit(bo, direct, MINE, "x")) == ("forbidden", "target")
    assert await refusal(scene.delete(bo, direct, MINE)) == ("forbidden", "target")
    await scene.part(bo, direct)
    assert await refusal(scene.delete(bo, direct, MINE)) == ("forbidden", "target")


async def test_what_was_deleted_after_the_end_is_gone_for_both(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    await scene.react(bo, direct, MINE)
    await scene.part(bo, direct)
    await scene.delete(anna, direct, MINE)
    for caller in (anna, bo):
        found = await history.get_history(scene.desk, caller, direct, FindHistory())
        erased, other = found.messages
        assert (erased.deleted, erased.body, erased.reactions) == (True, "", [])
        assert other.body == "To you too"


async def test_an_edit_mentions_nobody(scene: Scene, anna: Caller, bo: Caller, direct: str) -> None:
    await scene.edit(anna, direct, MINE, "@bo @room")
    (edited,) = await scene.events_of(direct, after=3)
    assert edited == MessageEdited(target=MINE, body="@bo @room")
    assert await scene.inbox_of(bo) == []


async def test_both_see_the_same_messages_and_each_other(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    await scene.react(bo, direct, MINE)
    pages = [
        await history.get_history(scene.desk, caller, direct, FindHistory())
        for caller in (anna, bo)
    ]
    assert pages[0] == pages[1]
    assert [message.author for message in pages[0].messages] == [anna.member, bo.member]
    assert pages[0].messages[0].reactions == [Reaction("🍞", [bo.member])]
    assert [card.username for card in pages[0].members] == ["anna", "bo"]


async def test_one_sees_the_other_the_unread_and_whether_it_is_open(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    seen = await get(scene, anna, direct)
    assert seen.stream == direct
    assert seen.member.username == "bo"
    assert (seen.open, seen.hidden, seen.head, seen.read, seen.unread) == (True, False, 3, 0, 1)
    assert seen.last_message_at == scene.clock.now_us()
    await read_markers.mark_read(scene.desk, anna, direct, 3)
    end = await scene.part(anna, direct)
    seen = await get(scene, anna, direct)
    assert (seen.open, seen.head, seen.read, seen.unread) == (False, end, 3, 0)
    assert (await get(scene, bo, direct)).member.username == "anna"


async def test_what_was_erased_and_what_one_wrote_oneself_is_not_unread(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    erased = await scene.say(bo, direct, "Oh dear")
    await scene.say(bo, direct, "Never mind")
    await scene.delete(bo, direct, erased)
    assert (await get(scene, anna, direct)).unread == 2
    assert (await get(scene, bo, direct)).unread == 1


async def test_counting_unread_ends_at_the_ceiling(
    scene: Scene, anna: Caller, bo: Caller, direct: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub_server.store.direct_channel_views.UNREAD_CEILING", 3)
    for _ in range(3):
        await scene.say(bo, direct)
    assert (await get(scene, anna, direct)).unread == 3


async def test_the_one_written_in_or_opened_last_comes_first(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, direct: str
) -> None:
    younger = await scene.connect(anna, cleo)
    assert await streams(scene, anna) == [younger, direct]
    await scene.say(bo, direct)
    assert await streams(scene, anna) == [direct, younger]
    await scene.part(cleo, younger)
    await scene.connect(anna, cleo)
    assert await streams(scene, anna) == [younger, direct]
    assert await streams(scene, bo) == [direct]


async def test_the_list_comes_page_by_page_without_gap_or_repetition(
    scene: Scene, anna: Caller
) -> None:
    others = [await scene.member(f"guest{number}") for number in range(5)]
    expected = [await scene.connect(anna, other) for other in others][::-1]
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        part = await page(scene, anna, FindDirectChannels(limit=2, after=after))
        found += [channel.stream for channel in part.channels]
        after = part.next
    assert found == expected


async def test_a_place_in_the_list_that_is_none_is_refused(scene: Scene, anna: Caller) -> None:
    assert await refusal(page(scene, anna, FindDirectChannels(after="nonsense"))) == (
        "bad_request",
        "after",
    )


async def test_a_hidden_channel_is_listed_apart(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, direct: str
) -> None:
    other = await scene.connect(anna, cleo)
    await hide(scene, anna, direct)
    assert await streams(scene, anna) == [other]
    assert await streams(scene, anna, hidden=True) == [direct]
    assert (await get(scene, anna, direct)).hidden
    assert await streams(scene, bo) == [direct]
    await show(scene, anna, direct)
    assert await streams(scene, anna, hidden=True) == []


async def test_a_new_message_of_the_other_alone_shows_it_again(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    await hide(scene, anna, direct)
    await scene.say(anna, direct)
    await scene.react(bo, direct, MINE)
    assert await streams(scene, anna, hidden=True) == [direct]
    await scene.say(bo, direct)
    assert await streams(scene, anna) == [direct]
    await hide(scene, anna, direct)
    assert await streams(scene, anna, hidden=True) == [direct]


async def test_who_connect_again_see_their_channel_again(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    await hide(scene, anna, direct)
    await hide(scene, bo, direct)
    await scene.part(anna, direct)
    assert await streams(scene, anna) == []
    await scene.connect(bo, anna)
    assert await streams(scene, anna) == await streams(scene, bo) == [direct]


async def test_one_s_own_devices_learn_of_hiding_once_and_the_other_s_do_not(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    channel = stream_subject(direct)
    await show(scene, anna, direct)
    key = new_key()
    for _ in range(2):
        await direct_channels.hide_direct_channel(scene.desk, anna, channel, key)
    await hide(scene, anna, direct)
    await show(scene, anna, direct)
    told = [DirectChannelHidden(channel=channel), DirectChannelShown(channel=channel)]
    assert await scene.inbox_of(anna) == told
    assert await scene.inbox_of(bo) == []


async def test_an_export_has_everything_part_by_part_also_after_the_end(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    for number in range(5):
        await scene.say(anna if number % 2 else bo, direct, f"message {number}")
    await scene.edit(anna, direct, MINE, "Good evening")
    end = await scene.part(bo, direct)
    channel = stream_subject(direct)
    bodies, authors, after = [], set(), 0
    for part_size in (3, 3, 1):
        asked = ExportDirectChannel(after=after, limit=3)
        part = await direct_channels.export_direct_channel(scene.desk, anna, channel, asked)
        assert len(part.messages) == part_size
        assert (part.channel.open, part.as_of) == (False, end)
        bodies += [message.body for message in part.messages]
        authors |= {card.username for card in part.members}
        assert (part.next is None) == (part_size == 1)
        after = part.next or 0
    assert bodies == ["Good evening", "To you too", *(f"message {n}" for n in range(5))]
    assert authors == {"anna", "bo"}


async def test_all_direct_channels_are_marked_read_with_the_rooms(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    heard = await scene.listen(inbox_stream(anna.member))
    await read_markers.mark_all_read(scene.desk, anna)
    assert (await get(scene, anna, direct)).read == 3
    assert [(frame.stream, frame.seq) for _, frame in heard.ephemerals] == [(direct, 3)]
    await read_markers.mark_all_read(scene.desk, anna)
    assert len(heard.ephemerals) == 1


async def test_typing_goes_to_those_who_follow_the_channel(
    scene: Scene, anna: Caller, bo: Caller, direct: str
) -> None:
    heard = await scene.listen(direct)
    await typing.show_typing(scene.desk, anna, direct)
    ((channel, frame),) = heard.ephemerals
    assert (channel, frame.kind, frame.member) == (direct, "typing", anna.member)
