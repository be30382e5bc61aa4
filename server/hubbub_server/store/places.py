"""What it takes to subscribe a member to streams: rights, heads and read markers, at one moment."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import and_, bindparam, or_, select

from hubbub_protocol.streams import direct_stream, room_stream, stream_kind, stream_subject
from hubbub_server.domain.access import Membership, RoomRights
from hubbub_server.domain.direct_channels import Side
from hubbub_server.domain.places import Place
from hubbub_server.store.interface import Reading
from hubbub_server.store.schema import (
    memberships,
    personal_connections,
    read_markers,
    rooms,
    streams,
)

# Made once, since every subscription and most writes ask them.
_HEADS: Final = (
    select(streams.c.name, streams.c.head, read_markers.c.seq)
    .outerjoin(
        read_markers,
        and_(read_markers.c.stream == streams.c.name, read_markers.c.member == bindparam("member")),
    )
    .where(streams.c.name.in_(bindparam("names", expanding=True)))
)
_SIDES: Final = select(personal_connections.c.channel, personal_connections.c.state).where(
    personal_connections.c.channel.in_(bindparam("ids", expanding=True)),
    or_(
        personal_connections.c.one == bindparam("member"),
        personal_connections.c.other == bindparam("member"),
    ),
)
_RIGHTS: Final = (
    select(
        rooms.c.id,
        rooms.c.access,
        rooms.c.look,
        rooms.c.state.label("room_state"),
        memberships.c.role,
        memberships.c.state,
        memberships.c.joined_seq,
        memberships.c.until_seq,
    )
    .outerjoin(
        memberships,
        and_(memberships.c.room == rooms.c.id, memberships.c.member == bindparam("member")),
    )
    .where(rooms.c.id.in_(bindparam("ids", expanding=True)))
)


async def read_places(reading: Reading, member: str, names: Sequence[str]) -> dict[str, Place]:
    """Return the place of a member in each of these streams, whether they exist or not."""
    heads = await reading.rows(_HEADS, {"member": member, "names": names})
    places = {name: Place(name, head=0, read=0) for name in names}
    for row in heads:
        places[row.name] = Place(row.name, row.head, row.seq or 0)
    in_rooms = [stream_subject(name) for name in names if stream_kind(name) == "room"]
    if in_rooms:
        for room, (rights, membership) in (await _rights(reading, member, in_rooms)).items():
            name = room_stream(room)
            places[name] = replace(places[name], room=rights, membership=membership)
    channels = [stream_subject(name) for name in names if stream_kind(name) == "direct"]
    if channels:
        for channel, side in (await _sides(reading, member, channels)).items():
            name = direct_stream(channel)
            places[name] = replace(places[name], side=side)
    return places


async def _sides(reading: Reading, member: str, ids: Sequence[str]) -> dict[str, Side]:
    """Return the member's sides of those of the direct channels that are theirs."""
    rows = await reading.rows(_SIDES, {"member": member, "ids": ids})
    return {row.channel: Side(connected=row.state == "connected") for row in rows}


async def _rights(
    reading: Reading, member: str, ids: Sequence[str]
) -> dict[str, tuple[RoomRights, Membership | None]]:
    rows = await reading.rows(_RIGHTS, {"member": member, "ids": ids})
    return {
        str(row.id): (
            RoomRights(row.access, row.look, row.room_state),
            Membership(row.role, row.state, row.joined_seq, row.until_seq) if row.role else None,
        )
        for row in rows
    }
