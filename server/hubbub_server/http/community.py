"""Endpoints: the community and its accounts."""

from hubbub_protocol.accounts import (
    AccountPage,
    ChangePassword,
    Community,
    EditCommunity,
    Register,
    SetUp,
)
from hubbub_protocol.members import FindMembers
from hubbub_protocol.rooms import Reason
from hubbub_server.actions import accounts, community
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.http.asked import Answer, Asked
from hubbub_server.http.sign_ins import require_page, signed_in


async def get_community(desk: Desk, asked: Asked) -> Community:
    """What anyone may know."""
    del asked
    return await community.get_community(desk)


async def edit_community(desk: Desk, asked: Asked) -> Community:
    """Change it, as owner."""
    return await community.edit_community(desk, asked.caller, asked.body_of(EditCommunity))


async def set_up(door: Door, desk: Desk, asked: Asked) -> Answer:
    """Become its owner by the set-up link."""
    body = asked.body_of(SetUp)
    require_page(asked, wants_cookie=body.cookie)
    granted = await community.set_up(desk, door, body, asked.address)
    return await signed_in(desk, asked, granted, as_cookie=body.cookie)


async def register(door: Door, desk: Desk, asked: Asked) -> Answer:
    """Make an account and sign in."""
    body = asked.body_of(Register)
    require_page(asked, wants_cookie=body.cookie)
    granted = await accounts.register(desk, door, body, asked.address)
    return await signed_in(desk, asked, granted, as_cookie=body.cookie)


async def list_accounts(desk: Desk, asked: Asked) -> AccountPage:
    """All accounts, for the owner."""
    return await accounts.list_accounts(desk, asked.query_of(FindMembers))


async def ban_account(desk: Desk, asked: Asked) -> None:
    """Shut an account out."""
    reason = asked.body_of(Reason).reason
    await accounts.ban_account(desk, asked.caller, asked.member, reason)


async def unban_account(desk: Desk, asked: Asked) -> None:
    """Let it in again."""
    await accounts.unban_account(desk, asked.caller, asked.member)


async def change_password(door: Door, desk: Desk, asked: Asked) -> None:
    """Change one's password."""
    body = asked.body_of(ChangePassword)
    await accounts.change_password(desk, door, asked.caller, body, asked.address)
