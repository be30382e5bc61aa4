"""Suggesting people to those who want it."""

import asyncio

import pytest
from sqlalchemy import insert, select, update

from hubbub_protocol.events import RoomArchived, SuggestionsChanged
from hubbub_protocol.rooms import EditRoom
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.counting import count_some
from hubbub_server.actions.rooms import edit_room
from hubbub_server.actions.suggestions import (
    dismiss_suggestion,
    list_suggestions,
    suggest_to_some,
)
from hubbub_server.domain.caller import Caller
from hubbub_server.jobs.suggestions import SUGGESTIONS
from hubbub_server.store import schema
from hubbub_server.store.interface import NewEvent
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.store.backends import DATABASES

DAY_US = 24 * 3600 * 1_000_000

pytestmark = pytest.mark.parametrize("database", DATABASES)


async def want(scene: Scene, *callers: Caller, bridges: bool = False, wanted: bool = True) -> None:
    """Let these say whether people may be suggested to them, and they to others."""
    async with scene.desk.write() as writing:
        for caller in callers:
            values = {"suggestions": wanted, "bridges": bridges}
            known = update(schema.people_settings).where(
                schema.people_settings.c.member == caller.member
            )
            if await writing.execute(known.values(values)) == 0:
                rest = {"openings": "allowed", "accept_requests": False, "mutual": False}
                await writing.execute(
                    insert(schema.people_settings).values(member=caller.member, **values, **rest)
                )


async def talk(scene: Scene, room: str, one: Caller, other: Caller, times: int = 2) -> None:
    """Let two answer each other."""
    for _ in range(times):
        said = await scene.say(one, room)
        answered = await scene.say(other, room, reply_to=said)
        await scene.say(one, room, reply_to=answered)


async def suggest(scene: Scene) -> int:
    """Do what the clock does, and return how many were suggested."""
    before = await made(scene)
    reached: str | None = ""
    while reached is not None:
        reached = await SUGGESTIONS.step(scene.desk, reached)
    return await made(scene) - before


async def made(scene: Scene) -> int:
    """Return how many suggestions there are, of all members."""
    async with scene.desk.store.snapshot() as reading:
        return len(await reading.rows(select(schema.suggestions.c.other)))


async def suggested(scene: Scene, caller: Caller) -> list[tuple[str, str]]:
    """Return who is suggested to somebody, and why."""
    found = await list_suggestions(scene.desk, caller)
    return [(each.member.username, each.reason) for each in found.suggestions]


async def test_two_who_answered_each_other_are_suggested_to_each_other(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo)
    assert await suggest(scene) == 2
    assert await suggested(scene, anna) == [("bo", "you answered each other twice in #bread")]
    assert await suggested(scene, bo) == [("anna", "you answered each other twice in #bread")]
    assert (await scene.inbox_of(anna))[-1] == SuggestionsChanged()


async def test_nobody_is_suggested_who_has_not_said_yes(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await want(scene, anna)
    await talk(scene, room, anna, bo)
    assert await suggest(scene) == 0


async def test_who_says_no_disappears_from_the_others_list(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo)
    await suggest(scene)
    await want(scene, bo, wanted=False)
    assert await suggested(scene, anna) == []
    assert await suggested(scene, bo) == []


async def test_attention_of_one_side_suggests_nobody(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await want(scene, anna, bo)
    said = await scene.say(anna, room)
    for _ in range(12):
        await scene.say(bo, room, reply_to=said)
    assert await suggest(scene) == 0


async def test_at_most_three_are_suggested_within_a_week(scene: Scene, anna: Caller) -> None:
    others = [await scene.member(f"other{number}") for number in range(5)]
    room = await scene.room(anna, *others)
    await want(scene, anna, *others)
    for times, other in enumerate(others, start=2):
        await talk(scene, room, anna, other, times)
    await suggest(scene)
    strongest = {name for name, _ in await suggested(scene, anna)}
    assert strongest == {"other2", "other3", "other4"}
    assert await suggest(scene) == 0
    scene.clock.move(8 * DAY_US)
    await suggest(scene)
    assert len(await suggested(scene, anna)) == 5


async def test_two_hubs_at_the_same_suggest_nobody_twice_and_no_more_than_three(
    scene: Scene, anna: Caller
) -> None:
    others = [await scene.member(f"other{number}") for number in range(7)]
    room = await scene.room(anna, *others)
    await want(scene, anna, *others)
    for other in others:
        await talk(scene, room, anna, other)
    await suggest(scene)
    scene.clock.move(8 * DAY_US)
    await asyncio.gather(*(suggest_to_some(scene.desk, "") for _ in range(2)))
    assert len(await suggested(scene, anna)) == 6


async def test_what_is_long_ago_suggests_nobody(scene: Scene, anna: Caller, bo: Caller) -> None:
    room = await scene.room(anna, bo)
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo)
    scene.clock.move(181 * DAY_US)
    assert await suggest(scene) == 0


async def test_whom_one_dismissed_is_never_suggested_again(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo)
    await suggest(scene)
    await dismiss_suggestion(scene.desk, anna, bo.member, new_key())
    again = dismiss_suggestion(scene.desk, anna, bo.member, new_key())
    assert await refusal(again) == ("not_found", "member")
    scene.clock.move(8 * DAY_US)
    await talk(scene, room, anna, bo)
    await suggest(scene)
    assert await suggested(scene, anna) == []
    assert [name for name, _ in await suggested(scene, bo)] == ["anna"]


async def test_who_has_left_the_room_is_suggested_no_longer(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo)
    await suggest(scene)
    await scene.leave(bo, room)
    assert await suggested(scene, anna) == []


async def test_of_what_is_counted_nothing_counts_twice(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo)
    said = await scene.say(anna, room)
    answered = await scene.say(bo, room, reply_to=said)
    assert await count_some(scene.desk, "") == room
    assert await count_some(scene.desk, "") is None
    await scene.say(anna, room, reply_to=answered)
    await scene.react(anna, room, answered)
    assert await count_some(scene.desk, "") == room
    async with scene.desk.store.snapshot() as reading:
        (row,) = await reading.rows(select(schema.exchanges))
    by_anna = row.one == anna.member
    replies = (row.replies_of_one, row.replies_of_other)
    reactions = (row.reactions_of_one, row.reactions_of_other)
    assert replies == (1, 1)
    assert reactions == ((1, 0) if by_anna else (0, 1))


async def test_counting_ends_however_much_is_written_meanwhile(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo)
    reached: str | None = ""
    for _ in range(5):
        await scene.say(anna, room)
        if reached is not None:
            reached = await SUGGESTIONS.step(scene.desk, reached)
    assert reached is None
    assert await made(scene) == 2


async def test_a_room_with_much_in_it_is_counted_page_by_page_to_its_end(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    last = await scene.room(anna, bo, name="rye")
    told = [NewEvent(room_stream(room), "", RoomArchived()) for _ in range(150)]
    async with scene.desk.write(room_stream(room)) as writing:
        await writing.append_events(told)
    assert await count_some(scene.desk, "") == ""
    assert await count_some(scene.desk, "") == room
    assert await count_some(scene.desk, room) is None
    await scene.say(anna, last)
    assert await count_some(scene.desk, room) == last


async def test_a_bridge_joins_two_rooms_that_share_nobody(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await scene.room(anna, name="gardens")
    await scene.room(bo, name="bees")
    await want(scene, anna, bo, bridges=True)
    await talk(scene, room, anna, bo, times=1)
    await suggest(scene)
    ((name, why),) = await suggested(scene, anna)
    assert name == "bo"
    assert "nobody belongs to both #gardens and #bees" in why


async def test_no_bridge_is_suggested_to_who_does_not_want_them(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await scene.room(anna, name="gardens")
    await scene.room(bo, name="bees")
    await want(scene, anna, bo)
    await talk(scene, room, anna, bo, times=1)
    assert await suggest(scene) == 0


async def test_rooms_that_share_somebody_need_no_bridge(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await scene.room(anna, cleo, name="gardens")
    await scene.room(bo, cleo, name="bees")
    await want(scene, anna, bo, bridges=True)
    await talk(scene, room, anna, bo, times=1)
    assert await suggest(scene) == 0


async def test_a_room_by_invitation_is_named_to_nobody_in_a_bridge(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await scene.room(anna, name="gardens")
    await scene.room(bo, name="secret", access="invite")
    await want(scene, anna, bo, bridges=True)
    await talk(scene, room, anna, bo, times=1)
    assert await suggest(scene) == 0


async def test_a_bridge_to_a_room_that_has_become_one_by_invitation_is_shown_no_longer(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await scene.room(anna, name="gardens")
    bees = await scene.room(bo, name="bees")
    await want(scene, anna, bo, bridges=True)
    await talk(scene, room, anna, bo, times=1)
    await suggest(scene)
    close = EditRoom(access="invite")
    await edit_room(scene.desk, bo, bees, close, new_key())
    assert await suggested(scene, anna) == []
    assert await suggested(scene, bo) == []


async def test_a_room_from_which_one_is_banned_is_named_to_one_in_no_bridge(
    scene: Scene, anna: Caller, bo: Caller
) -> None:
    room = await scene.room(anna, bo, name="bread")
    await scene.room(anna, name="gardens")
    bees = await scene.room(bo, anna, name="bees")
    await scene.ban(bo, bees, anna)
    await want(scene, anna, bridges=True)
    await want(scene, bo)
    await talk(scene, room, anna, bo, times=1)
    assert await suggest(scene) == 0
