"""Where two members came to know of each other, as one of them sees it."""

from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_

from hubbub_protocol.members import MemberCard
from hubbub_protocol.personal_connections import Beginning, NamedRoom
from hubbub_server.store.room_views import hidden_from
from hubbub_server.store.schema import members, rooms

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

_met_in = rooms.alias("met_in")
_introducer = members.alias("introducer")

BEGINNING: Final = (
    _met_in.c.id.label("met_in"),
    _met_in.c.name.label("met_in_name"),
    _introducer.c.id.label("introducer"),
    _introducer.c.username.label("introducer_username"),
    _introducer.c.display_name.label("introducer_display_name"),
    _introducer.c.avatar_colour.label("introducer_avatar_colour"),
    _introducer.c.kind.label("introducer_kind"),
)
"""The columns of a beginning, beside ``origin``; see :func:`with_beginning`."""


def with_beginning(
    statement: S, member: str, room: ColumnElement[str], introduced_by: ColumnElement[str]
) -> S:
    """Join what :data:`BEGINNING` selects; a room of which the member may not know is left out."""
    known = and_(_met_in.c.id == room, ~hidden_from(member, _met_in))
    return statement.outerjoin(_met_in, known).outerjoin(
        _introducer, _introducer.c.id == introduced_by
    )


def beginning_of(row: Row[tuple[object, ...]]) -> Beginning:
    """Make a beginning of a row that has ``origin`` and the columns of :data:`BEGINNING`."""
    room = None if row.met_in is None else NamedRoom(id=row.met_in, name=row.met_in_name)
    introducer = None
    if row.introducer is not None:
        introducer = MemberCard(
            id=row.introducer,
            username=row.introducer_username,
            display_name=row.introducer_display_name,
            avatar_colour=row.introducer_avatar_colour,
            kind=row.introducer_kind,
        )
    return Beginning(origin=row.origin, room=room, introduced_by=introducer)
