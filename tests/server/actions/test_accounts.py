"""Making accounts, changing passwords, shutting accounts out."""

import asyncio
from dataclasses import replace
from typing import get_args
from uuid import uuid4

import pytest

from hubbub_protocol.accounts import (
    ChangePassword,
    EditCommunity,
    Register,
    Registration,
    SetUp,
    SignIn,
)
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import AccountBanned, AccountUnbanned, SignInsRevoked
from hubbub_protocol.invitations import MakeInvitation
from hubbub_protocol.members import FindMembers
from hubbub_protocol.rooms import CreateRoom, Purpose
from hubbub_server.actions.accounts import (
    ban_account,
    change_password,
    list_accounts,
    register,
    unban_account,
)
from hubbub_server.actions.community import edit_community, prepare_set_up, set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.invitations import make_invitation
from hubbub_server.actions.members import get_me
from hubbub_server.actions.rooms import create_room
from hubbub_server.actions.sign_ins import Unrecognised, recognise, sign_in
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from tests.server.actions.control import told
from tests.server.people import ADDRESS, PASSWORD, People
from tests.server.store.backends import DATABASES


def asked(username: str, **changes: str) -> Register:
    """Ask for an account."""
    fields = {"username": username, "display_name": "Somebody", "password": PASSWORD} | changes
    return Register(**fields)  # type: ignore[arg-type]  # all are texts


async def refused_field(desk: Desk, door: Door, request: Register) -> tuple[str, str | None]:
    """Return the code and field with which a registration is refused."""
    with pytest.raises(Refusal) as refused:
        await register(desk, door, request, ADDRESS)
    return refused.value.code, refused.value.field


async def test_a_new_member_is_an_ordinary_person(desk: Desk, door: Door) -> None:
    granted = await register(desk, door, asked("ada", display_name="  Ada L. "), ADDRESS)
    me = await get_me(desk, granted.caller)
    assert (me.username, me.display_name, me.kind, me.role) == ("ada", "Ada L.", "person", "member")
    assert not me.may_make_bots


@pytest.mark.parametrize("name", ["ada.b", "adab", "ada_b", "a.dab"])
async def test_a_repeated_or_look_alike_name_is_taken(
    desk: Desk, door: Door, people: People, name: str
) -> None:
    await people.member("ada.b")
    assert await refused_field(desk, door, asked(name)) == ("conflict", "username")


async def test_of_two_who_want_one_name_at_once_one_gets_it(desk: Desk, door: Door) -> None:
    results = await asyncio.gather(
        *(register(desk, door, asked(name), ADDRESS) for name in ("bob", "b0b", "bob")),
        return_exceptions=True,
    )
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert [refusal.code for refusal in refusals] == ["conflict"] * 2
    assert len(results) - len(refusals) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "Ada Lovelace"),
        ("display_name", " "),
        ("display_name", "x" * 49),
        ("display_name", "Ada\u202e"),
        ("password", "too short"),
        ("label", "a\nb"),
    ],
)
async def test_a_field_that_does_not_fit_is_named(
    desk: Desk, door: Door, field: str, value: str
) -> None:
    request = asked(**({"username": "ada"} | {field: value}))
    assert await refused_field(desk, door, request) == ("bad_request", field)


async def test_where_registration_is_closed_nobody_registers(
    desk: Desk, door: Door, people: People
) -> None:
    owner = await people.owner()
    await edit_community(desk, owner.caller, EditCommunity(registration="closed"))
    assert (await refused_field(desk, door, asked("ada")))[0] == "forbidden"


async def test_one_address_registers_only_so_many(desk: Desk, door: Door) -> None:
    narrow = replace(door, attempts=Attempts(AttemptLimits(per_address=1)))
    await register(desk, narrow, asked("ada"), ADDRESS)
    with pytest.raises(Refusal) as refused:
        await register(desk, narrow, asked("bo"), ADDRESS)
    assert refused.value.code == "rate_limited"


async def test_changing_the_password_ends_the_other_sign_ins(
    desk: Desk, door: Door, people: People
) -> None:
    here = await people.member("ada")
    there = await sign_in(desk, door, SignIn(username="ada", password=PASSWORD), ADDRESS)
    change = ChangePassword(current=PASSWORD, new="another horse")
    await change_password(desk, door, here.caller, change, ADDRESS)

    assert (await recognise(desk, here.token)).caller == here.caller
    with pytest.raises(Unrecognised):
        await recognise(desk, there.token)
    member = here.caller.member
    revoked = SignInsRevoked(member=member, sign_ins=(there.caller.sign_in,))
    assert await told(desk) == [(member, revoked)]
    await sign_in(desk, door, SignIn(username="ada", password="another horse"), ADDRESS)


async def test_who_does_not_know_the_password_cannot_change_it(
    desk: Desk, door: Door, people: People
) -> None:
    ada = (await people.member("ada")).caller
    change = ChangePassword(current="stolen session", new="another horse")
    codes = []
    for _ in range(4):
        with pytest.raises(Refusal) as refused:
            await change_password(desk, door, ada, change, ADDRESS)
        codes.append((refused.value.code, refused.value.field))
    assert codes == [("forbidden", "current")] * 3 + [("rate_limited", None)]


async def test_a_ban_ends_everything_and_tells_every_hub(
    desk: Desk, door: Door, people: People
) -> None:
    owner, ada = await people.owner(), await people.member("ada")
    before = len(await told(desk))
    await ban_account(desk, owner.caller, ada.caller.member, "spam")
    await ban_account(desk, owner.caller, ada.caller.member, "spam again")

    with pytest.raises(Unrecognised):
        await recognise(desk, ada.token)
    member, sign_ins = ada.caller.member, (ada.caller.sign_in,)
    assert (await told(desk))[before:] == [
        (owner.caller.member, AccountBanned(member=member)),
        (owner.caller.member, SignInsRevoked(member=member, sign_ins=sign_ins)),
    ]


async def test_a_ban_that_is_lifted_lets_one_sign_in_again(
    desk: Desk, door: Door, people: People
) -> None:
    owner, ada = await people.owner(), await people.member("ada")
    await ban_account(desk, owner.caller, ada.caller.member, "")
    await unban_account(desk, owner.caller, ada.caller.member)
    await unban_account(desk, owner.caller, ada.caller.member)
    await sign_in(desk, door, SignIn(username="ada", password=PASSWORD), ADDRESS)
    lifted = [event for _, event in await told(desk) if isinstance(event, AccountUnbanned)]
    assert lifted == [AccountUnbanned(member=ada.caller.member)]


async def test_an_owner_shuts_out_neither_themselves_nor_another_owner(
    desk: Desk, people: People
) -> None:
    owner = (await people.owner()).caller
    with pytest.raises(Refusal) as refused:
        await ban_account(desk, owner, owner.member, "")
    assert refused.value.code == "forbidden"


async def test_an_account_that_does_not_exist_is_not_found(desk: Desk, people: People) -> None:
    owner = (await people.owner()).caller
    with pytest.raises(Refusal) as refused:
        await ban_account(desk, owner, desk.new_id(), "")
    assert refused.value.code == "not_found"


async def test_accounts_are_listed_by_name_page_by_page(desk: Desk, people: People) -> None:
    for name in ("cleo", "ada", "bo", "dan"):
        await people.member(name)
    first = await list_accounts(desk, FindMembers(limit=3))
    second = await list_accounts(desk, FindMembers(limit=3, after=first.next or ""))
    names = [card.member.username for page in (first, second) for card in page.accounts]
    assert names == ["ada", "bo", "cleo", "dan"]
    assert second.next is None


async def test_accounts_are_found_by_words_of_their_names(desk: Desk, people: People) -> None:
    for name in ("adam", "ada", "bo"):
        await people.member(name)
    found = await list_accounts(desk, FindMembers(text="ADA"))
    assert [card.member.username for card in found.accounts] == ["ada", "adam"]


@pytest.fixture
async def code(desk: Desk, people: People) -> str:
    """The code of an invitation for one, in a community that one enters by invitation."""
    owner = (await people.owner()).caller
    await edit_community(desk, owner, EditCommunity(registration="invite"))
    made = await make_invitation(desk, owner, None, MakeInvitation(uses=1), str(uuid4()))
    return made.code


@pytest.mark.parametrize("database", DATABASES)
async def test_by_invitation_one_registers_with_a_code_as_often_as_it_has_uses(
    desk: Desk, door: Door, code: str
) -> None:
    await register(desk, door, asked("ada", invitation=f" {code.upper()}"), ADDRESS)
    again = asked("bob", invitation=code)
    assert await refused_field(desk, door, again) == ("not_found", "invitation")


async def test_without_a_code_nobody_registers_where_it_takes_one(
    desk: Desk, door: Door, code: str
) -> None:
    assert await refused_field(desk, door, asked("ada")) == ("forbidden", "invitation")
    forged = asked("ada", invitation=code[::-1])
    assert await refused_field(desk, door, forged) == ("not_found", "invitation")


async def test_who_does_not_get_the_name_uses_nothing_up(desk: Desk, door: Door, code: str) -> None:
    taken = asked("olga", invitation=code)
    assert await refused_field(desk, door, taken) == ("conflict", "username")
    await register(desk, door, asked("ada", invitation=code), ADDRESS)


@pytest.mark.parametrize("database", DATABASES)
async def test_of_two_who_register_with_the_last_use_at_once_one_does(
    desk: Desk, door: Door, code: str
) -> None:
    results = await asyncio.gather(
        *(register(desk, door, asked(n, invitation=code), ADDRESS) for n in ("ada", "bob")),
        return_exceptions=True,
    )
    refused = [each for each in results if isinstance(each, BaseException)]
    assert [each.code for each in refused if isinstance(each, Refusal)] == ["not_found"]


async def test_an_invitation_into_a_room_makes_no_account(
    desk: Desk, door: Door, people: People
) -> None:
    owner = (await people.owner()).caller
    purpose = Purpose(statement="to bake", kind="hobby")
    request = CreateRoom(name="Bread", purpose=purpose)
    room = (await create_room(desk, owner, request, str(uuid4()))).id
    made = await make_invitation(desk, owner, room, MakeInvitation(), str(uuid4()))
    await edit_community(desk, owner, EditCommunity(registration="invite"))
    given = asked("ada", invitation=made.code)
    assert await refused_field(desk, door, given) == ("not_found", "invitation")


@pytest.mark.parametrize("registration", ["open", "closed"])
async def test_where_registration_is_not_by_invitation_no_code_is_looked_at(
    desk: Desk, door: Door, code: str, registration: Registration
) -> None:
    signed_in = await sign_in(desk, door, SignIn(username="olga", password=PASSWORD), ADDRESS)
    owner = signed_in.caller
    await edit_community(desk, owner, EditCommunity(registration=registration))
    given = asked("ada", invitation=code)
    if registration == "open":
        await register(desk, door, given, ADDRESS)
    else:
        assert await refused_field(desk, door, given) == ("forbidden", None)
    await edit_community(desk, owner, EditCommunity(registration="invite"))
    await register(desk, door, asked("bob", invitation=code), ADDRESS)


@pytest.mark.parametrize("mode", get_args(Registration))
async def test_the_first_owner_comes_in_by_the_set_up_link_in_every_mode(
    desk: Desk, door: Door, mode: Registration
) -> None:
    token = await prepare_set_up(desk, mode)
    assert token is not None
    setting_up = SetUp(token=token, username="olga", display_name="Olga", password=PASSWORD)
    assert (await set_up(desk, door, setting_up, ADDRESS)).caller.role == "owner"
