"""How far members have read. Markers are state: the highest ``seq`` wins."""

from dataclasses import dataclass

from sqlalchemy import and_, func, insert, literal, select, update

from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import memberships, read_markers, streams, ties


@dataclass(frozen=True, slots=True)
class Unread:
    """A stream whose head lies behind the marker."""

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


async def list_unread(reading: Reading, member: str) -> list[Unread]:
    """Return one's rooms and direct channels whose stream goes on behind one's marker."""
    return [*await _unread_rooms(reading, member), *await _unread_channels(reading, member)]


async def _unread_rooms(reading: Reading, member: str) -> list[Unread]:
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
    return [Unread(row.name, row.head) for row in rows]


async def _unread_channels(reading: Reading, member: str) -> list[Unread]:
    rows = await reading.rows(
        select(streams.c.name, streams.c.head)
        .select_from(ties)
        .join(streams, streams.c.name == literal("direct:") + ties.c.channel)
        .outerjoin(
            read_markers,
            and_(read_markers.c.member == member, read_markers.c.stream == streams.c.name),
        )
        .where(
            ties.c.member == member,
            func.coalesce(read_markers.c.seq, 0) < streams.c.head,
        )
        .order_by(streams.c.name)
    )
    return [Unread(row.name, row.head) for row in rows]
