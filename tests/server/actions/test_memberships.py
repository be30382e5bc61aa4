"""Joining and leaving rooms, and roles in them."""

import pytest

from hubbub_protocol.events import (
    MemberJoined,
    MemberLeft,
    RoleChanged,
    RoomJoined,
    RoomLeft,
    RoomRoleChanged,
)
from hubbub_protocol.ids import make_id
from hubbub_protocol.members import FindMembers
from hubbub_protocol.rooms import LeaveRoom, Role
from hubbub_server.actions import memberships, moderation, rooms
from hubbub_server.domain.caller import Caller
from hubbub_server.store.memberships import find_membership
from tests.server.actions.scene import Scene, new_key, refusal

NOBODY = make_id(0, 0)


async def set_role(scene: Scene, by: Caller, room: str, other: Caller, role: Role) -> None:
    """Let somebody give somebody a role."""
    await memberships.set_role(scene.desk, by, room, other.member, role, new_key())


async def leave(scene: Scene, caller: Caller, room: str, successor: str | None = None) -> None:
    """Let somebody leave, perhaps with a successor."""
    request = LeaveRoom(successor=successor)
    await memberships.leave_room(scene.desk, caller, room, request, new_key())


async def roles(scene: Scene, caller: Caller, room: str) -> dict[str, Role]:
    """Return who has which role, as the list of members tells a member."""
    page = await memberships.list_room_members(scene.desk, caller, room, FindMembers())
    return {item.member.username: item.role for item in page.members}


async def test_joining_is_an_event_of_the_room_and_of_the_inbox(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    joined = await scene.join(bo, room)
    assert joined.standing is not None
    assert (joined.standing.role, joined.members) == ("member", 2)
    assert (await scene.events_of(room))[-1] == MemberJoined(member=bo.member)
    assert await scene.inbox_of(bo) == [RoomJoined(room=room, joined_seq=3)]


async def test_joining_again_has_no_effect(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await scene.make_host(anna, room, bo)
    again = await scene.join(bo, room)
    assert again.standing is not None
    assert (again.standing.role, again.head) == ("host", 4)


async def test_a_repeated_joining_does_not_undo_a_leaving(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    key = new_key()
    await memberships.join_room(scene.desk, bo, room, key)
    await scene.leave(bo, room)
    again = await memberships.join_room(scene.desk, bo, room, key)
    assert again.standing is None


async def test_a_banned_member_cannot_join_and_learns_nothing(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.ban(anna, room, bo)
    for unseen in (room, NOBODY):
        assert await refusal(scene.join(bo, unseen)) == ("not_found", "room")


async def test_an_archived_room_takes_no_new_members(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    await rooms.archive_room(scene.desk, anna, room, new_key())
    assert await refusal(scene.join(bo, room)) == ("forbidden", "room")


async def test_leaving_is_an_event_of_the_room_and_of_the_inbox(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await leave(scene, bo, room)
    assert (await scene.events_of(room))[-1] == MemberLeft(member=bo.member)
    assert (await scene.inbox_of(bo))[-1] == RoomLeft(room=room, reason="left")
    assert await roles(scene, anna, room) == {"anna": "owner"}


async def test_a_departure_is_remembered_by_its_place_in_the_log(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await leave(scene, bo, room)
    async with scene.desk.store.snapshot() as reading:
        left = await find_membership(reading, room, bo.member)
    assert left is not None
    assert (left.state, left.joined_seq, left.until_seq) == ("left", 3, 4)


async def test_leaving_twice_has_no_effect(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await leave(scene, bo, room)
    before = await scene.events_of(room)
    await leave(scene, bo, room)
    assert await scene.events_of(room) == before


async def test_one_who_never_belonged_cannot_leave(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna)
    assert await refusal(leave(scene, bo, room)) == ("forbidden", "room")
    assert await refusal(leave(scene, bo, NOBODY)) == ("not_found", "room")


async def test_one_who_comes_back_is_an_ordinary_member(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.make_host(anna, room, bo)
    await leave(scene, bo, room)
    await scene.join(bo, room)
    assert await roles(scene, anna, room) == {"anna": "owner", "bo": "member"}


async def test_the_last_owner_leaves_only_with_a_successor_who_belongs_to_the_room(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo)
    for successor in (None, cleo.member, anna.member, NOBODY):
        refused = await refusal(leave(scene, anna, room, successor))
        assert refused == ("conflict", "successor")
    await leave(scene, anna, room, bo.member)
    assert await roles(scene, bo, room) == {"bo": "owner"}
    assert (await scene.events_of(room))[-2:] == [
        RoleChanged(member=bo.member, role="owner"),
        MemberLeft(member=anna.member),
    ]
    assert (await scene.inbox_of(bo))[-1] == RoomRoleChanged(room=room, role="owner")


async def test_one_of_two_owners_may_leave(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await set_role(scene, anna, room, bo, "owner")
    await leave(scene, anna, room)
    assert await roles(scene, bo, room) == {"bo": "owner"}


async def test_only_an_owner_has_a_successor(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    deed = leave(scene, bo, room, cleo.member)
    assert await refusal(deed) == ("forbidden", "successor")


async def test_a_role_is_an_event_of_the_room_and_of_the_inbox(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    given = await memberships.set_role(scene.desk, anna, room, bo.member, "host", new_key())
    assert (given.member.username, given.role) == ("bo", "host")
    assert (await scene.events_of(room))[-1] == RoleChanged(member=bo.member, role="host")
    assert (await scene.inbox_of(bo))[-1] == RoomRoleChanged(room=room, role="host")


async def test_the_same_role_again_has_no_effect(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    before = await scene.events_of(room)
    await set_role(scene, anna, room, bo, "member")
    assert await scene.events_of(room) == before


async def test_only_owners_give_roles(scene: Scene, anna: Caller, bo: Caller, cleo: Caller) -> None:
    room = await scene.room(anna, bo, cleo)
    await scene.make_host(anna, room, bo)
    deed = set_role(scene, bo, room, cleo, "host")
    assert await refusal(deed) == ("forbidden", "room")


async def test_one_who_does_not_belong_gets_no_role(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna)
    deed = set_role(scene, anna, room, bo, "host")
    assert await refusal(deed) == ("not_found", "member")


async def test_the_last_owner_cannot_step_down(scene: Scene, anna: Caller) -> None:
    room = await scene.room(anna)
    deed = set_role(scene, anna, room, anna, "member")
    assert await refusal(deed) == ("conflict", "role")


async def test_an_owner_steps_down_only_by_their_own_will(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await set_role(scene, anna, room, bo, "owner")
    assert await refusal(set_role(scene, anna, room, bo, "member")) == ("forbidden", "member")
    await set_role(scene, bo, room, bo, "member")
    assert await roles(scene, anna, room) == {"anna": "owner", "bo": "member"}


async def test_members_are_listed_by_rank_and_name_page_by_page(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    zoe, dan = await scene.member("zoe"), await scene.member("dan")
    room = await scene.room(zoe, cleo, bo, anna, dan)
    await scene.make_host(zoe, room, dan)
    found: list[str] = []
    find = FindMembers(limit=2)
    while True:
        page = await memberships.list_room_members(scene.desk, bo, room, find)
        found += [item.member.username for item in page.members]
        if page.next is None:
            break
        find = FindMembers(limit=2, after=page.next)
    assert found == ["zoe", "dan", "anna", "bo", "cleo"]


async def test_members_are_found_by_words_of_their_names(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    find = FindMembers(text="BO")
    page = await memberships.list_room_members(scene.desk, anna, room, find)
    assert [item.member.username for item in page.members] == ["bo"]


@pytest.mark.parametrize("departure", ["never there", "left", "removed"])
async def test_only_members_see_who_belongs_to_a_room(
    scene: Scene, anna: Caller, bo: Caller, departure: str
) -> None:
    room = await scene.room(anna)
    if departure != "never there":
        await scene.join(bo, room)
    if departure == "left":
        await scene.leave(bo, room)
    if departure == "removed":
        await moderation.remove_member(scene.desk, anna, room, bo.member, "", new_key())
    deed = memberships.list_room_members(scene.desk, bo, room, FindMembers())
    assert await refusal(deed) == ("forbidden", "room")
