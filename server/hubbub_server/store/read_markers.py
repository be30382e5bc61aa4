"""How far members have read. Markers are state: the highest ``seq`` wins."""

from dataclasses import dataclass

from sqlalchemy import and_, insert, literal, select, update

from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import memberships, read_markers, streams


@dataclass(frozen=True, slots=True)
class UnreadRoom:
    """A room's stream whose head lies behind the marker."""

    stream: str
    head: int


async def raise_marker(writing: Transaction, member: str, stream: str, seq: int) -> bool:
    """Move a member's marker to ``seq`` unless it is there or higher; tell whether it moved."""
    mine = and_(read_markers.c.member == member, read_markers.c.stream == stream)
    if await writing.execute(
        update(read_markers).where(mine, read_markers.c.seq < seq).values(seq=seq)
    ):
        return True
    if await writing.row(select(read_markers.c.seq).where(mine)) is not None:
        return False
    await writing.execute(insert(read_markers).values(member=member, stream=stream, seq=seq))
    return True


async def list_unread_rooms(reading: Reading, member: str) -> list[UnreadRoom]:
    """Return the rooms one belongs to whose stream goes on behind one's marker."""
    rows = await reading.rows(
        select(streams.c.name, streams.c.head)
        .select_from(memberships)
        .join(streams, streams.c.name == literal("room:") + memberships.c.room)
        .join(
            read_markers,
            and_(read_markers.c.member == member, read_markers.c.stream == streams.c.name),
        )
        .where(
            memberships.c.member == member,
            memberships.c.state == "member",
            read_markers.c.seq < streams.c.head,
        )
        .order_by(streams.c.name)
    )
    return [UnreadRoom(row.name, row.head) for row in rows]
