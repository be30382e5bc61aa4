"""Personal connections as one of the two sees them."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Row, Select, func, select

from hubbub_protocol.personal_connections import PersonalConnection
from hubbub_protocol.streams import direct_stream
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.beginnings import BEGINNING, beginning_of, with_beginning
from hubbub_server.store.interface import Reading
from hubbub_server.store.members import CARD, behind, card_of, words_in
from hubbub_server.store.schema import members, personal_connections, ties

_table: Final = personal_connections
_name: Final = func.lower(members.c.display_name)


async def view_personal_connection(
    reading: Reading, member: str, other: str
) -> PersonalConnection | None:
    """Return the personal connection of a member with another, whether it stands or has ended."""
    row = await reading.row(_of(member).where(ties.c.other == other))
    return None if row is None else _read(row)


async def list_personal_connections(
    reading: Reading, member: str, words: Sequence[str], after: Cursor | None, limit: int
) -> list[tuple[PersonalConnection, str]]:
    """Return at most ``limit`` that stand, each with the text by which the list is sorted."""
    standing = (
        _of(member)
        .where(_table.c.state == "connected", words_in(members.c.search_text, words))
        .order_by(_name, members.c.id)
        .limit(limit)
    )
    rows = await reading.rows(behind(standing, _name, members.c.id, after))
    return [(_read(row), row.sort) for row in rows]


def _of(member: str) -> Select[tuple[object, ...]]:
    statement = (
        select(
            *CARD,
            _table.c.channel,
            _table.c.opened_at,
            _table.c.origin,
            _name.label("sort"),
            *BEGINNING,
        )
        .select_from(ties)
        .join(_table, _table.c.channel == ties.c.channel)
        .join(members, members.c.id == ties.c.other)
        .where(ties.c.member == member)
    )
    return with_beginning(statement, member, _table.c.room, _table.c.introduced_by)


def _read(row: Row[tuple[object, ...]]) -> PersonalConnection:
    return PersonalConnection(
        member=card_of(row),
        channel=row.channel,
        stream=direct_stream(row.channel),
        opened_at=row.opened_at,
        beginning=beginning_of(row),
    )
