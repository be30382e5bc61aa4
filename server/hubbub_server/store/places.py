"""What it takes to subscribe a member to streams: rights, heads and read markers, at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, literal, select

from hubbub_protocol.streams import stream_kind, stream_subject
from hubbub_server.domain.access import Membership, RoomRights
from hubbub_server.store.interface import Reading
from hubbub_server.store.schema import memberships, read_markers, rooms, streams


@dataclass(frozen=True, slots=True)
class Place:
    """A stream as one member stands to it. ``room`` is None for an inbox and what is no room."""

    head: int
    read: int
    room: RoomRights | None
    membership: Membership | None


async def read_places(reading: Reading, member: str, names: Sequence[str]) -> dict[str, Place]:
    """Return the place of a member in each of these streams, whether they exist or not."""
    ids = [stream_subject(name) for name in names if stream_kind(name) == "room"]
    heads = await reading.rows(
        select(streams.c.name, streams.c.head, read_markers.c.seq)
        .outerjoin(
            read_markers,
            and_(read_markers.c.stream == streams.c.name, read_markers.c.member == member),
        )
        .where(streams.c.name.in_(names))
    )
    found = {row.name: (row.head, row.seq or 0) for row in heads}
    rights = await _rights(reading, member, ids) if ids else {}
    return {
        name: Place(*found.get(name, (0, 0)), *rights.get(stream_subject(name), (None, None)))
        for name in names
    }


async def _rights(
    reading: Reading, member: str, ids: Sequence[str]
) -> dict[str, tuple[RoomRights, Membership | None]]:
    rows = await reading.rows(
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
            and_(memberships.c.room == rooms.c.id, memberships.c.member == literal(member)),
        )
        .where(rooms.c.id.in_(ids))
    )
    return {
        str(row.id): (
            RoomRights(row.access, row.look, row.room_state),
            Membership(row.role, row.state, row.joined_seq, row.until_seq) if row.role else None,
        )
        for row in rows
    }
