"""Endpoints: bots and their tokens."""

from hubbub_protocol.accounts import BotList, BotWithToken, MakeBot
from hubbub_server.actions import bots
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.http.asked import Asked


async def make_bot(door: Door, desk: Desk, asked: Asked) -> BotWithToken:
    """Make a bot and its token."""
    return await bots.make_bot(desk, door, asked.caller, asked.body_of(MakeBot))


async def list_bots(desk: Desk, asked: Asked) -> BotList:
    """The bots one looks after."""
    return await bots.list_bots(desk, asked.caller)


async def renew_bot_token(door: Door, desk: Desk, asked: Asked) -> BotWithToken:
    """Give a bot a new token."""
    return await bots.renew_bot_token(desk, door, asked.caller, asked.member)


async def retire_bot(desk: Desk, asked: Asked) -> None:
    """End a bot."""
    await bots.retire_bot(desk, asked.caller, asked.member)
