"""Two at once, through two hubs on one database: one of them wins, and nothing is done twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from uuid import uuid4

import pytest

from hubbub_protocol.accounts import MakeBot, Register, SetUp, SignIn
from hubbub_protocol.commands import Pin, React
from hubbub_protocol.errors import Refusal
from hubbub_protocol.members import FindMembers
from hubbub_protocol.rooms import CreateRoom, LeaveRoom
from hubbub_protocol.streams import room_stream
from hubbub_server.actions import memberships, moderation, operators, pins, reactions, rooms
from hubbub_server.actions.accounts import register
from hubbub_server.actions.bots import list_bots, make_bot
from hubbub_server.actions.community import prepare_set_up, set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Granted, Unrecognised, recognise, sign_in
from hubbub_server.domain.accounts import MAX_BOTS_PER_MEMBER
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import PURPOSE, Scene, new_key
from tests.server.people import ADDRESS, PASSWORD, People
from tests.server.store.backends import Backend
from tests.server.store.hand_clock import HandClock


@pytest.fixture
async def other(backend: Backend, desk: Desk, clock: HandClock) -> AsyncIterator[Desk]:
    """The desk of another hub."""
    store = await backend.open(clock)
    yield replace(desk, store=store)
    await store.close()


async def outcomes(*deeds: Awaitable[object]) -> list[str]:
    """Do all at once; return ``ok`` or the code of the refusal of each, sorted."""
    found = await asyncio.gather(*deeds, return_exceptions=True)
    codes = []
    for each in found:
        if isinstance(each, BaseException) and not isinstance(each, Refusal):
            raise each
        codes.append(each.code if isinstance(each, Refusal) else "ok")
    return sorted(codes)


async def test_a_username_is_given_once(desk: Desk, other: Desk, door: Door) -> None:
    asked = Register(username="ada", display_name="Ada", password=PASSWORD)
    deeds = [register(at, door, asked, ADDRESS) for at in (desk, other, desk, other)]
    assert await outcomes(*deeds) == ["conflict", "conflict", "conflict", "ok"]


async def test_a_community_is_set_up_once(desk: Desk, other: Desk, door: Door) -> None:
    token = await prepare_set_up(desk, "open")
    assert token is not None

    def asked(username: str) -> SetUp:
        return SetUp(token=token, username=username, display_name="Ada", password=PASSWORD)

    found = await outcomes(
        set_up(desk, door, asked("ada"), ADDRESS), set_up(other, door, asked("bo"), ADDRESS)
    )
    assert sorted(found)[1] == "ok"
    assert found.count("ok") == 1


async def test_the_last_two_owners_cannot_both_leave(
    scene: Scene, other: Desk, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await memberships.set_role(scene.desk, anna, room, bo.member, "owner", new_key())
    assert await outcomes(
        memberships.leave_room(scene.desk, anna, room, LeaveRoom(), new_key()),
        memberships.leave_room(other, bo, room, LeaveRoom(), new_key()),
    ) == ["conflict", "ok"]


async def test_the_last_owner_who_leaves_twice_has_left_once(
    scene: Scene, other: Desk, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    leave = LeaveRoom(successor=bo.member)
    results = await asyncio.gather(
        memberships.leave_room(scene.desk, anna, room, leave, new_key()),
        memberships.leave_room(other, anna, room, leave, new_key()),
    )
    assert results[0].seq == results[1].seq


async def test_a_room_asked_for_twice_with_one_key_is_made_once(
    scene: Scene, other: Desk, anna: Caller
) -> None:
    key, asked = new_key(), CreateRoom(name="Bread", purpose=PURPOSE)
    one, two = await asyncio.gather(
        rooms.create_room(scene.desk, anna, asked, key), rooms.create_room(other, anna, asked, key)
    )
    assert one.id == two.id


async def test_one_key_for_two_rooms_at_once_is_a_conflict(
    scene: Scene, other: Desk, anna: Caller, bo: Caller
) -> None:
    first, second = await scene.room(anna), await scene.room(anna)
    for _ in range(10):
        scene.clock.move(60_000_000)
        key = new_key()
        found = await outcomes(
            rooms.archive_room(scene.desk, anna, first, key),
            rooms.archive_room(other, anna, second, key),
        )
        assert found == ["conflict", "ok"]
        await rooms.restore_room(scene.desk, anna, first, new_key())
        await rooms.restore_room(scene.desk, anna, second, new_key())


async def test_one_who_joins_and_is_banned_at_once_is_banned_in_the_end(
    scene: Scene, other: Desk, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    for _ in range(10):
        scene.clock.move(60_000_000)
        await memberships.leave_room(scene.desk, bo, room, LeaveRoom(), new_key())
        await outcomes(
            memberships.join_room(scene.desk, bo, room, new_key()),
            moderation.ban_member(other, anna, room, bo.member, "", new_key()),
        )
        found = await memberships.list_room_members(scene.desk, anna, room, FindMembers())
        assert [each.member.id for each in found.members] == [anna.member]
        await moderation.unban_member(scene.desk, anna, room, bo.member, new_key())
        await memberships.join_room(scene.desk, bo, room, new_key())


async def test_a_reaction_and_a_pin_that_are_made_twice_stand_once(
    scene: Scene, other: Desk, anna: Caller
) -> None:
    room = await scene.room(anna)
    target = await scene.say(anna, room)

    def react() -> React:
        return React(ref=1, stream=room_stream(room), key=new_key(), target=target, emoji="👍")

    def pin() -> Pin:
        return Pin(ref=1, stream=room_stream(room), key=new_key(), target=target)

    liked = await asyncio.gather(
        *[reactions.react(at, anna, react()) for at in (scene.desk, other)]
    )
    pinned = await asyncio.gather(*[pins.pin(at, anna, pin()) for at in (scene.desk, other)])
    assert liked[0].seq == liked[1].seq
    assert pinned[0].seq == pinned[1].seq


async def test_nobody_makes_more_bots_than_allowed(
    scene: Scene, other: Desk, door: Door, anna: Caller
) -> None:
    await scene.room(anna)  # whose host may make bots
    names = [f"bot{number}" for number in range(MAX_BOTS_PER_MEMBER + 4)]
    await outcomes(
        *[
            make_bot(
                (scene.desk, other)[number % 2],
                door,
                anna,
                MakeBot(username=name, display_name=name),
            )
            for number, name in enumerate(names)
        ]
    )
    assert len((await list_bots(scene.desk, anna)).bots) == MAX_BOTS_PER_MEMBER


async def test_no_sign_in_outlives_the_password_that_it_was_made_with(
    desk: Desk, other: Desk, door: Door, people: People
) -> None:
    await people.member("ada")
    door = replace(door, attempts=Attempts(AttemptLimits(per_account=1000, per_address=1000)))
    old = PASSWORD

    async def enter() -> Granted | None:
        try:
            return await sign_in(desk, door, SignIn(username="ada", password=old), ADDRESS)
        except Refusal:
            return None

    for _ in range(20):
        new = f"correct horse {uuid4()}"
        *entered, _ = await asyncio.gather(
            *[enter() for _ in range(4)], operators.reset_password(other, door, "ada", new)
        )
        for each in entered:
            if each is not None:
                with pytest.raises(Unrecognised):
                    await recognise(other, each.token)
        old = new
