"""Showing others that one is writing."""

import msgspec

from hubbub_protocol.frames import Ephemeral
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.once import get_place
from hubbub_server.broker.publication import Whisper
from hubbub_server.domain.access import require_writer
from hubbub_server.domain.caller import Caller


async def show_typing(desk: Desk, caller: Caller, stream: str) -> None:
    """Tell the members who follow a room that the caller is writing in it."""
    async with desk.store.snapshot() as reading:
        place = await get_place(reading, caller, stream)
    require_writer(place.room, place.membership)
    typing = Ephemeral(stream=stream, kind="typing", member=caller.member)
    desk.broker.whisper(Whisper(stream, caller.member, msgspec.json.encode(typing)))
