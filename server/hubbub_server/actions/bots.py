"""Bots: members that programs speak for, made by an owner or by a host of some room."""

from dataclasses import replace

from hubbub_protocol.accounts import Bot, BotList, BotWithToken, MakeBot
from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from hubbub_server.actions.accounts import add_account, new_account, require_account, shut_out
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import grant, revoke_all
from hubbub_server.domain.accounts import MAX_BOTS_PER_MEMBER, may_make_bots
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.credentials import shut_out as shut_out_of_community
from hubbub_server.store import accounts as stored
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.memberships import hosts_somewhere


async def make_bot(desk: Desk, door: Door, caller: Caller, asked: MakeBot) -> BotWithToken:
    """Make a bot and its first token."""
    new = new_account(desk, asked.username, asked.display_name, "bot")
    async with desk.write(CONTROL) as transaction:
        await _require_bot_maker(transaction, caller)
        return await add_bot(desk, door, transaction, new, made_by=caller.member)


async def list_bots(desk: Desk, caller: Caller) -> BotList:
    """List the bots that the caller looks after: all for an owner, else those they made."""
    made_by = None if caller.role == "owner" else caller.member
    async with desk.store.snapshot() as reading:
        return BotList(bots=await stored.list_bots(reading, made_by))


async def renew_bot_token(desk: Desk, door: Door, caller: Caller, bot: str) -> BotWithToken:
    """Give a bot a new token; its old ones end."""
    async with desk.write(CONTROL) as transaction:
        known = await _require_own_bot(transaction, caller, bot)
        if known.banned:
            raise Refusal("conflict", "This bot was ended, or shut out by an owner", field="member")
        await revoke_all(transaction, bot, actor=caller.member)
        return await _with_token(desk, door, transaction, known)


async def retire_bot(desk: Desk, caller: Caller, bot: str) -> None:
    """End a bot: its tokens and its access; again has no effect."""
    async with desk.write(CONTROL) as transaction:
        await _require_own_bot(transaction, caller, bot)
        account = await require_account(transaction, bot)
        await shut_out(transaction, account, "", actor=caller.member)


async def add_bot(
    desk: Desk, door: Door, transaction: Transaction, new: stored.NewAccount, *, made_by: str
) -> BotWithToken:
    """Make a bot's account and first token. Needs ``control`` locked."""
    account = await add_account(transaction, replace(new, made_by=made_by))
    bot = await stored.find_bot(transaction, account.member)
    if bot is None:
        raise LookupError(f"the bot {account.member} was just made")
    return await _with_token(desk, door, transaction, bot)


async def _with_token(desk: Desk, door: Door, transaction: Transaction, bot: Bot) -> BotWithToken:
    account = await require_account(transaction, bot.member.id)
    granted = await grant(desk, transaction, account, door.bot_token_days)
    return BotWithToken(bot=bot, token=granted.token, expires_at=granted.expires_at)


async def _require_bot_maker(transaction: Transaction, caller: Caller) -> None:
    if (await require_account(transaction, caller.member)).banned:
        raise shut_out_of_community()  # since the request began
    hosts = await hosts_somewhere(transaction, caller.member)
    if not may_make_bots(caller, hosts_somewhere=hosts):
        raise Refusal("forbidden", "Only an owner, or a host of some room, may make bots")
    made = await stored.count_bots(transaction, caller.member)
    if caller.role != "owner" and made >= MAX_BOTS_PER_MEMBER:
        raise Refusal(
            "forbidden",
            f"One may look after at most {MAX_BOTS_PER_MEMBER} bots, and these are {made}",
            limit=MAX_BOTS_PER_MEMBER,
        )


async def _require_own_bot(reading: Reading, caller: Caller, bot: str) -> Bot:
    known = await stored.find_bot(reading, bot)
    if known is None or (caller.role != "owner" and known.made_by != caller.member):
        raise Refusal("not_found", "There is no such bot of yours", field="member")
    return known
