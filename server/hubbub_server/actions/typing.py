"""Showing others that one is writing."""

import msgspec

from hubbub_protocol.frames import Ephemeral
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.once import get_place
from hubbub_server.broker.publication import Whisper
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.places import require_may_write


async def show_typing(desk: Desk, caller: Caller, stream: str) -> None:
    """Tell those who follow a room or direct channel that the caller is writing in it."""
    async with desk.store.snapshot() as reading:
        place = await get_place(reading, caller, stream)
    require_may_write(place)
    typing = Ephemeral(stream=stream, kind="typing", member=caller.member)
    desk.broker.whisper(Whisper(stream, caller.member, msgspec.json.encode(typing)))
