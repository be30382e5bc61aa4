"""Personal connections: listing them, ending one, and connecting again."""

import asyncio

import pytest

from hubbub_protocol.codec import read_payload
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import (
    DirectChannelEnded,
    DirectChannelOpened,
    PersonalConnectionEnded,
    PersonalConnectionOpened,
)
from hubbub_protocol.personal_connections import FindPersonalConnections
from hubbub_server.actions.personal_connections import list_personal_connections
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene, refusal


@pytest.fixture
async def room(scene: Scene, anna: Caller, bo: Caller, cleo: Caller) -> str:
    """A room that all three share."""
    return await scene.room(anna, bo, cleo)


async def test_ending_is_told_to_both_and_in_the_channel(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    opened = await circle.connect(anna, bo)
    await circle.end(bo, anna)
    assert await circle.connected(anna) == []
    assert await circle.connected(bo) == []
    for one, other in ((anna, bo), (bo, anna)):
        ended = PersonalConnectionEnded(member=other.member, channel=opened.channel)
        assert (await scene.inbox_of(one))[-1] == ended
    last = (await scene.log(opened.stream))[-1]
    assert (read_payload(last.payload), last.actor) == (DirectChannelEnded(), bo.member)


async def test_ending_again_has_no_effect_for_either(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    opened = await circle.connect(anna, bo)
    await circle.end(bo, anna)
    before = await scene.log(opened.stream)
    await circle.end(bo, anna)
    await circle.end(anna, bo)
    assert await scene.log(opened.stream) == before


async def test_who_was_never_connected_has_nothing_to_end(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    assert await refusal(circle.end(anna, bo)) == ("not_found", "member")
    await circle.request(anna, bo)
    assert await refusal(circle.end(anna, bo)) == ("not_found", "member")
    assert await refusal(circle.end(anna, anna)) == ("not_found", "member")


async def test_a_reconnection_opens_the_same_channel_with_its_new_beginning(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    first = await circle.connect(anna, bo)
    await circle.end(anna, bo)
    made = await circle.contact_code(anna)
    asked = await circle.ask(bo, code=made.code)
    assert asked.request is not None
    second = await circle.accept(anna, asked.request.id)
    assert (second.channel, second.stream) == (first.channel, first.stream)
    assert second.opened_at > first.opened_at
    assert (second.beginning.origin, second.beginning.room) == ("code", None)
    kinds = [type(read_payload(event.payload)) for event in await scene.log(first.stream)]
    assert kinds == [DirectChannelOpened, DirectChannelEnded, DirectChannelOpened]
    told = (await scene.inbox_of(bo))[-1]
    assert isinstance(told, PersonalConnectionOpened)
    assert told.opened_seq == 3


async def test_the_list_is_by_name_page_by_page_and_is_searched_by_words(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    others = [await scene.member(name) for name in ("zoe", "abel", "mia")]
    await scene.room(anna, *others)
    for other in others:
        await circle.connect(other, anna)
    names = [each.member.username for each in await circle.connected(anna)]
    assert names == ["abel", "mia", "zoe"]
    assert [each.member.username for each in await circle.connected(anna, "MI")] == ["mia"]
    page = await list_personal_connections(scene.desk, anna, FindPersonalConnections(limit=2))
    assert page.next is not None
    find = FindPersonalConnections(limit=2, after=page.next)
    page = await list_personal_connections(scene.desk, anna, find)
    assert [each.member.username for each in page.personal_connections] == ["zoe"]
    assert page.next is None


async def test_two_who_ask_each_other_at_once_are_connected_once(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    asked = await asyncio.gather(circle.ask(anna, bo), circle.ask(bo, anna))
    assert [each.request is None for each in asked].count(True) == 1
    (seen,) = await circle.connected(anna)
    assert len(await scene.log(seen.stream)) == 1
    assert await circle.sent(anna) == await circle.sent(bo) == []


async def test_of_an_acceptance_and_a_block_at_once_the_block_is_what_stays(
    scene: Scene, circle: Circle, room: str, anna: Caller, bo: Caller
) -> None:
    """Whichever comes first: the other then finds what it has made of the pair."""
    request = await circle.request(anna, bo)
    outcomes = await asyncio.gather(
        circle.accept(bo, request), circle.block(anna, bo), return_exceptions=True
    )
    assert outcomes[1] is None
    assert not isinstance(outcomes[0], BaseException) or isinstance(outcomes[0], Refusal)
    assert await circle.connected(anna) == []
    assert await circle.sent(anna) == []
