"""Reacting to messages with an emoji, and taking that back."""

from functools import partial

from hubbub_protocol.commands import React, Unreact
from hubbub_protocol.events import ReactionAdded, ReactionRemoved
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.messages import get_message
from hubbub_server.actions.once import get_place, no_effect, result_of, write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.messages import require_room_for_reaction, require_stands
from hubbub_server.domain.places import require_conversation, require_may_write
from hubbub_server.domain.texts import check_emoji
from hubbub_server.store import reactions
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult


async def react(desk: Desk, caller: Caller, command: React) -> WriteResult:
    """Add a reaction of the caller to a message."""
    check_emoji(command.emoji)
    require_conversation(command.stream)
    once = write_key(caller, command.key, "react", command.stream, command.target, command.emoji)
    return await write_once(desk, caller, once, [command.stream], partial(_react, caller, command))


async def _react(caller: Caller, command: React, writing: Transaction) -> WriteResult:
    stream, target, emoji = command.stream, command.target, command.emoji
    place = await get_place(writing, caller, stream)
    require_may_write(place)
    message = await get_message(writing, stream, target)
    require_stands(message.sent)
    present = await reactions.find_reaction(writing, stream, target, emoji, caller.member)
    if present is not None:
        return await no_effect(writing, stream, present)
    require_room_for_reaction(emoji, await reactions.emoji_of(writing, stream, target))
    (event,) = await writing.append_events(
        [NewEvent(stream, caller.member, ReactionAdded(target=target, emoji=emoji))]
    )
    await reactions.put_reaction(writing, target, emoji, event)
    return result_of(event)


async def unreact(desk: Desk, caller: Caller, command: Unreact) -> WriteResult:
    """Take a reaction of the caller back."""
    check_emoji(command.emoji)
    require_conversation(command.stream)
    once = write_key(caller, command.key, "unreact", command.stream, command.target, command.emoji)
    return await write_once(
        desk, caller, once, [command.stream], partial(_unreact, caller, command)
    )


async def _unreact(caller: Caller, command: Unreact, writing: Transaction) -> WriteResult:
    stream, target, emoji = command.stream, command.target, command.emoji
    place = await get_place(writing, caller, stream)
    require_may_write(place)
    await get_message(writing, stream, target)
    if await reactions.find_reaction(writing, stream, target, emoji, caller.member) is None:
        return await no_effect(writing, stream, target)
    (event,) = await writing.append_events(
        [NewEvent(stream, caller.member, ReactionRemoved(target=target, emoji=emoji))]
    )
    await reactions.take_reaction(writing, stream, target, emoji, caller.member)
    return result_of(event)
