"""Pairs with a personal connection, made without anybody's asking."""

from hubbub_protocol.events import DirectChannelEnded, DirectChannelOpened
from hubbub_protocol.streams import direct_stream, stream_subject
from hubbub_server.actions.desk import Desk
from hubbub_server.store.interface import NewEvent
from hubbub_server.store.personal_connections import (
    Opening,
    end_personal_connection,
    find_personal_connection,
    open_personal_connection,
)


async def connect(desk: Desk, one: str, other: str) -> str:
    """Connect two members, also again, and return the stream of their direct channel."""
    async with desk.store.snapshot() as reading:
        before = await find_personal_connection(reading, one, other)
    channel = desk.new_id() if before is None else before.channel
    stream = direct_stream(channel)
    lower, higher = sorted((one, other))
    opened = DirectChannelOpened(members=(lower, higher), origin="code")
    async with desk.write(stream) as writing:
        (event,) = await writing.append_events([NewEvent(stream, one, opened)])
        opening = Opening(channel, one, other, "code", None, None, event.seq)
        await open_personal_connection(writing, opening)
    return stream


async def part(desk: Desk, by: str, stream: str) -> int:
    """Let one of the two end their connection; return the ``seq`` in their direct channel."""
    async with desk.write(stream) as writing:
        (event,) = await writing.append_events([NewEvent(stream, by, DirectChannelEnded())])
        await end_personal_connection(writing, stream_subject(stream))
    return event.seq
