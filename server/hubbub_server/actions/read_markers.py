"""How far members have read, and telling that to their other devices.

A marker is state of its member alone: writing it locks the member's inbox, no room. It never
stands behind the head of its stream, and never goes back.
"""

import msgspec

from hubbub_protocol.errors import Refusal
from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.messages import ReadMarker
from hubbub_protocol.streams import inbox_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.once import get_place
from hubbub_server.broker.publication import Whisper
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.places import Place, require_belongs
from hubbub_server.store.interface import Reading
from hubbub_server.store.places import read_places
from hubbub_server.store.read_markers import list_unread, raise_marker


async def mark_read(desk: Desk, caller: Caller, stream: str, seq: int) -> ReadMarker:
    """Say how far the caller has read a room or direct channel of theirs, or their inbox."""
    async with desk.store.snapshot() as reading:
        place = await _get_own_place(reading, caller, stream)
    if seq > place.head:
        raise Refusal(
            "bad_request",
            f"`seq` may be at most {place.head:,}, the head of the stream, got {seq:,}",
            field="seq",
            limit=place.head,
        )
    if seq <= place.read:
        return ReadMarker(seq=place.read)
    async with desk.write(inbox_stream(caller.member)) as writing:
        moved = await raise_marker(writing, caller.member, stream, seq)
        now = (await read_places(writing, caller.member, [stream]))[stream]
    if moved:
        _tell_other_devices(desk, caller, stream, seq)
    return ReadMarker(seq=now.read)


async def mark_all_read(desk: Desk, caller: Caller) -> None:
    """Move the caller's markers of all their rooms and direct channels to the heads."""
    async with desk.write(inbox_stream(caller.member)) as writing:
        unread = await list_unread(writing, caller.member)
        for one in unread:
            await raise_marker(writing, caller.member, one.stream, one.head)
    for one in unread:
        _tell_other_devices(desk, caller, one.stream, one.head)


async def _get_own_place(reading: Reading, caller: Caller, stream: str) -> Place:
    """Return the caller's place in a stream that they follow, or raise."""
    if stream == inbox_stream(caller.member):
        return (await read_places(reading, caller.member, [stream]))[stream]
    place = await get_place(reading, caller, stream)
    require_belongs(place)
    return place


def _tell_other_devices(desk: Desk, caller: Caller, stream: str, seq: int) -> None:
    moved = Ephemeral(stream=stream, kind="read", seq=seq)
    desk.broker.whisper(
        Whisper(inbox_stream(caller.member), caller.member, msgspec.json.encode(moved))
    )
