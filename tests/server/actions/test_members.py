"""Profiles, one's own and those of others."""

import pytest

from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.ids import make_id
from hubbub_protocol.members import EditProfile, FindMembers
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions import members
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene, new_key, refusal


async def found(scene: Scene, caller: Caller, find: FindMembers) -> list[str]:
    """Return the usernames that a search finds, over all its pages."""
    names: list[str] = []
    while True:
        page = await members.find_members(scene.desk, caller, find)
        names += [profile.username for profile in page.members]
        if page.next is None:
            return names
        find = FindMembers(text=find.text, limit=find.limit, after=page.next)


async def test_one_sees_oneself_with_role_and_inbox(scene: Scene, anna: Caller) -> None:
    me = await members.get_me(scene.desk, anna)
    assert (me.id, me.username, me.display_name, me.role) == (
        anna.member,
        "anna",
        "Anna",
        "member",
    )
    assert (me.inbox, me.may_make_bots) == (inbox_stream(anna.member), False)


async def test_the_owner_of_the_community_or_a_host_of_a_room_may_make_bots(
    scene: Scene, anna: Caller
) -> None:
    owner = (await scene.people.owner()).caller
    assert (await members.get_me(scene.desk, owner)).may_make_bots
    await scene.room(anna)
    assert (await members.get_me(scene.desk, anna)).may_make_bots


async def test_what_is_given_changes_and_the_rest_stays(scene: Scene, anna: Caller) -> None:
    before = await members.get_me(scene.desk, anna)
    edit = EditProfile(display_name=" Anna B. ", interests=("rye", "chess", "rye"))
    me = await members.edit_profile(scene.desk, anna, edit, new_key())
    assert (me.display_name, me.interests) == ("Anna B.", ("rye", "chess"))
    assert (me.avatar_colour, me.line) == (before.avatar_colour, before.line)
    assert await members.get_me(scene.desk, anna) == me


async def test_a_line_may_be_taken_away(scene: Scene, anna: Caller) -> None:
    await members.edit_profile(scene.desk, anna, EditProfile(line="Bakes"), new_key())
    me = await members.edit_profile(scene.desk, anna, EditProfile(line=""), new_key())
    assert me.line == ""


@pytest.mark.parametrize(
    ("field", "edit"),
    [
        ("display_name", EditProfile(display_name="")),
        ("display_name", EditProfile(display_name="x" * 49)),
        ("display_name", EditProfile(display_name="a\u202eb")),
        ("avatar_colour", EditProfile(avatar_colour="red")),
        ("avatar_colour", EditProfile(avatar_colour="#AABBCC")),
        ("avatar_colour", EditProfile(avatar_colour="#aabbcc\n")),
        ("line", EditProfile(line="x" * 161)),
        ("interests", EditProfile(interests=tuple(f"i{n}" for n in range(21)))),
        ("interests[0]", EditProfile(interests=("Rye!",))),
    ],
)
async def test_a_bad_field_is_named_and_nothing_changes(
    scene: Scene, anna: Caller, field: str, edit: EditProfile
) -> None:
    before = await members.get_me(scene.desk, anna)
    deed = members.edit_profile(scene.desk, anna, edit, new_key())
    assert await refusal(deed) == ("bad_request", field)
    assert await members.get_me(scene.desk, anna) == before


async def test_an_old_change_repeated_does_not_undo_a_newer_one(scene: Scene, anna: Caller) -> None:
    key = new_key()
    await members.edit_profile(scene.desk, anna, EditProfile(line="old"), key)
    await members.edit_profile(scene.desk, anna, EditProfile(line="new"), new_key())
    me = await members.edit_profile(scene.desk, anna, EditProfile(line="old"), key)
    assert me.line == "new"


async def test_those_who_share_a_room_hear_that_a_profile_changed(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    mine, other = room_stream(await scene.room(anna)), room_stream(await scene.room(bo))
    inbox = inbox_stream(anna.member)
    heard = await scene.listen(mine, other, inbox)
    await members.edit_profile(scene.desk, anna, EditProfile(line="Bakes"), new_key())
    assert heard.ephemerals == [
        (stream, Ephemeral(stream=stream, kind="profile", member=anna.member))
        for stream in (inbox, mine)
    ]


async def test_a_repeated_change_is_told_once(scene: Scene, anna: Caller) -> None:
    inbox = inbox_stream(anna.member)
    heard = await scene.listen(inbox)
    key = new_key()
    for _ in range(2):
        await members.edit_profile(scene.desk, anna, EditProfile(line="Bakes"), key)
    assert len(heard.whispers) == 1


async def test_the_directory_shows_only_those_one_shares_a_room_with(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    dan = await scene.member("dan")
    room = await scene.room(anna, bo, dan)
    await scene.room(cleo)
    assert await found(scene, anna, FindMembers()) == ["bo", "dan"]
    await scene.leave(dan, room)
    assert await found(scene, anna, FindMembers()) == ["bo"]
    assert await found(scene, dan, FindMembers()) == []


async def test_the_directory_comes_by_name_page_by_page_each_member_once(
    scene: Scene, anna: Caller
) -> None:
    others = [await scene.member(f"m{number}") for number in range(5)]
    await scene.room(anna, *others)
    await scene.room(anna, *others, name="Another")
    for member in others[:3]:
        edit = EditProfile(display_name="Same Name")
        await members.edit_profile(scene.desk, member, edit, new_key())
    for limit in (1, 2, 5):
        names = await found(scene, anna, FindMembers(limit=limit))
        assert names[:2] == ["m3", "m4"]
        assert sorted(names) == ["m0", "m1", "m2", "m3", "m4"]


async def test_members_are_found_by_words_of_name_and_interests(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    await scene.room(anna, bo, cleo)
    edit = EditProfile(display_name="Bo Ångström", interests=("chess",))
    await members.edit_profile(scene.desk, bo, edit, new_key())
    for text in ("ÅNG", "chess bo", "BO"):
        assert await found(scene, anna, FindMembers(text=text)) == ["bo"]
    assert await found(scene, anna, FindMembers(text="chess cleo")) == []


async def test_a_profile_is_seen_by_those_who_share_or_shared_a_room(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.leave(bo, room)
    assert (await members.get_member(scene.desk, anna, bo.member)).username == "bo"
    assert (await members.get_member(scene.desk, bo, anna.member)).username == "anna"


async def test_one_who_asks_by_a_code_is_seen_by_the_one_who_is_asked_and_not_the_other_way_round(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    code = (await circle.contact_code(anna)).code
    asked = await circle.ask(bo, code=code)
    assert (await members.get_member(scene.desk, anna, bo.member)).username == "bo"
    unseen = members.get_member(scene.desk, bo, anna.member)
    assert await refusal(unseen) == ("not_found", "member")
    assert asked.request is not None
    await circle.decline(anna, asked.request.id)
    assert await refusal(members.get_member(scene.desk, anna, bo.member)) == ("not_found", "member")


async def test_those_who_are_connected_see_each_other_without_a_room(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    code = (await circle.contact_code(anna)).code
    asked = await circle.ask(bo, code=code)
    assert asked.request is not None
    await circle.accept(anna, asked.request.id)
    for one, other in ((anna, bo), (bo, anna)):
        shown = await members.get_member(scene.desk, one, other.member)
        assert (shown.id, shown.shared_rooms) == (other.member, ())


async def test_a_profile_says_which_rooms_one_shares_now_by_name(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    rye = await scene.room(anna, bo, name="Rye")
    oats = await scene.room(bo, anna, name="oats")
    left = await scene.room(anna, bo, name="Left")
    await scene.room(anna, name="Alone")
    await scene.room(bo, cleo, name="Without Anna")
    await scene.leave(bo, left)
    shown = await members.get_member(scene.desk, anna, bo.member)
    assert [(room.id, room.name) for room in shown.shared_rooms] == [(oats, "oats"), (rye, "Rye")]
    assert (await members.get_member(scene.desk, anna, anna.member)).shared_rooms == ()


async def test_a_stranger_and_a_member_who_does_not_exist_answer_alike(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    for unseen in (bo.member, make_id(0, 0)):
        deed = members.get_member(scene.desk, anna, unseen)
        assert await refusal(deed) == ("not_found", "member")


async def test_one_may_always_see_oneself(scene: Scene, anna: Caller) -> None:
    assert (await members.get_member(scene.desk, anna, anna.member)).username == "anna"
