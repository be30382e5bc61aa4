"""Personal connections: a row for each pair that ever had one, and what each of the two keeps.

The row stays after the end, so that a reconnection opens the same direct channel again.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Row, and_, insert, or_, select, update

from hubbub_protocol.personal_connections import Origin
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import personal_connections, ties


@dataclass(frozen=True, slots=True)
class StoredPersonalConnection:
    """What a pair has or had with each other."""

    channel: str
    """The id of their direct channel."""
    one: str
    """The lower of the two ids."""
    other: str
    state: Literal["connected", "ended"]
    origin: Origin
    """Of the latest opening, as ``room`` and ``introduced_by`` are."""
    room: str | None
    introduced_by: str | None
    opened_at: int
    opened_seq: int
    ended_at: int | None

    def beside(self, member: str) -> str:
        """Return the other of the two."""
        return self.other if member == self.one else self.one


@dataclass(frozen=True, slots=True)
class Opening:
    """How two members come to be connected, for the first time or again."""

    channel: str
    one: str
    other: str
    origin: Origin
    room: str | None
    introduced_by: str | None
    opened_seq: int
    """The ``seq`` of the ``direct_channel_opened`` in the channel's stream."""


async def find_personal_connection(
    reading: Reading, one: str, other: str
) -> StoredPersonalConnection | None:
    """Return what two members, in any order, have or had with each other."""
    lower, higher = sorted((one, other))
    row = await reading.row(
        select(personal_connections).where(
            personal_connections.c.one == lower, personal_connections.c.other == higher
        )
    )
    return None if row is None else _stored(row)


async def open_personal_connection(writing: Transaction, opening: Opening) -> None:
    """Write that two members, in any order, are connected from now on; both see their channel.

    The direct channel's stream must be locked. Nothing is told of it here.
    """
    one, other = sorted((opening.one, opening.other))
    values = {
        "state": "connected",
        "origin": opening.origin,
        "room": opening.room,
        "introduced_by": opening.introduced_by,
        "opened_at": writing.now_us,
        "opened_seq": opening.opened_seq,
        "ended_at": None,
    }
    reopened = await writing.execute(
        update(personal_connections)
        .where(personal_connections.c.channel == opening.channel)
        .values(**values)
    )
    if reopened:
        both = or_(
            and_(ties.c.member == one, ties.c.other == other),
            and_(ties.c.member == other, ties.c.other == one),
        )
        await writing.execute(update(ties).where(both).values(hidden_seq=None))
        return
    await writing.execute(
        insert(personal_connections).values(channel=opening.channel, one=one, other=other, **values)
    )
    for member, beside in ((one, other), (other, one)):
        await writing.execute(
            insert(ties).values(member=member, other=beside, channel=opening.channel)
        )


async def end_personal_connection(writing: Transaction, channel: str) -> None:
    """Write that a pair is connected no longer. The direct channel's stream must be locked."""
    await writing.execute(
        update(personal_connections)
        .where(personal_connections.c.channel == channel)
        .values(state="ended", ended_at=writing.now_us)
    )


async def hide_channel(writing: Transaction, member: str, channel: str, seq: int | None) -> None:
    """Write that a member hides a direct channel of theirs, whose head is ``seq``; None: shows it.

    A later message of the other shows it again.
    """
    await writing.execute(
        update(ties)
        .where(ties.c.member == member, ties.c.channel == channel)
        .values(hidden_seq=seq)
    )


def _stored(row: Row[tuple[object, ...]]) -> StoredPersonalConnection:
    return StoredPersonalConnection(
        channel=row.channel,
        one=row.one,
        other=row.other,
        state=row.state,
        origin=row.origin,
        room=row.room,
        introduced_by=row.introduced_by,
        opened_at=row.opened_at,
        opened_seq=row.opened_seq,
        ended_at=row.ended_at,
    )
