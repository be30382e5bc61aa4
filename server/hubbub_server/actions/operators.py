"""What the operator does at the machine itself, by username, beside or without a running hub."""

from dataclasses import replace

from hubbub_protocol.accounts import BotWithToken
from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from hubbub_server.actions.accounts import add_account, let_in, new_account, shut_out
from hubbub_server.actions.bots import add_bot
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import revoke_all
from hubbub_server.domain.credentials import check_password
from hubbub_server.store import accounts as stored
from hubbub_server.store.community import change_setup_tokens
from hubbub_server.store.interface import Reading

_THE_OPERATOR = ""
"""The actor of events that no member made."""


async def has_account(desk: Desk, username: str) -> bool:
    """Whether there is an account with that username."""
    async with desk.store.snapshot() as reading:
        return await stored.find_account_named(reading, username) is not None


async def make_owner(desk: Desk, username: str) -> None:
    """Make the person with that account an owner of the community."""
    async with desk.write(CONTROL) as transaction:
        account = await _require_person(transaction, username)
        await stored.change_role(transaction, account.member, "owner")
        await change_setup_tokens(transaction, ())


async def add_owner(
    desk: Desk, door: Door, username: str, display_name: str, password: str
) -> None:
    """Make an account that owns the community."""
    new = new_account(desk, username, display_name, "person")
    hashed = await door.passwords.hashed(check_password(password, "password"))
    async with desk.write(CONTROL) as transaction:
        await add_account(transaction, replace(new, password_hash=hashed, role="owner"))
        await change_setup_tokens(transaction, ())


async def reset_password(desk: Desk, door: Door, username: str, password: str) -> None:
    """Give an account another password; all its sign-ins end."""
    hashed = await door.passwords.hashed(check_password(password, "password"))
    async with desk.write(CONTROL) as transaction:
        account = await _require_person(transaction, username)
        await stored.change_password_hash(transaction, account.member, hashed)
        await revoke_all(transaction, account.member, actor=_THE_OPERATOR)


async def make_bot(desk: Desk, door: Door, username: str, display_name: str) -> BotWithToken:
    """Make a bot that the community's first owner looks after."""
    new = new_account(desk, username, display_name, "bot")
    async with desk.write(CONTROL) as transaction:
        owner = await stored.find_first_owner(transaction)
        if owner is None:
            raise Refusal("conflict", "The community has no owner yet to look after a bot")
        return await add_bot(desk, door, transaction, new, made_by=owner)


async def revoke_sign_ins(desk: Desk, username: str) -> None:
    """End every sign-in of an account."""
    async with desk.write(CONTROL) as transaction:
        account = await _require_account(transaction, username)
        await revoke_all(transaction, account.member, actor=_THE_OPERATOR)


async def ban(desk: Desk, username: str, reason: str) -> None:
    """Shut an account out of the community."""
    async with desk.write(CONTROL) as transaction:
        account = await _require_account(transaction, username)
        await shut_out(transaction, account, reason, actor=_THE_OPERATOR)


async def unban(desk: Desk, username: str) -> None:
    """Let an account in again."""
    async with desk.write(CONTROL) as transaction:
        account = await _require_account(transaction, username)
        await let_in(transaction, account, actor=_THE_OPERATOR)


async def renew_epoch(desk: Desk) -> None:
    """Begin another epoch, in which every client is reset; hubs that run learn of it."""
    await desk.store.renew_epoch(desk.store.epoch)


async def _require_account(reading: Reading, username: str) -> stored.Account:
    account = await stored.find_account_named(reading, username)
    if account is None:
        raise Refusal("not_found", f"There is no account {username}", field="username")
    return account


async def _require_person(reading: Reading, username: str) -> stored.Account:
    account = await _require_account(reading, username)
    if account.kind != "person":
        raise Refusal("forbidden", f"{username} is a bot", field="username")
    return account
