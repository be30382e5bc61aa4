"""The rooms to which two members both belong now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import bindparam, case, func, select

from hubbub_protocol.personal_connections import NamedRoom
from hubbub_server.store.interface import Reading
from hubbub_server.store.schema import memberships, rooms

_mine = memberships.alias("mine")
_theirs = memberships.alias("theirs")
_both = (_mine.c.room == _theirs.c.room, _mine.c.state == "member", _theirs.c.state == "member")
_since = case(
    (_mine.c.joined_at > _theirs.c.joined_at, _mine.c.joined_at), else_=_theirs.c.joined_at
)


_SHARED: Final = (
    select(_mine.c.room)
    .where(*_both, _mine.c.member == bindparam("me"), _theirs.c.member == bindparam("other"))
    .order_by(_since, _mine.c.room)
    .limit(1)
)
_SHARED_ONE: Final = _SHARED.where(_mine.c.room == bindparam("asked"))


async def find_shared_room(reading: Reading, me: str, other: str, room: str | None) -> str | None:
    """Return that room if both belong to it, or (no room) the one that both have shared longest."""
    values = {"me": me, "other": other}
    if room is None:
        row = await reading.row(_SHARED, values)
    else:
        row = await reading.row(_SHARED_ONE, {**values, "asked": room})
    return None if row is None else str(row.room)


async def rooms_shared_with_each(
    reading: Reading, me: str, others: Collection[str], most: int
) -> dict[str, Sequence[NamedRoom]]:
    """Return at most ``most`` rooms that one shares with each of the others, by name."""
    found: defaultdict[str, list[NamedRoom]] = defaultdict(list)
    if others:
        rows = await reading.rows(
            select(_theirs.c.member, rooms.c.id, rooms.c.name)
            .join(_mine, _mine.c.room == _theirs.c.room)
            .join(rooms, rooms.c.id == _mine.c.room)
            .where(*_both, _mine.c.member == me, _theirs.c.member.in_(others))
            .order_by(func.lower(rooms.c.name), rooms.c.id)
        )
        for row in rows:
            if len(found[row.member]) < most:
                found[row.member].append(NamedRoom(id=row.id, name=row.name))
    return dict(found)
