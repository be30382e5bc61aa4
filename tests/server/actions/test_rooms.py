"""Making, changing and finding rooms."""

import pytest
from msgspec import UNSET

from hubbub_protocol.events import (
    MemberJoined,
    RoomArchived,
    RoomCreated,
    RoomEdited,
    RoomJoined,
    RoomRestored,
    RoomStateChanged,
)
from hubbub_protocol.ids import make_id
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import CreateRoom, EditRoom, FindRooms, Purpose, Standing
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import rooms
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.read_markers import mark_read
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import PURPOSE, Scene, new_key, refusal

BREAD = CreateRoom(name="Bread", purpose=PURPOSE)


async def names(desk: Desk, caller: Caller, find: FindRooms) -> list[str]:
    """Return the names of the rooms that a search finds, over all its pages."""
    found: list[str] = []
    while True:
        page = await rooms.find_rooms(desk, caller, find)
        found += [room.name for room in page.rooms]
        if page.next is None:
            return found
        find = FindRooms(
            text=find.text,
            tag=find.tag,
            kind=find.kind,
            archived=find.archived,
            limit=find.limit,
            after=page.next,
        )


async def test_whoever_makes_a_room_owns_it(scene: Scene, anna: Caller) -> None:
    made = await rooms.create_room(scene.desk, anna, BREAD, new_key())
    assert made.standing == Standing(
        role="owner", joined_at=scene.clock.now_us(), read=2, unread=0, mentions=0
    )
    assert (made.name, made.purpose, made.look, made.state) == ("Bread", PURPOSE, True, "active")
    assert (made.members, made.head, made.last_message_at) == (1, 2, None)


async def test_a_room_begins_with_its_making_and_its_owner(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    assert await scene.events_of(room) == [
        RoomCreated(name="Bread", purpose=PURPOSE, access="open", look=True),
        MemberJoined(member=anna.member, role="owner"),
    ]
    assert await scene.inbox_of(anna) == [RoomJoined(room=room, joined_seq=2)]


async def test_a_repeated_key_makes_no_second_room(scene: Scene, anna: Caller) -> None:
    key = new_key()
    first = await rooms.create_room(scene.desk, anna, BREAD, key)
    assert await rooms.create_room(scene.desk, anna, BREAD, key) == first
    assert len(await scene.inbox_of(anna)) == 1


async def test_a_key_with_another_room_is_a_conflict(scene: Scene, anna: Caller) -> None:
    key = new_key()
    await rooms.create_room(scene.desk, anna, BREAD, key)
    other = CreateRoom(name="Rye", purpose=PURPOSE)
    assert await refusal(rooms.create_room(scene.desk, anna, other, key)) == ("conflict", "key")


@pytest.mark.parametrize(
    ("field", "request_"),
    [
        ("name", CreateRoom(name=" ", purpose=PURPOSE)),
        ("name", CreateRoom(name="x" * 65, purpose=PURPOSE)),
        ("purpose.statement", CreateRoom(name="B", purpose=Purpose(statement="", kind="hobby"))),
        (
            "purpose.tags[0]",
            CreateRoom(name="B", purpose=Purpose(statement="s", kind="hobby", tags=("No!",))),
        ),
    ],
)
async def test_a_bad_field_of_a_new_room_is_named(
    scene: Scene, anna: Caller, field: str, request_: CreateRoom
) -> None:
    deed = rooms.create_room(scene.desk, anna, request_, new_key())
    assert await refusal(deed) == ("bad_request", field)
    assert await scene.inbox_of(anna) == []


async def test_one_who_does_not_belong_sees_a_room_without_a_standing(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    seen = await rooms.get_room(scene.desk, bo, room)
    assert (seen.name, seen.members, seen.standing) == ("Bread", 1, None)


async def test_a_banned_member_sees_the_room_as_if_it_did_not_exist(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.ban(anna, room, bo)
    nothing = make_id(0, 0)
    for unseen in (room, nothing):
        with pytest.raises(Exception, match="There is no such room") as refused:
            await rooms.get_room(scene.desk, bo, unseen)
        assert vars(refused.value) == {
            "code": "not_found",
            "detail": "There is no such room",
            "field": "room",
            "limit": None,
            "after_ms": None,
        }


async def test_a_host_changes_what_is_given_and_keeps_the_rest(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.make_host(anna, room, bo)
    edit = EditRoom(name="Rye bread", look=False)
    changed = await rooms.edit_room(scene.desk, bo, room, edit, new_key())
    assert (changed.name, changed.purpose, changed.look) == ("Rye bread", PURPOSE, False)
    (*_, last) = await scene.events_of(room)
    assert last == RoomEdited(name="Rye bread", purpose=PURPOSE, access="open", look=False)


async def test_a_changed_purpose_is_found_by_its_new_tags_only(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    purpose = Purpose(statement="to brew", kind="profession", tags=("beer",))
    await rooms.edit_room(scene.desk, anna, room, EditRoom(purpose=purpose), new_key())
    assert await names(scene.desk, anna, FindRooms(tag="beer", kind="profession")) == ["Bread"]
    assert await names(scene.desk, anna, FindRooms(tag="bread")) == []
    assert await names(scene.desk, anna, FindRooms(text="bake")) == []


async def test_every_member_is_told_of_a_change(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await rooms.edit_room(scene.desk, anna, room, EditRoom(name="Rye"), new_key())
    for member in (anna, bo):
        assert (await scene.inbox_of(member))[-1] == RoomStateChanged(room=room)


async def test_one_who_has_left_is_told_nothing(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await scene.leave(bo, room)
    before = await scene.inbox_of(bo)
    await rooms.edit_room(scene.desk, anna, room, EditRoom(name="Rye"), new_key())
    assert await scene.inbox_of(bo) == before


async def test_a_large_room_tells_no_inbox(
    scene: Scene, anna: Caller, bo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_MOST_TOLD", 1)
    room = await scene.room(anna, bo)
    await rooms.edit_room(scene.desk, anna, room, EditRoom(name="Rye"), new_key())
    assert RoomStateChanged(room=room) not in await scene.inbox_of(bo)
    assert isinstance((await scene.events_of(room))[-1], RoomEdited)


async def test_a_change_that_changes_nothing_makes_no_event(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    before = await scene.events_of(room)
    same = EditRoom(name="Bread", purpose=UNSET)
    await rooms.edit_room(scene.desk, anna, room, same, new_key())
    assert await scene.events_of(room) == before


async def test_an_old_change_repeated_does_not_undo_a_newer_one(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    key = new_key()
    await rooms.edit_room(scene.desk, anna, room, EditRoom(name="Rye"), key)
    await rooms.edit_room(scene.desk, anna, room, EditRoom(name="Spelt"), new_key())
    again = await rooms.edit_room(scene.desk, anna, room, EditRoom(name="Rye"), key)
    assert again.name == "Spelt"


async def test_an_ordinary_member_may_not_change_a_room(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo)
    for other in (bo, cleo):
        edit = rooms.edit_room(scene.desk, other, room, EditRoom(name="Mine"), new_key())
        assert await refusal(edit) == ("forbidden", "room")
        archive = rooms.archive_room(scene.desk, other, room, new_key())
        assert await refusal(archive) == ("forbidden", "room")


async def test_a_host_may_not_archive(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await scene.make_host(anna, room, bo)
    archive = rooms.archive_room(scene.desk, bo, room, new_key())
    assert await refusal(archive) == ("forbidden", "room")


async def test_an_archived_room_cannot_be_written_in_until_it_is_restored(
    scene: Scene, anna: Caller
) -> None:
    room = await scene.room(anna)
    archived = await rooms.archive_room(scene.desk, anna, room, new_key())
    assert archived.state == "archived"
    assert await refusal(scene.say(anna, room)) == ("forbidden", "room")
    edit = rooms.edit_room(scene.desk, anna, room, EditRoom(name="Rye"), new_key())
    assert await refusal(edit) == ("forbidden", "room")
    restored = await rooms.restore_room(scene.desk, anna, room, new_key())
    assert restored.state == "active"
    await scene.say(anna, room)
    assert (await scene.events_of(room, after=2))[:2] == [RoomArchived(), RoomRestored()]


async def test_archiving_twice_has_no_effect(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await scene.events_of(room, after=2) == [RoomArchived()]


async def test_the_liveliest_room_is_found_first_and_silent_ones_youngest_first(
    scene: Scene, anna: Caller
) -> None:
    made = [await scene.room(anna, name=name) for name in ("A", "B", "C", "D")]
    await scene.say(anna, made[1])
    await scene.say(anna, made[0])
    for limit in (1, 2, 3, 10):
        assert await names(scene.desk, anna, FindRooms(limit=limit)) == ["A", "B", "D", "C"]


async def test_pages_neither_repeat_nor_miss_rooms_of_equal_liveliness(
    scene: Scene, anna: Caller
) -> None:
    made = [f"Room {number}" for number in range(7)]
    for name in made:
        await scene.room(anna, name=name)
    assert sorted(await names(scene.desk, anna, FindRooms(limit=2))) == made


async def test_a_room_that_comes_to_life_between_pages_hides_no_other(
    scene: Scene, anna: Caller
) -> None:
    made = {name: await scene.room(anna, name=name) for name in ("A", "B", "C")}
    first = await rooms.find_rooms(scene.desk, anna, FindRooms(limit=1))
    assert [room.name for room in first.rooms] == ["C"]
    await scene.say(anna, made["C"])
    assert first.next is not None
    assert await names(scene.desk, anna, FindRooms(after=first.next)) == ["B", "A"]


@pytest.mark.parametrize(
    "find",
    [
        FindRooms(text="bread"),
        FindRooms(text="BAKE bre"),
        FindRooms(text="crumb"),
        FindRooms(tag="crumb"),
        FindRooms(kind="hobby", tag="crumb", text="open"),
    ],
)
async def test_a_room_is_found_by_name_statement_tag_and_kind(
    scene: Scene, anna: Caller, find: FindRooms
) -> None:
    purpose = Purpose(statement="to bake in the open", kind="hobby", tags=("crumb",))
    await scene.room(anna, name="Bread", purpose=purpose)
    other = Purpose(statement="to fish", kind="location", tags=("sea",))
    await scene.room(anna, name="Herring", purpose=other)
    assert await names(scene.desk, anna, find) == ["Bread"]


@pytest.mark.parametrize("text", ["bread rye", "%", "_", "b%d"])
async def test_every_word_must_be_there_as_it_is_written(
    scene: Scene, anna: Caller, text: str
) -> None:
    await scene.room(anna)
    assert await names(scene.desk, anna, FindRooms(text=text)) == []


async def test_archived_rooms_are_found_only_when_asked_for(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await names(scene.desk, anna, FindRooms()) == []
    assert await names(scene.desk, anna, FindRooms(archived=True)) == ["Bread"]


async def test_a_room_that_one_is_banned_from_is_never_found(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.ban(anna, room, bo)
    assert await names(scene.desk, bo, FindRooms()) == []
    assert await names(scene.desk, anna, FindRooms()) == ["Bread"]


async def test_what_is_no_cursor_is_refused(scene: Scene, anna: Caller) -> None:
    for after in ("x", make_id(0, 0) + "x", make_id(0, 0) + "9" * 60):
        find = rooms.find_rooms(scene.desk, anna, FindRooms(after=after))
        assert await refusal(find) == ("bad_request", "after")


async def test_ones_own_rooms_come_by_name_page_by_page(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    for name in ("pear", "Apple", "apple", "Fig"):
        await scene.room(anna, bo, name=name)
    await scene.room(anna, name="Not Bo's")
    found: list[str] = []
    page = await rooms.list_my_rooms(scene.desk, bo, Page(limit=1))
    while True:
        found += [room.name for room in page.rooms]
        if page.next is None:
            break
        page = await rooms.list_my_rooms(scene.desk, bo, Page(limit=1, after=page.next))
    assert [name.lower() for name in found] == ["apple", "apple", "fig", "pear"]
    assert set(found) == {"pear", "Apple", "apple", "Fig"}


async def standing(scene: Scene, caller: Caller, room: str) -> Standing:
    """Return somebody's standing in a room, which all ways of asking must tell alike."""
    (mine,) = (await rooms.list_my_rooms(scene.desk, caller, Page())).rooms
    assert mine == await rooms.get_room(scene.desk, caller, room)
    assert mine.standing is not None
    return mine.standing


async def test_a_newcomer_has_nothing_unread(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna)
    await scene.say(anna, room, "@room: welcome")
    await scene.join(bo, room)
    now = await standing(scene, bo, room)
    assert (now.read, now.unread, now.mentions) == (4, 0, 0)


async def test_messages_of_others_behind_the_marker_are_unread(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    first = await scene.say(anna, room, "one")
    await scene.say(bo, room, "mine")
    await scene.say(anna, room, "two, @bo")
    await scene.react(anna, room, first)
    now = await standing(scene, bo, room)
    assert (now.unread, now.mentions) == (2, 1)
    await mark_read(scene.desk, bo, room_stream(room), first)
    assert (await standing(scene, bo, room)).unread == 1


async def test_everybody_is_mentioned_with_room_but_its_author(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.say(anna, room, "@room and @bo")
    assert (await standing(scene, bo, room)).mentions == 1
    assert (await standing(scene, anna, room)).mentions == 0


async def test_a_deleted_message_is_not_unread(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await scene.delete(anna, room, await scene.say(anna, room, "@bo @room"))
    now = await standing(scene, bo, room)
    assert (now.unread, now.mentions) == (0, 0)


async def test_counting_ends_at_the_ceiling(
    scene: Scene, anna: Caller, bo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub_server.store.room_views.UNREAD_CEILING", 3)
    room = await scene.room(anna, bo)
    for _ in range(5):
        await scene.say(anna, room, "@bo")
    now = await standing(scene, bo, room)
    assert (now.unread, now.mentions) == (3, 3)
