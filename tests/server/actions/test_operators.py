"""What the operator does at the machine itself."""

import pytest

from hubbub_protocol.accounts import SignIn
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import AccountBanned, SignInsRevoked
from hubbub_server.actions import operators
from hubbub_server.actions.community import prepare_set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Unrecognised, recognise, sign_in
from tests.server.actions.control import told
from tests.server.people import ADDRESS, PASSWORD, People


async def test_a_new_owner_ends_the_set_up_link(desk: Desk, door: Door) -> None:
    await operators.add_owner(desk, door, "olga", "Olga", PASSWORD)
    assert await prepare_set_up(desk, "open") is None
    granted = await sign_in(desk, door, SignIn(username="olga", password=PASSWORD), ADDRESS)
    assert granted.caller.role == "owner"


async def test_a_member_becomes_an_owner_at_once(desk: Desk, people: People) -> None:
    ada = await people.member("ada")
    await operators.make_owner(desk, "ada")
    assert (await recognise(desk, ada.token)).caller.role == "owner"


async def test_a_new_password_ends_all_sign_ins(desk: Desk, door: Door, people: People) -> None:
    ada = await people.member("ada")
    await operators.reset_password(desk, door, "ada", "another horse")
    with pytest.raises(Unrecognised):
        await recognise(desk, ada.token)
    await sign_in(desk, door, SignIn(username="ada", password="another horse"), ADDRESS)


async def test_revoking_tells_every_hub(desk: Desk, people: People) -> None:
    ada = (await people.member("ada")).caller
    await operators.revoke_sign_ins(desk, "ada")
    revoked = SignInsRevoked(member=ada.member, sign_ins=(ada.sign_in,))
    assert await told(desk) == [("", revoked)]


async def test_a_ban_by_the_operator_reaches_owners_too(desk: Desk, people: People) -> None:
    owner = await people.owner()
    await operators.ban(desk, "olga", "")
    with pytest.raises(Unrecognised):
        await recognise(desk, owner.token)
    assert ("", AccountBanned(member=owner.caller.member)) in await told(desk)


async def test_a_bot_belongs_to_the_first_owner(desk: Desk, door: Door, people: People) -> None:
    owner = (await people.owner()).caller
    made = await operators.make_bot(desk, door, "echo", "Echo")
    assert made.bot.made_by == owner.member
    assert (await recognise(desk, made.token)).caller.kind == "bot"


async def test_a_bot_needs_an_owner_to_look_after_it(desk: Desk, door: Door) -> None:
    with pytest.raises(Refusal) as refused:
        await operators.make_bot(desk, door, "echo", "Echo")
    assert refused.value.code == "conflict"


async def test_an_unknown_name_is_told(desk: Desk) -> None:
    with pytest.raises(Refusal, match="There is no account nobody"):
        await operators.ban(desk, "nobody", "")


async def test_a_bot_gets_neither_a_password_nor_the_community(
    desk: Desk, door: Door, people: People
) -> None:
    await people.owner()
    await operators.make_bot(desk, door, "echo", "Echo")
    for deed in (
        operators.make_owner(desk, "echo"),
        operators.reset_password(desk, door, "echo", PASSWORD),
    ):
        with pytest.raises(Refusal, match="is a bot"):
            await deed
