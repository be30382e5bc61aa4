"""Removing and banning members."""

import asyncio

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import (
    MemberBanned,
    MemberJoined,
    MemberRemoved,
    MemberUnbanned,
    RoomLeft,
)
from hubbub_protocol.ids import make_id
from hubbub_protocol.members import Page
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import memberships, moderation
from hubbub_server.domain.caller import Caller
from hubbub_server.store.memberships import find_membership
from tests.server.actions.scene import Scene, new_key, refusal

NOBODY = make_id(0, 0)


async def remove(scene: Scene, by: Caller, room: str, other: Caller, reason: str = "") -> None:
    """Let somebody remove somebody."""
    await moderation.remove_member(scene.desk, by, room, other.member, reason, new_key())


async def ban(scene: Scene, by: Caller, room: str, other: Caller, reason: str = "") -> None:
    """Let somebody ban somebody."""
    await moderation.ban_member(scene.desk, by, room, other.member, reason, new_key())


async def unban(scene: Scene, by: Caller, room: str, other: Caller) -> None:
    """Let somebody lift a ban."""
    await moderation.unban_member(scene.desk, by, room, other.member, new_key())


async def until_of(scene: Scene, room: str, member: Caller) -> int | None:
    """Return how far a former member may read."""
    async with scene.desk.store.snapshot() as reading:
        membership = await find_membership(reading, room, member.member)
    assert membership is not None
    return membership.until_seq


async def test_removing_is_an_event_of_the_room_and_of_the_inbox_with_its_reason(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await remove(scene, anna, room, bo, "  Sells ovens ")
    removed = MemberRemoved(member=bo.member, reason="Sells ovens")
    assert (await scene.events_of(room))[-1] == removed
    assert (await scene.inbox_of(bo))[-1] == RoomLeft(room=room, reason="removed")
    assert await until_of(scene, room, bo) == 4


async def test_a_removed_member_cannot_write_but_may_join_again(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await remove(scene, anna, room, bo)
    assert await refusal(scene.say(bo, room)) == ("forbidden", "room")
    await scene.join(bo, room)
    await scene.say(bo, room)


async def test_a_removal_repeated_does_not_remove_one_who_came_back(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    key = new_key()
    first = await moderation.remove_member(scene.desk, anna, room, bo.member, "", key)
    await scene.join(bo, room)
    again = await moderation.remove_member(scene.desk, anna, room, bo.member, "", key)
    assert (again.seq, again.duplicate) == (first.seq, True)
    assert (await scene.events_of(room))[-1] == MemberJoined(member=bo.member)


async def test_a_reason_over_the_limit_is_refused(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    for deed in (remove, ban):
        assert await refusal(deed(scene, anna, room, bo, "x" * 201)) == ("bad_request", "reason")


async def test_members_send_nobody_away(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    for deed in (remove, ban):
        assert await refusal(deed(scene, bo, room, cleo)) == ("forbidden", "room")
    assert await refusal(unban(scene, bo, room, cleo)) == ("forbidden", "room")


async def test_a_host_acts_on_members_but_not_on_hosts_and_owners(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    dan = await scene.member("dan")
    room = await scene.room(anna, bo, cleo, dan)
    await scene.make_host(anna, room, bo)
    await scene.make_host(anna, room, cleo)
    for deed in (remove, ban):
        assert await refusal(deed(scene, bo, room, cleo)) == ("forbidden", "member")
        assert await refusal(deed(scene, bo, room, anna)) == ("forbidden", "member")
    await remove(scene, bo, room, dan)


async def test_an_owner_acts_on_hosts_but_not_on_owners(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, cleo)
    await scene.make_host(anna, room, bo)
    await memberships.set_role(scene.desk, anna, room, cleo.member, "owner", new_key())
    for deed in (remove, ban):
        assert await refusal(deed(scene, anna, room, cleo)) == ("forbidden", "member")
    await ban(scene, anna, room, bo)


async def test_one_who_does_not_belong_cannot_be_removed(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna)
    assert await refusal(remove(scene, anna, room, bo)) == ("not_found", "member")
    assert await refusal(ban(scene, anna, room, bo)) == ("not_found", "member")
    deed = moderation.ban_member(scene.desk, anna, room, NOBODY, "", new_key())
    assert await refusal(deed) == ("not_found", "member")


async def test_banning_is_an_event_of_the_room_and_of_the_inbox(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await ban(scene, anna, room, bo, "Sells ovens")
    banned = MemberBanned(member=bo.member, reason="Sells ovens")
    assert (await scene.events_of(room))[-1] == banned
    assert (await scene.inbox_of(bo))[-1] == RoomLeft(room=room, reason="banned")


async def test_banning_twice_has_no_effect(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await ban(scene, anna, room, bo, "first")
    before = await scene.events_of(room)
    await ban(scene, anna, room, bo, "second")
    assert await scene.events_of(room) == before


async def test_one_who_has_left_can_be_banned_without_being_told_twice(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.leave(bo, room)
    told = await scene.inbox_of(bo)
    await ban(scene, anna, room, bo)
    assert await scene.inbox_of(bo) == told
    assert await refusal(scene.join(bo, room)) == ("not_found", "room")


async def test_a_lifted_ban_lets_one_read_what_one_could_and_join_again(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await scene.leave(bo, room)
    until = await until_of(scene, room, bo)
    await ban(scene, anna, room, bo)
    await unban(scene, anna, room, bo)
    assert (await scene.events_of(room))[-1] == MemberUnbanned(member=bo.member)
    assert await until_of(scene, room, bo) == until
    await scene.join(bo, room)


async def test_lifting_no_ban_has_no_effect(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    result = await moderation.unban_member(scene.desk, anna, room, bo.member, new_key())
    assert (result.stream, result.seq) == (room_stream(room), 3)
    assert len(await scene.events_of(room)) == 3


async def test_bans_are_listed_for_hosts_the_latest_first(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    dan = await scene.member("dan")
    room = await scene.room(anna, bo, cleo, dan)
    await scene.make_host(anna, room, dan)
    for banned in (bo, cleo):
        scene.clock.move(1_000_000)
        await ban(scene, dan, room, banned, "Sells ovens")
    first = await moderation.list_room_bans(scene.desk, anna, room, Page(limit=1))
    (latest,) = first.bans
    assert (latest.member.username, latest.reason) == ("cleo", "Sells ovens")
    assert (latest.banned_by, latest.banned_at) == (dan.member, scene.clock.now_us())
    assert first.next is not None
    page = Page(limit=1, after=first.next)
    second = await moderation.list_room_bans(scene.desk, anna, room, page)
    assert [ban.member.username for ban in second.bans] == ["bo"]
    assert second.next is None


async def test_ordinary_members_do_not_see_the_bans(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    deed = moderation.list_room_bans(scene.desk, bo, room, Page())
    assert await refusal(deed) == ("forbidden", "room")


async def test_nothing_that_a_banned_member_does_comes_after_the_ban(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    target = await scene.say(anna, room)
    emoji = [chr(0x1F600 + number) for number in range(12)]
    refused: list[str] = []

    async def react_on_and_on() -> None:
        for each in emoji:
            try:
                await scene.react(bo, room, target, each)
            except Refusal as refusal:
                refused.append(refusal.code)

    await asyncio.gather(react_on_and_on(), ban(scene, anna, room, bo))
    log = await scene.log(room_stream(room))
    banned = next(event.seq for event in log if event.kind == "member_banned")
    assert [event.seq for event in log if event.actor == bo.member and event.seq > banned] == []
    assert set(refused) == {"not_found"}
    assert len(refused) + len([e for e in log if e.kind == "reaction_added"]) == len(emoji)
