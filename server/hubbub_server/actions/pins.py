"""Pinning messages, as a host or owner of a room."""

from functools import partial

from hubbub_protocol.commands import Pin, Unpin
from hubbub_protocol.events import MessagePinned, MessageUnpinned
from hubbub_protocol.messages import PinList
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.messages import get_message
from hubbub_server.actions.once import get_place, no_effect, result_of, write_once
from hubbub_server.actions.sights import get_sight
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.messages import require_room_for_pin, require_stands
from hubbub_server.domain.places import require_conversation, require_may_pin
from hubbub_server.store import pins
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult
from hubbub_server.store.message_views import as_they_stand, list_people
from hubbub_server.store.messages import SentMessage, list_messages_at


async def pin(desk: Desk, caller: Caller, command: Pin) -> WriteResult:
    """Pin a message."""
    require_conversation(command.stream)
    once = write_key(caller, command.key, "pin", command.stream, command.target)
    return await write_once(desk, caller, once, [command.stream], partial(_pin, caller, command))


async def _pin(caller: Caller, command: Pin, writing: Transaction) -> WriteResult:
    stream, target = command.stream, command.target
    message = await _message_to_pin(caller, command, writing)
    require_stands(message.sent)
    present = await pins.find_pin(writing, stream, target)
    if present is not None:
        return await no_effect(writing, stream, present)
    head = await writing.head(stream)
    require_room_for_pin(len(await pins.list_pins(writing, stream, head.seq)))
    (event,) = await writing.append_events(
        [NewEvent(stream, caller.member, MessagePinned(target=target))]
    )
    await pins.put_pin(writing, target, event)
    return result_of(event)


async def unpin(desk: Desk, caller: Caller, command: Unpin) -> WriteResult:
    """Unpin a message."""
    require_conversation(command.stream)
    once = write_key(caller, command.key, "unpin", command.stream, command.target)
    return await write_once(desk, caller, once, [command.stream], partial(_unpin, caller, command))


async def _unpin(caller: Caller, command: Unpin, writing: Transaction) -> WriteResult:
    stream, target = command.stream, command.target
    await _message_to_pin(caller, command, writing)
    if await pins.find_pin(writing, stream, target) is None:
        return await no_effect(writing, stream, target)
    (event,) = await writing.append_events(
        [NewEvent(stream, caller.member, MessageUnpinned(target=target))]
    )
    await pins.take_pin(writing, stream, target)
    return result_of(event)


async def list_pins(desk: Desk, caller: Caller, stream: str) -> PinList:
    """Return the pinned messages of a room that the caller may read, the latest pin first.

    In a direct channel there are none.
    """
    async with desk.store.snapshot() as reading:
        sight = await get_sight(reading, caller, stream)
        targets = await pins.list_pins(reading, stream, sight.until)
        sent = await list_messages_at(reading, sight, targets)
        found = {message.seq: message for message in await as_they_stand(reading, sight, sent)}
        cards = await list_people(reading, sight, found.values())
    shown = [found[target] for target in targets if target in found]
    return PinList(messages=shown, members=cards, as_of=sight.until)


async def _message_to_pin(
    caller: Caller, command: Pin | Unpin, writing: Transaction
) -> SentMessage:
    place = await get_place(writing, caller, command.stream)
    require_may_pin(place)
    return await get_message(writing, command.stream, command.target)
