"""How the community gets its owner, and what the owner decides."""

import asyncio

import pytest

from hubbub_protocol.accounts import EditCommunity, SetUp
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import CommunityEdited
from hubbub_server.actions.community import (
    edit_community,
    get_community,
    prepare_set_up,
    set_up,
)
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.members import get_me
from tests.server.actions.control import told
from tests.server.people import ADDRESS, PASSWORD, People


def claim(token: str, username: str = "olga") -> SetUp:
    """Ask to become the owner."""
    return SetUp(
        token=token,
        username=username,
        display_name="Olga",
        password=PASSWORD,
        community_name="Bread and Butter",
    )


async def set_up_link(desk: Desk) -> str:
    """Start the hub, so to say."""
    token = await prepare_set_up(desk, "open")
    assert token is not None
    return token


async def test_the_link_makes_the_owner_and_names_the_community(desk: Desk, door: Door) -> None:
    granted = await set_up(desk, door, claim(await set_up_link(desk)), ADDRESS)
    assert (await get_me(desk, granted.caller)).role == "owner"
    community = await get_community(desk)
    assert (community.name, community.has_owner) == ("Bread and Butter", True)
    edited = CommunityEdited(name="Bread and Butter", registration="open")
    assert await told(desk) == [(granted.caller.member, edited)]


async def test_the_link_holds_once(desk: Desk, door: Door) -> None:
    token = await set_up_link(desk)
    await set_up(desk, door, claim(token), ADDRESS)
    with pytest.raises(Refusal) as refused:
        await set_up(desk, door, claim(token, "second"), ADDRESS)
    assert (refused.value.code, refused.value.field) == ("forbidden", "token")


async def test_each_of_several_hubs_that_started_has_a_link_that_holds(
    desk: Desk, door: Door
) -> None:
    first, *_, last = [await set_up_link(desk) for _ in range(8)]
    assert first != last
    await set_up(desk, door, claim(first), ADDRESS)
    with pytest.raises(Refusal):
        await set_up(desk, door, claim(last, "second"), ADDRESS)


async def test_a_link_of_long_ago_does_not_hold(desk: Desk, door: Door) -> None:
    first, *_ = [await set_up_link(desk) for _ in range(9)]
    with pytest.raises(Refusal) as refused:
        await set_up(desk, door, claim(first), ADDRESS)
    assert (refused.value.code, refused.value.field) == ("forbidden", "token")


async def test_of_two_who_race_one_becomes_owner(desk: Desk, door: Door) -> None:
    token = await set_up_link(desk)
    results = await asyncio.gather(
        *(set_up(desk, door, claim(token, name), ADDRESS) for name in ("ada", "bo", "cleo")),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Refusal) for result in results) == 2


async def test_a_forged_link_is_refused(desk: Desk, door: Door) -> None:
    await set_up_link(desk)
    for forged in ("", "hub_x", "x" * 256):
        with pytest.raises(Refusal) as refused:
            await set_up(desk, door, claim(forged), ADDRESS)
        assert refused.value.code == "forbidden"


async def test_once_there_is_an_owner_there_is_no_link(desk: Desk, people: People) -> None:
    await people.owner()
    assert await prepare_set_up(desk, "open") is None


async def test_until_there_is_an_owner_the_operator_says_how_to_register(desk: Desk) -> None:
    await prepare_set_up(desk, "closed")
    assert (await get_community(desk)).registration == "closed"


async def test_an_owner_changes_the_community_and_every_hub_learns_it(
    desk: Desk, people: People
) -> None:
    owner = (await people.owner()).caller
    edit = EditCommunity(name=" Rye ", registration="closed")
    community = await edit_community(desk, owner, edit)
    assert (community.name, community.registration) == ("Rye", "closed")
    assert (await told(desk))[-1:] == [
        (owner.member, CommunityEdited(name="Rye", registration="closed"))
    ]


async def test_an_edit_without_effect_is_no_event(desk: Desk, people: People) -> None:
    owner = (await people.owner()).caller
    before = await told(desk)
    await edit_community(desk, owner, EditCommunity(registration="open"))
    assert await told(desk) == before


@pytest.mark.parametrize("name", ["", "x" * 65, "a\nb"])
async def test_a_name_that_does_not_fit_is_refused(desk: Desk, people: People, name: str) -> None:
    owner = (await people.owner()).caller
    with pytest.raises(Refusal) as refused:
        await edit_community(desk, owner, EditCommunity(name=name))
    assert refused.value.field == "name"
