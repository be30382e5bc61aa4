"""Reading a room: messages as they now stand, and events."""

import msgspec
import pytest

from hubbub_protocol.ids import make_id
from hubbub_protocol.messages import FindEvents, FindHistory, MessagePage
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions import history, moderation
from hubbub_server.actions.history import get_history, list_events
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene, new_key, refusal


async def page_of(
    scene: Scene, caller: Caller, room: str, find: FindHistory | None = None
) -> MessagePage:
    """Return a page of a room's history."""
    return await get_history(scene.desk, caller, room_stream(room), find or FindHistory())


def bodies(page: MessagePage) -> list[str]:
    """Return what stands in the messages of a page."""
    return [message.body for message in page.messages]


@pytest.fixture
async def ten(scene: Scene, anna: Caller) -> tuple[str, list[int]]:
    """A room with ten messages, 0 to 9, and an event between each two; and their ``seq``."""
    room = await scene.room(anna)
    seqs: list[int] = []
    for number in range(10):
        seqs.append(await scene.say(anna, room, str(number)))
        await scene.react(anna, room, seqs[0], chr(0x1F600 + number))
    return room, seqs


async def test_the_latest_messages_come_in_ascending_order(
    scene: Scene, anna: Caller, ten: tuple[str, list[int]]
) -> None:
    page = await page_of(scene, anna, ten[0], FindHistory(limit=3))
    assert bodies(page) == ["7", "8", "9"]
    assert (page.more_before, page.more_after) == (True, False)
    assert page.as_of == len(await scene.events_of(ten[0]))


async def test_a_whole_history_has_no_more_on_either_side(
    scene: Scene, anna: Caller, ten: tuple[str, list[int]]
) -> None:
    page = await page_of(scene, anna, ten[0], FindHistory(limit=10))
    assert (len(page.messages), page.more_before, page.more_after) == (10, False, False)


@pytest.mark.parametrize(
    ("place", "limit", "expected", "more"),
    [
        (5, 2, ["3", "4"], (True, True)),
        (2, 5, ["0", "1"], (False, True)),
        (0, 5, [], (False, True)),
    ],
)
async def test_messages_before_a_place(  # noqa: PLR0913 - what is asked and what comes
    scene: Scene,
    anna: Caller,
    ten: tuple[str, list[int]],
    place: int,
    limit: int,
    expected: list[str],
    more: tuple[bool, bool],
) -> None:
    find = FindHistory(before=ten[1][place], limit=limit)
    page = await page_of(scene, anna, ten[0], find)
    assert bodies(page) == expected
    assert (page.more_before, page.more_after) == more


async def test_before_a_place_beyond_the_head_are_the_latest(
    scene: Scene, anna: Caller, ten: tuple[str, list[int]]
) -> None:
    page = await page_of(scene, anna, ten[0], FindHistory(before=10_000, limit=2))
    assert (bodies(page), page.more_after) == (["8", "9"], False)


@pytest.mark.parametrize(
    ("place", "limit", "expected", "more"),
    [
        (5, 2, ["6", "7"], (True, True)),
        (7, 5, ["8", "9"], (True, False)),
        (9, 5, [], (True, False)),
    ],
)
async def test_messages_after_a_place(  # noqa: PLR0913 - what is asked and what comes
    scene: Scene,
    anna: Caller,
    ten: tuple[str, list[int]],
    place: int,
    limit: int,
    expected: list[str],
    more: tuple[bool, bool],
) -> None:
    page = await page_of(scene, anna, ten[0], FindHistory(after=ten[1][place], limit=limit))
    assert bodies(page) == expected
    assert (page.more_before, page.more_after) == more


@pytest.fixture
async def long(scene: Scene, anna: Caller) -> tuple[str, list[int]]:
    """A room with messages 0 to 17 of 31 KiB, of which eight fit a page; and their ``seq``."""
    room = await scene.room(anna)
    seqs = [await scene.say(anna, room, f"{number:04d}" + "🌻" * 7_936) for number in range(18)]
    return room, seqs


@pytest.mark.parametrize(
    ("place", "expected", "more"),
    [
        ("latest", range(10, 18), (True, False)),
        ("before", range(1, 9), (True, True)),
        ("after", range(10, 18), (True, False)),
        ("around", range(5, 13), (True, True)),
    ],
)
async def test_a_page_of_long_messages_holds_those_nearest_to_the_place(
    scene: Scene,
    anna: Caller,
    long: tuple[str, list[int]],
    place: str,
    expected: range,
    more: tuple[bool, bool],
) -> None:
    places = {"latest": {}, "before": {"before": long[1][9]}, "after": {"after": long[1][9]}}
    places["around"] = {"around": long[1][9]}
    page = await page_of(scene, anna, long[0], FindHistory(**places[place], limit=200))
    assert [int(body[:4]) for body in bodies(page)] == list(expected)
    assert (page.more_before, page.more_after) == more


async def test_long_messages_are_all_found_page_by_page(
    scene: Scene, anna: Caller, long: tuple[str, list[int]]
) -> None:
    room, seqs = long
    seen: list[int] = []
    more = True
    while more:
        find = FindHistory(after=seen[-1] if seen else 0, limit=200)
        page = await page_of(scene, anna, room, find)
        seen += [message.seq for message in page.messages]
        more = page.more_after
    assert seen == seqs


async def test_after_nothing_are_the_first(
    scene: Scene, anna: Caller, ten: tuple[str, list[int]]
) -> None:
    page = await page_of(scene, anna, ten[0], FindHistory(after=0, limit=2))
    assert (bodies(page), page.more_before, page.more_after) == (["0", "1"], False, True)


@pytest.mark.parametrize(
    ("place", "limit", "expected", "more"),
    [
        (5, 4, ["3", "4", "5", "6"], (True, True)),
        (5, 1, ["5"], (True, True)),
        (0, 3, ["0", "1", "2"], (False, True)),
        (9, 4, ["6", "7", "8", "9"], (True, False)),
        (4, 20, [str(number) for number in range(10)], (False, False)),
    ],
)
async def test_messages_around_a_place(  # noqa: PLR0913 - what is asked and what comes
    scene: Scene,
    anna: Caller,
    ten: tuple[str, list[int]],
    place: int,
    limit: int,
    expected: list[str],
    more: tuple[bool, bool],
) -> None:
    page = await page_of(scene, anna, ten[0], FindHistory(around=ten[1][place], limit=limit))
    assert bodies(page) == expected
    assert (page.more_before, page.more_after) == more


async def test_two_places_at_once_are_refused(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    deed = page_of(scene, anna, room, FindHistory(before=3, around=3))
    assert await refusal(deed) == ("bad_request", "around")


async def test_an_empty_room_has_an_empty_history(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    page = await page_of(scene, anna, room)
    assert (page.messages, page.members, page.as_of) == ([], [], 2)


async def test_those_who_reacted_count_in_the_length_of_a_page(
    scene: Scene, anna: Caller, bo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await scene.room(anna, bo)
    for target in [await scene.say(anna, room, body) for body in ("one", "two")]:
        await scene.react(anna, room, target)
        await scene.react(bo, room, target)
    assert bodies(await page_of(scene, anna, room)) == ["one", "two"]
    monkeypatch.setattr(history, "_PAGE_BYTES", 100)
    page = await page_of(scene, anna, room)
    assert (bodies(page), page.more_before) == (["two"], True)


async def test_a_page_has_the_cards_of_authors_mentioned_and_reactors(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    dan = await scene.member("dan")
    room = await scene.room(anna, bo, cleo, dan)
    target = await scene.say(anna, room, "@bo")
    await scene.react(cleo, room, target)
    page = await page_of(scene, dan, room)
    assert [card.username for card in page.members] == ["anna", "bo", "cleo"]


async def test_a_reply_names_what_it_answers(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    first = await scene.say(anna, room)
    await scene.say(anna, room, "indeed", reply_to=first)
    assert (await page_of(scene, anna, room)).messages[-1].reply_to == first


async def test_one_who_does_not_belong_may_look_where_the_room_allows_it(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    await scene.say(anna, room, "welcome")
    assert bodies(await page_of(scene, bo, room)) == ["welcome"]


async def test_one_who_only_looks_may_not_follow_the_events(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    stream = room_stream(await scene.room(anna, look=True))
    deed = list_events(scene.desk, bo, stream, FindEvents())
    assert await refusal(deed) == ("forbidden", "stream")


async def test_one_who_does_not_belong_reads_nothing_of_a_room_without_a_look(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, look=False)
    await scene.say(anna, room)
    assert await refusal(page_of(scene, bo, room)) == ("forbidden", "stream")
    deed = list_events(scene.desk, bo, room_stream(room), FindEvents())
    assert await refusal(deed) == ("forbidden", "stream")


async def test_a_banned_member_cannot_tell_a_room_from_none(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.ban(anna, room, bo)
    for unseen in (room, make_id(0, 0)):
        stream = room_stream(unseen)
        assert await refusal(page_of(scene, bo, unseen)) == ("not_found", "room")
        deed = list_events(scene.desk, bo, stream, FindEvents())
        assert await refusal(deed) == ("not_found", "room")


async def test_a_former_member_reads_a_room_as_it_stood_when_they_left(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, look=False)
    early = await scene.say(anna, room, "early")
    await scene.edit(anna, room, early, "early, edited")
    await scene.react(anna, room, early, "🍞")
    await scene.leave(bo, room)
    left = len(await scene.events_of(room))
    await scene.edit(anna, room, early, "edited later")
    await scene.react(anna, room, early, "🥖")
    await scene.pin(anna, room, early)
    await scene.say(anna, room, "late")
    page = await page_of(scene, bo, room)
    (message,) = page.messages
    assert message.body == "early, edited"
    assert [reaction.emoji for reaction in message.reactions] == ["🍞"]
    assert (message.pinned, page.as_of, page.more_after) == (False, left, False)
    events = await list_events(scene.desk, bo, room_stream(room), FindEvents())
    assert (events.head, len(events.events)) == (left, left)


async def test_a_message_edited_only_after_one_left_is_read_as_it_was(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, look=False)
    target = await scene.say(anna, room, "early")
    await moderation.remove_member(scene.desk, anna, room, bo.member, "", new_key())
    await scene.edit(anna, room, target, "later")
    (message,) = (await page_of(scene, bo, room)).messages
    assert (message.body, message.edited_at) == ("early", None)


async def test_what_is_erased_is_gone_for_former_members_too(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, look=False)
    target = await scene.say(anna, room, "secret")
    await scene.leave(bo, room)
    await scene.delete(anna, room, target)
    (message,) = (await page_of(scene, bo, room)).messages
    assert (message.body, message.deleted) == ("", True)


async def test_a_former_member_who_may_look_reads_on(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.leave(bo, room)
    await scene.say(anna, room, "late")
    assert bodies(await page_of(scene, bo, room)) == ["late"]


async def test_an_inbox_has_no_messages(scene: Scene, anna: Caller) -> None:
    deed = get_history(scene.desk, anna, inbox_stream(anna.member), FindHistory())
    assert await refusal(deed) == ("not_found", "room")


async def test_events_are_given_as_the_socket_gives_them(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    heard = await scene.listen(room_stream(room))
    await scene.say(anna, room, "one")
    await scene.say(anna, room, "two")
    page = await list_events(scene.desk, anna, room_stream(room), FindEvents(after=2))
    assert [bytes(event) for event in page.events] == [p.event for p in heard.publications]
    assert (page.head, page.epoch) == (4, scene.desk.store.epoch)


async def test_events_come_page_by_page(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    find = FindEvents(after=1, limit=1)
    page = await list_events(scene.desk, anna, room_stream(room), find)
    (event,) = page.events
    assert msgspec.json.decode(event)["seq"] == 2


async def test_ones_own_inbox_may_be_read_and_no_other(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    await scene.room(anna)
    page = await list_events(scene.desk, anna, inbox_stream(anna.member), FindEvents())
    assert [msgspec.json.decode(event)["kind"] for event in page.events] == ["room_joined"]
    deed = list_events(scene.desk, bo, inbox_stream(anna.member), FindEvents())
    assert await refusal(deed) == ("not_found", "room")
    deed = list_events(scene.desk, bo, "control", FindEvents())
    assert await refusal(deed) == ("not_found", "room")
