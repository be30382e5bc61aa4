"""Counts of what members did with each other's messages, room by room."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, insert, or_, select, update

from hubbub_protocol.streams import room_stream
from hubbub_server.domain.exchanges import Exchange, Pair
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import (
    counted_rooms,
    events,
    exchanges,
    rooms,
    streams,
    thread_voices,
)


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A room whose stream goes on behind what was counted."""

    id: str
    reached: int
    """The last ``seq`` that was counted."""
    head: int


async def list_uncounted(reading: Reading, after: str, limit: int) -> list[Uncounted]:
    """Return the next such rooms behind an id, in the order of ids."""
    reached = counted_rooms.c.seq
    rows = await reading.rows(
        select(rooms.c.id, reached, streams.c.head)
        .join(streams, streams.c.name == "room:" + rooms.c.id)
        .outerjoin(counted_rooms, counted_rooms.c.room == rooms.c.id)
        .where(rooms.c.id > after, or_(reached.is_(None), streams.c.head > reached))
        .order_by(rooms.c.id)
        .limit(limit)
    )
    return [Uncounted(row.id, row.seq or 0, row.head) for row in rows]


async def read_authors(reading: Reading, room: str, seqs: Collection[int]) -> dict[int, str]:
    """Return who wrote these messages of a room."""
    if not seqs:
        return {}
    rows = await reading.rows(
        select(events.c.seq, events.c.actor).where(
            events.c.stream == room_stream(room),
            events.c.seq.in_(seqs),
            events.c.kind == "message_sent",
        )
    )
    return {row.seq: row.actor for row in rows}


async def read_voices(reading: Reading, room: str, seqs: Collection[int]) -> dict[int, list[str]]:
    """Return who has answered these messages of a room."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    if seqs:
        rows = await reading.rows(
            select(thread_voices.c.target, thread_voices.c.member).where(
                thread_voices.c.room == room, thread_voices.c.target.in_(seqs)
            )
        )
        for row in rows:
            found[row.target].append(row.member)
    return dict(found)


async def reach(writing: Transaction, room: str, *, before: int, until: int) -> bool:
    """Write how far a room is counted; False if it was counted meanwhile by another."""
    reached = update(counted_rooms).where(
        counted_rooms.c.room == room, counted_rooms.c.seq == before
    )
    if await writing.execute(reached.values(seq=until)):
        return True
    known = select(counted_rooms.c.seq).where(counted_rooms.c.room == room)
    if await writing.row(known) is not None:
        return False
    await writing.execute(insert(counted_rooms).values(room=room, seq=until))
    return True


async def add_exchanges(writing: Transaction, room: str, counted: Mapping[Pair, Exchange]) -> None:
    """Add what was counted anew in a room."""
    for (one, other), more in counted.items():
        here = and_(exchanges.c.room == room, exchanges.c.one == one, exchanges.c.other == other)
        added = {
            name: getattr(exchanges.c, name) + getattr(more, name)
            for name in _COUNTS
            if getattr(more, name)
        }
        raised = update(exchanges).where(here).values(last_at=more.last_at, **added)
        if await writing.execute(raised) == 0:
            values = {name: getattr(more, name) for name in (*_COUNTS, "last_at")}
            await writing.execute(
                insert(exchanges).values(room=room, one=one, other=other, **values)
            )


async def add_voices(writing: Transaction, room: str, voices: Sequence[tuple[int, str]]) -> None:
    """Write who has answered messages since."""
    if voices:
        rows = [{"room": room, "target": target, "member": member} for target, member in voices]
        await writing.execute(insert(thread_voices).values(rows))


async def list_exchanges(
    reading: Reading, member: str, since: int
) -> dict[str, dict[str, Exchange]]:
    """Return a member's exchanges that went on after ``since``, by the other and then the room."""
    mine = or_(exchanges.c.one == member, exchanges.c.other == member)
    rows = await reading.rows(select(exchanges).where(mine, exchanges.c.last_at > since))
    found: defaultdict[str, dict[str, Exchange]] = defaultdict(dict)
    for row in rows:
        other = row.other if row.one == member else row.one
        found[other][row.room] = Exchange(*(getattr(row, name) for name in (*_COUNTS, "last_at")))
    return dict(found)


_COUNTS = (
    "replies_of_one",
    "replies_of_other",
    "reactions_of_one",
    "reactions_of_other",
    "threads",
)
