"""Bringing two together with whom one is connected, and what the two answer."""

import pytest

from hubbub_protocol.events import IntroductionAnswered, IntroductionClosed, IntroductionMade
from hubbub_protocol.introductions import Introduce
from hubbub_server.actions import introductions
from hubbub_server.actions.introductions import expire_introductions, list_introductions
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import DAY_US, Circle
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.store.backends import DATABASES

pytestmark = pytest.mark.parametrize("database", DATABASES)


@pytest.fixture
async def room(scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller) -> str:
    """Where all three know each other from; Anna is connected with the two others."""
    room = await scene.room(anna, bo, cleo, name="bread")
    await circle.connect(anna, bo)
    await circle.connect(anna, cleo)
    return room


async def introduce(scene: Scene, caller: Caller, one: Caller, other: Caller) -> str:
    scene.clock.move(1_000_000)
    asked = Introduce(members=(one.member, other.member), sentence="You both bake rye")
    return (await introductions.introduce(scene.desk, caller, asked, new_key())).id


async def accept(scene: Scene, caller: Caller, introduction: str) -> None:
    await introductions.answer_introduction(scene.desk, caller, introduction, "accepted", new_key())


async def decline(scene: Scene, caller: Caller, introduction: str) -> None:
    await introductions.answer_introduction(scene.desk, caller, introduction, "declined", new_key())


async def received(scene: Scene, caller: Caller) -> list[tuple[str, str, bool]]:
    found = (await list_introductions(scene.desk, caller)).received
    return [(each.member.username, each.introduced_by.username, each.accepted) for each in found]


async def names(circle: Circle, caller: Caller) -> list[str]:
    return [each.member.username for each in await circle.connected(caller)]


async def made(scene: Scene, caller: Caller) -> int:
    return len((await list_introductions(scene.desk, caller)).made)


async def test_both_are_shown_whom_they_are_introduced_to_and_why(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    assert await received(scene, bo) == [("cleo", "anna", False)]
    assert await received(scene, cleo) == [("bo", "anna", False)]
    assert await made(scene, anna) == 1
    one, other = sorted((bo.member, cleo.member))
    told = IntroductionMade(introduction=introduction, members=(one, other))
    for caller in (anna, bo, cleo):
        assert (await scene.inbox_of(caller))[-1] == told


async def test_once_both_have_accepted_they_are_connected(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    await accept(scene, bo, introduction)
    assert await received(scene, bo) == [("cleo", "anna", True)]
    assert await names(circle, bo) == ["anna"]
    await accept(scene, cleo, introduction)
    assert await names(circle, bo) == ["anna", "cleo"]
    closed = IntroductionClosed(introduction=introduction, outcome="accepted")
    for caller in (anna, bo, cleo):
        assert closed in await scene.inbox_of(caller)
    assert await made(scene, anna) == 0


async def test_nobody_learns_who_declined(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    heads = [len(await scene.inbox_of(caller)) for caller in (anna, cleo)]
    await decline(scene, bo, introduction)
    assert heads == [len(await scene.inbox_of(caller)) for caller in (anna, cleo)]
    assert (await scene.inbox_of(bo))[-1] == IntroductionAnswered(
        introduction=introduction, answer="declined"
    )
    assert await received(scene, bo) == []
    await accept(scene, cleo, introduction)
    assert await received(scene, cleo) == [("bo", "anna", True)]
    assert await made(scene, anna) == 1
    assert await names(circle, cleo) == ["anna"]


async def test_one_introduces_only_whom_one_is_connected_with(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    assert await refusal(introduce(scene, bo, anna, cleo)) == ("not_connected", "members")
    assert await refusal(introduce(scene, anna, anna, cleo)) == ("bad_request", "members")


async def test_two_who_are_connected_are_introduced_in_vain(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await circle.connect(bo, cleo)
    before = len(await scene.inbox_of(bo))
    introduction = await introduce(scene, anna, bo, cleo)
    assert await made(scene, anna) == 1
    assert await received(scene, bo) == []
    assert len(await scene.inbox_of(bo)) == before
    assert await refusal(accept(scene, bo, introduction)) == ("not_found", "introduction")


async def test_two_who_became_connected_otherwise_are_shown_it_no_longer(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    await introduce(scene, anna, bo, cleo)
    await circle.connect(bo, cleo)
    assert await received(scene, bo) == await received(scene, cleo) == []
    assert await made(scene, anna) == 1
    await circle.end(bo, cleo)
    assert await received(scene, bo) == [("cleo", "anna", False)]


async def test_a_block_between_the_two_stops_it_without_a_trace(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    await circle.block(cleo, bo)
    await accept(scene, bo, introduction)
    assert await received(scene, cleo) == []
    await accept(scene, cleo, introduction)
    assert await names(circle, bo) == ["anna"]
    assert await made(scene, anna) == 1
    assert await received(scene, bo) == [("cleo", "anna", True)]


async def test_its_maker_takes_it_back(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    await introductions.withdraw_introduction(scene.desk, anna, introduction, new_key())
    assert await received(scene, bo) == []
    again = introductions.withdraw_introduction(scene.desk, anna, introduction, new_key())
    assert await refusal(again) == ("not_found", "introduction")
    assert await refusal(accept(scene, bo, introduction)) == ("not_found", "introduction")


async def test_after_30_days_it_is_over(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    scene.clock.move(30 * DAY_US)
    assert await received(scene, bo) == []
    assert await expire_introductions(scene.desk, 10) == 1
    assert await expire_introductions(scene.desk, 10) == 0
    closed = IntroductionClosed(introduction=introduction, outcome="expired")
    assert (await scene.inbox_of(anna))[-1] == closed
    assert (await scene.inbox_of(bo))[-1] == closed


async def test_at_most_three_are_open(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    dan, eve = await scene.member("dan"), await scene.member("eve")
    for other in (dan, eve):
        await scene.join(other, room)
        await circle.connect(anna, other)
    for one, other in ((bo, cleo), (bo, dan), (cleo, dan)):
        await introduce(scene, anna, one, other)
    assert await refusal(introduce(scene, anna, bo, eve)) == ("conflict", None)


async def test_the_same_two_are_introduced_once_at_a_time_and_twice_within_30_days(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    for _ in range(2):
        introduction = await introduce(scene, anna, bo, cleo)
        assert await refusal(introduce(scene, anna, cleo, bo)) == ("conflict", "members")
        await decline(scene, bo, introduction)
        await introductions.withdraw_introduction(scene.desk, anna, introduction, new_key())
    assert await refusal(introduce(scene, anna, bo, cleo)) == ("conflict", "members")
    scene.clock.move(30 * DAY_US)
    await introduce(scene, anna, bo, cleo)


async def test_a_strangers_introduction_does_not_exist(
    scene: Scene, anna: Caller, bo: Caller, cleo: Caller, room: str
) -> None:
    introduction = await introduce(scene, anna, bo, cleo)
    dan = await scene.member("dan")
    assert await refusal(accept(scene, dan, introduction)) == ("not_found", "introduction")
    assert await refusal(accept(scene, anna, introduction)) == ("not_found", "introduction")
