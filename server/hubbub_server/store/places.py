"""What it takes to subscribe a member to streams: rights, heads and read markers, at one moment."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, func, or_, select

from hubbub_protocol.streams import direct_stream, room_stream
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

_AFTER_ROOM: Final = len(room_stream("")) + 1
_AFTER_DIRECT: Final = len(direct_stream("")) + 1

# One statement, made once, since every subscription and most writes ask it. What is no room or no
# direct channel has no id at that place in its name. Without a row of its stream nothing is found:
# a room and a direct channel begin with an event, and so with that row.
_PLACES: Final = (
    select(
        streams.c.name,
        streams.c.head,
        read_markers.c.seq.label("read"),
        rooms.c.access,
        rooms.c.look,
        rooms.c.state.label("room_state"),
        memberships.c.role,
        memberships.c.state.label("membership_state"),
        memberships.c.joined_seq,
        memberships.c.until_seq,
        personal_connections.c.state.label("relation"),
    )
    .outerjoin(
        read_markers,
        and_(read_markers.c.stream == streams.c.name, read_markers.c.member == bindparam("member")),
    )
    .outerjoin(rooms, rooms.c.id == func.substr(streams.c.name, _AFTER_ROOM))
    .outerjoin(
        memberships,
        and_(memberships.c.room == rooms.c.id, memberships.c.member == bindparam("member")),
    )
    .outerjoin(
        personal_connections,
        and_(
            personal_connections.c.channel == func.substr(streams.c.name, _AFTER_DIRECT),
            or_(
                personal_connections.c.one == bindparam("member"),
                personal_connections.c.other == bindparam("member"),
            ),
        ),
    )
    .where(streams.c.name.in_(bindparam("names", expanding=True)))
)


async def read_places(reading: Reading, member: str, names: Sequence[str]) -> dict[str, Place]:
    """Return the place of a member in each of these streams, whether they exist or not."""
    rows = await reading.rows(_PLACES, {"member": member, "names": names})
    found = {row.name: _place(row) for row in rows}
    return {name: found.get(name) or Place(name, head=0, read=0) for name in names}


def _place(row: Row[Any]) -> Place:
    return Place(
        row.name,
        row.head,
        row.read or 0,
        room=RoomRights(row.access, row.look, row.room_state) if row.access else None,
        membership=(
            Membership(row.role, row.membership_state, row.joined_seq, row.until_seq)
            if row.role
            else None
        ),
        side=Side(connected=row.relation == "connected") if row.relation else None,
    )
