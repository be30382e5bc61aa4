"""What two of whom one has blocked the other are shown of each other, wherever they ask."""

import msgspec
import pytest
from sqlalchemy import select

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import Mentioned
from hubbub_protocol.members import FindMembers, Page
from hubbub_protocol.messages import FindEvents, FindHistory, Message, MessagePage
from hubbub_protocol.rooms import FindRooms, Room
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import memberships, rooms
from hubbub_server.actions.history import get_history, list_events
from hubbub_server.actions.members import find_members, get_member
from hubbub_server.actions.pins import list_pins
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.decoys import decoy_stream
from hubbub_server.store.schema import mentions
from tests.server.actions.scene import Scene, refusal
from tests.server.store.village import Village


@pytest.fixture
async def dan(scene: Scene) -> Caller:
    return await scene.member("dan")


@pytest.fixture
async def room(scene: Scene, anna: Caller, bo: Caller, cleo: Caller, dan: Caller) -> str:
    """A room of Anna's with all of them in it; Bo has blocked Cleo."""
    await block(scene, bo, cleo)
    return await scene.room(anna, bo, cleo, dan)


async def block(scene: Scene, blocker: Caller, blocked: Caller) -> None:
    """Let one block another."""
    await Village(scene.desk.store, scene.clock).block(blocker.member, blocked.member)


async def page_of(
    scene: Scene, caller: Caller, room: str, find: FindHistory | None = None
) -> MessagePage:
    """Return a page of a room's history."""
    return await get_history(scene.desk, caller, room_stream(room), find or FindHistory())


def bodies(messages: list[Message]) -> list[str]:
    """Return what stands in messages."""
    return [message.body for message in messages]


async def names_in(scene: Scene, caller: Caller, room: str, limit: int = 50) -> list[str]:
    """Return who is in a room, for one who looks, read page by page."""
    names: list[str] = []
    after = ""
    while True:
        find = FindMembers(limit=limit, after=after) if after else FindMembers(limit=limit)
        page = await memberships.list_room_members(scene.desk, caller, room, find)
        names += [item.member.username for item in page.members]
        if page.next is None:
            return names
        after = page.next


async def test_neither_reads_what_the_other_has_written(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    for caller in (anna, bo, cleo, dan):
        await scene.say(caller, room, f"from {caller.member}")
    shown = {
        caller.member: [message.author for message in (await page_of(scene, caller, room)).messages]
        for caller in (anna, bo, cleo, dan)
    }
    everybody = [anna.member, bo.member, cleo.member, dan.member]
    assert shown == {
        anna.member: everybody,
        bo.member: [anna.member, bo.member, dan.member],
        cleo.member: [anna.member, cleo.member, dan.member],
        dan.member: everybody,
    }


@pytest.fixture
async def ten(scene: Scene, dan: Caller, cleo: Caller, room: str) -> list[int]:
    """Ten messages, 0 to 9, of which Cleo wrote the odd ones, and their ``seq``."""
    authors = [dan, cleo] * 5
    return [await scene.say(author, room, str(n)) for n, author in enumerate(authors)]


@pytest.mark.parametrize(
    ("find", "expected", "more"),
    [
        ({"limit": 3}, ["4", "6", "8"], (True, False)),
        ({"limit": 5}, ["0", "2", "4", "6", "8"], (False, False)),
        ({"before": 5, "limit": 2}, ["2", "4"], (True, True)),
        ({"before": 8, "limit": 4}, ["0", "2", "4", "6"], (False, True)),
        ({"before": 9, "limit": 5}, ["0", "2", "4", "6", "8"], (False, False)),
        ({"after": 1, "limit": 2}, ["2", "4"], (True, True)),
        ({"after": 7, "limit": 1}, ["8"], (True, False)),
        ({"after": 8, "limit": 1}, [], (True, False)),
        ({"around": 5, "limit": 2}, ["4", "6"], (True, True)),
        ({"around": 1, "limit": 4}, ["0", "2", "4", "6"], (False, True)),
    ],
)
async def test_pages_are_full_and_tell_of_nothing_that_is_hidden(  # noqa: PLR0913 - fixtures
    scene: Scene,
    bo: Caller,
    room: str,
    ten: list[int],
    find: dict[str, int],
    expected: list[str],
    more: tuple[bool, bool],
) -> None:
    asked = {name: n if name == "limit" else ten[n] for name, n in find.items()}
    page = await page_of(scene, bo, room, FindHistory(**asked))
    assert bodies(page.messages) == expected
    assert (page.more_before, page.more_after) == more


async def test_what_is_hidden_before_and_behind_all_else_is_not_more(
    scene: Scene, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    await scene.say(cleo, room, "first")
    between = await scene.say(dan, room, "between")
    await scene.say(cleo, room, "last")
    for find in (
        FindHistory(limit=1),
        FindHistory(after=0, limit=1),
        FindHistory(before=between + 1, limit=1),
        FindHistory(around=between, limit=1),
    ):
        page = await page_of(scene, bo, room, find)
        assert (bodies(page.messages), page.more_before, page.more_after) == (
            ["between"],
            False,
            False,
        )


async def test_reactions_of_the_other_are_left_out_and_an_emoji_that_only_they_used(
    scene: Scene, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    target = await scene.say(dan, room)
    await scene.react(cleo, room, target, "🍞")
    await scene.react(cleo, room, target, "🥖")
    await scene.react(dan, room, target, "🥖")
    (seen,) = (await page_of(scene, bo, room)).messages
    assert [(each.emoji, each.members) for each in seen.reactions] == [("🥖", [dan.member])]
    (whole,) = (await page_of(scene, dan, room)).messages
    assert [each.emoji for each in whole.reactions] == ["🍞", "🥖"]


async def test_a_page_has_no_card_of_the_other_and_keeps_whom_a_message_mentions(
    scene: Scene, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    target = await scene.say(dan, room, "@cleo")
    await scene.react(cleo, room, target)
    page = await page_of(scene, bo, room)
    assert [card.username for card in page.members] == ["dan"]
    assert page.messages[0].mentions == (cleo.member,)


async def test_pins_of_what_the_other_wrote_are_left_out(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    for author in (cleo, dan):
        await scene.pin(anna, room, await scene.say(author, room, author.member))
    stream = room_stream(room)
    shown = await list_pins(scene.desk, bo, stream)
    assert bodies(shown.messages) == [dan.member]
    assert [card.username for card in shown.members] == ["dan"]
    assert len((await list_pins(scene.desk, anna, stream)).messages) == 2


async def test_in_the_list_of_events_a_skip_stands_for_what_the_other_did(
    scene: Scene, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    stream = room_stream(room)
    target = await scene.say(dan, room, "from Dan")
    hidden = [await scene.say(cleo, room, "from Cleo"), await scene.react(cleo, room, target)]
    deleted = await scene.delete(cleo, room, hidden[0])
    page = await list_events(scene.desk, bo, stream, FindEvents(after=target - 1))
    read = [msgspec.json.decode(event) for event in page.events]
    assert read[1:3] == [{"t": "skip", "stream": stream, "seq": seq} for seq in hidden]
    assert [each["t"] for each in read] == ["event", "skip", "skip", "event"]
    assert (read[0]["body"], read[3]["kind"], page.head) == (
        "from Dan",
        "message_deleted",
        deleted,
    )


def counts(room: Room) -> tuple[int, int]:
    """Return how many messages are unread, and how many of them mention one."""
    assert room.standing is not None
    return room.standing.unread, room.standing.mentions


async def test_what_the_other_wrote_counts_neither_as_unread_nor_as_a_mention(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, dan: Caller
) -> None:
    room = await scene.room(anna, bo, cleo, dan)
    await scene.make_host(anna, room, cleo)
    for author in (cleo, dan):
        await scene.say(author, room, "@bo")
    await scene.say(cleo, room, "@room")
    await block(scene, bo, cleo)
    listed = await rooms.list_my_rooms(scene.desk, bo, Page())
    found = await rooms.find_rooms(scene.desk, bo, FindRooms())
    shown = [await rooms.get_room(scene.desk, bo, room), *listed.rooms, *found.rooms]
    assert [counts(each) for each in shown] == [(1, 1)] * 3
    assert counts(await rooms.get_room(scene.desk, dan, room)) == (2, 1)


async def test_an_edit_that_mentions_the_other_tells_nobody_and_leaves_nothing_when_deleted(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    target = await scene.say(cleo, room)
    before = await scene.inbox_of(bo)
    await scene.edit(cleo, room, target, "hello @bo and @anna")
    told = Mentioned(source=room_stream(room), target=target)
    assert await scene.inbox_of(bo) == before
    assert [read_payload(event.payload) for event in await scene.log(decoy_stream(bo.member))] == [
        told
    ]
    assert (await scene.inbox_of(anna))[-1] == told
    await scene.delete(cleo, room, target)
    async with scene.desk.store.snapshot() as reading:
        assert await reading.rows(select(mentions)) == []


async def test_no_mention_of_a_blocked_time_counts_when_the_block_is_lifted(
    scene: Scene, bo: Caller, cleo: Caller, room: str
) -> None:
    await scene.say(cleo, room, "@bo")
    await Village(scene.desk.store, scene.clock).unblock(bo.member, cleo.member)
    assert counts(await rooms.get_room(scene.desk, bo, room)) == (1, 0)


async def test_members_of_the_room_are_listed_without_the_other(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    lists = [
        await names_in(scene, caller, room, limit)
        for limit in (1, 50)
        for caller in (anna, bo, cleo, dan)
    ]
    everybody = ["anna", "bo", "cleo", "dan"]
    without = [["anna", "bo", "dan"], ["anna", "cleo", "dan"]]
    assert lists == [everybody, *without, everybody] * 2


async def test_to_each_other_the_two_do_not_exist_among_members(
    scene: Scene, bo: Caller, cleo: Caller, dan: Caller, room: str
) -> None:
    del room
    for one, other in ((bo, cleo), (cleo, bo)):
        assert await refusal(get_member(scene.desk, one, other.member)) == ("not_found", "member")
        page = await find_members(scene.desk, one, FindMembers())
        assert [profile.username for profile in page.members] == ["anna", "dan"]
    assert (await get_member(scene.desk, dan, cleo.member)).username == "cleo"
    assert (await get_member(scene.desk, bo, bo.member)).username == "bo"


async def test_a_host_sees_everything_of_the_other_in_their_own_room_alone(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    other = await scene.room(anna, bo, cleo)
    await scene.make_host(anna, room, bo)
    shown = []
    for here in (room, other):
        target = await scene.say(cleo, here, "from Cleo")
        await scene.react(cleo, here, target)
        await scene.pin(anna, here, target)
        page = await page_of(scene, bo, here)
        pins = await list_pins(scene.desk, bo, room_stream(here))
        events = await list_events(scene.desk, bo, room_stream(here), FindEvents(after=target - 1))
        shown.append(
            {
                "history": [len(message.reactions) for message in page.messages],
                "cards": [card.username for card in page.members],
                "pins": bodies(pins.messages),
                "events": [msgspec.json.decode(each)["t"] for each in events.events],
                "counts": counts(await rooms.get_room(scene.desk, bo, here)),
                "members": "cleo" in await names_in(scene, bo, here),
            }
        )
    assert shown == [
        {
            "history": [1],
            "cards": ["cleo"],
            "pins": ["from Cleo"],
            "events": ["event", "event", "event"],
            "counts": (1, 0),
            "members": True,
        },
        {
            "history": [],
            "cards": [],
            "pins": [],
            "events": ["skip", "skip", "event"],
            "counts": (0, 0),
            "members": False,
        },
    ]


async def test_one_who_only_looks_does_not_see_the_other(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    await block(scene, bo, cleo)
    room = await scene.room(anna, cleo)
    await scene.say(cleo, room, "from Cleo")
    await scene.say(anna, room, "from Anna")
    assert bodies((await page_of(scene, bo, room)).messages) == ["from Anna"]
