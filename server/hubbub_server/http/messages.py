"""Endpoints: messages, and how far one has read.

A write over HTTP is the command of the socket with another way in and out.
"""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.commands import Delete, Edit, Pin, React, Send, Unpin, Unreact
from hubbub_protocol.errors import Refusal
from hubbub_protocol.messages import (
    EditMessage,
    EventPage,
    FindEvents,
    FindHistory,
    MessagePage,
    PinList,
    ReadMarker,
    SetRead,
    WriteMessage,
    Written,
)
from hubbub_server.actions import history, messages, pins, reactions, read_markers, typing
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sending import Sending
from hubbub_server.http.asked import Asked, Endpoint
from hubbub_server.store.interface import WriteResult

_NO_REF: Final = 0
"""HTTP matches answers to requests by itself."""


async def write_message(sending: Sending, _desk: Desk, asked: Asked) -> Written:
    """Write a message."""
    body = asked.body_of(WriteMessage)
    send = Send(
        ref=_NO_REF, stream=asked.stream, key=asked.key, body=body.body, reply_to=body.reply_to
    )
    try:
        written = sending.submit(asked.caller, send)
    except Refusal as refusal:
        known = None
        if refusal.code == "rate_limited":
            known = await sending.find_known(asked.caller, send)
        if known is None:
            raise
        return _written(known)
    return _written(await written)


async def get_history(desk: Desk, asked: Asked) -> MessagePage:
    """Messages as they now stand."""
    find = asked.query_of(FindHistory)
    return await history.get_history(desk, asked.caller, asked.stream, find)


async def edit_message(desk: Desk, asked: Asked) -> Written:
    """Edit one's message."""
    body = asked.body_of(EditMessage).body
    stream, target = asked.stream, asked.target
    edit = Edit(ref=_NO_REF, stream=stream, key=asked.key, target=target, body=body)
    return _written(await messages.edit(desk, asked.caller, edit))


async def delete_message(desk: Desk, asked: Asked) -> Written:
    """Erase a message."""
    delete = Delete(ref=_NO_REF, stream=asked.stream, key=asked.key, target=asked.target)
    return _written(await messages.delete(desk, asked.caller, delete))


async def add_reaction(desk: Desk, asked: Asked) -> Written:
    """React."""
    stream, target, emoji = asked.stream, asked.target, asked.path["emoji"]
    react = React(ref=_NO_REF, stream=stream, key=asked.key, target=target, emoji=emoji)
    return _written(await reactions.react(desk, asked.caller, react))


async def remove_reaction(desk: Desk, asked: Asked) -> Written:
    """Take a reaction back."""
    stream, target, emoji = asked.stream, asked.target, asked.path["emoji"]
    unreact = Unreact(ref=_NO_REF, stream=stream, key=asked.key, target=target, emoji=emoji)
    return _written(await reactions.unreact(desk, asked.caller, unreact))


async def pin_message(desk: Desk, asked: Asked) -> Written:
    """Pin."""
    pin = Pin(ref=_NO_REF, stream=asked.stream, key=asked.key, target=asked.target)
    return _written(await pins.pin(desk, asked.caller, pin))


async def unpin_message(desk: Desk, asked: Asked) -> Written:
    """Unpin."""
    unpin = Unpin(ref=_NO_REF, stream=asked.stream, key=asked.key, target=asked.target)
    return _written(await pins.unpin(desk, asked.caller, unpin))


async def list_pins(desk: Desk, asked: Asked) -> PinList:
    """The pinned messages."""
    return await pins.list_pins(desk, asked.caller, asked.stream)


async def list_events(desk: Desk, asked: Asked) -> EventPage:
    """The events after a seq."""
    find = asked.query_of(FindEvents)
    return await history.list_events(desk, asked.caller, asked.stream, find)


async def mark_read(desk: Desk, asked: Asked) -> ReadMarker:
    """Say how far one has read."""
    seq = asked.body_of(SetRead).seq
    return await read_markers.mark_read(desk, asked.caller, asked.stream, seq)


async def mark_all_read(desk: Desk, asked: Asked) -> None:
    """Mark all one's rooms and direct channels as read."""
    await read_markers.mark_all_read(desk, asked.caller)


async def show_typing(desk: Desk, asked: Asked) -> None:
    """Say that one is writing."""
    await typing.show_typing(desk, asked.caller, asked.stream)


def _written(result: WriteResult) -> Written:
    return Written(seq=result.seq, at=result.at, id=result.id, duplicate=result.duplicate)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "get_history": get_history,
    "edit_message": edit_message,
    "delete_message": delete_message,
    "add_reaction": add_reaction,
    "remove_reaction": remove_reaction,
    "pin_message": pin_message,
    "unpin_message": unpin_message,
    "list_pins": list_pins,
    "list_events": list_events,
    "mark_read": mark_read,
    "mark_all_read": mark_all_read,
    "show_typing": show_typing,
}
"""All but ``write_message``, which needs the hub's pending messages."""
