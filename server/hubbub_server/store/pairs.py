"""Pairs of members: all that stands between two of them, read and written in one piece.

One fixed statement reads a pair, and always comes to exactly one row; one fixed statement writes a
request again. So what a command costs tells nothing of how the other one has answered.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    exists,
    insert,
    select,
    true,
    update,
)

from hubbub_server.domain.pairs import Meeting, Pair, PersonalConnection, Request, Side
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import (
    accounts,
    blocks,
    connection_requests,
    members,
    people_settings,
    personal_connections,
)

_SIDE = ("kind", "created_at", "banned_at", "openings", "accept_requests")
_REQUEST = (
    "id",
    "state",
    "answer",
    "origin",
    "room",
    "introduced_by",
    "opening",
    "sent_at",
    "expires_at",
    "refused_until",
)


async def read_pair(reading: Reading, me: str, other: str) -> Pair | None:
    """Return how one member stands to another; None where one of the two does not exist."""
    one, another = sorted((me, other))
    row = await reading.row(_PAIR, {"me": me, "other": other, "one": one, "another": another})
    if row is None:
        return None
    relation = None
    if row.channel is not None:
        relation = PersonalConnection(row.channel, connected=row.relation == "connected")
    return Pair(
        me=_read_side(row, me, "mine", _read_request(row, "sent")),
        other=_read_side(row, other, "theirs", _read_request(row, "received")),
        personal_connection=relation,
    )


async def put_request(writing: Transaction, sender: str, receiver: str, request: Request) -> None:
    """Write the latest request of one member to another."""
    values = {
        "id": request.id,
        "state": request.state,
        "answer": request.answer,
        "origin": request.meeting.origin,
        "room": request.meeting.room,
        "introduced_by": request.meeting.introduced_by,
        "opening": request.opening,
        "sent_at": request.sent_at,
        "expires_at": request.expires_at,
        "refused_until": request.refused_until,
    }
    table = connection_requests
    again = update(table).where(table.c.sender == sender, table.c.receiver == receiver)
    if await writing.execute(again.values(values)) == 0:
        await writing.execute(insert(table).values(sender=sender, receiver=receiver, **values))


def _side_of(member: BindParameter[str]) -> Subquery:
    return (
        select(
            members.c.kind,
            members.c.created_at,
            accounts.c.banned_at,
            people_settings.c.openings,
            people_settings.c.accept_requests,
        )
        .join(accounts, accounts.c.member == members.c.id)
        .outerjoin(people_settings, people_settings.c.member == members.c.id)
        .where(members.c.id == member)
        .subquery()
    )


def _request_of(sender: BindParameter[str], receiver: BindParameter[str]) -> Subquery:
    table = connection_requests
    return (
        select(*(table.c[name] for name in _REQUEST))
        .where(table.c.sender == sender, table.c.receiver == receiver)
        .subquery()
    )


def _has_blocked(blocker: BindParameter[str], blocked: BindParameter[str]) -> ColumnElement[bool]:
    return exists().where(blocks.c.blocker == blocker, blocks.c.blocked == blocked)


def _named(
    source: FromClause, columns: tuple[str, ...], prefix: str
) -> list[ColumnElement[object]]:
    return [source.c[name].label(f"{prefix}_{name}") for name in columns]


def _read_side(
    row: Row[tuple[object, ...]], member: str, prefix: str, request: Request | None
) -> Side:
    kind, created_at, banned_at, openings, accept_requests = (
        getattr(row, f"{prefix}_{name}") for name in _SIDE
    )
    return Side(
        member=member,
        kind=kind,
        created_at=created_at,
        banned=banned_at is not None,
        openings=openings or "allowed",
        accepts_requests=bool(accept_requests),
        blocks=bool(getattr(row, f"{prefix}_blocks")),
        request=request,
    )


def _read_request(row: Row[tuple[object, ...]], prefix: str) -> Request | None:
    read = {name: getattr(row, f"{prefix}_{name}") for name in _REQUEST}
    if read["id"] is None:
        return None
    meeting = Meeting(read.pop("origin"), read.pop("room"), read.pop("introduced_by"))
    return Request(meeting=meeting, **read)


def _select_pair() -> Select[*tuple[Any, ...]]:
    """Make the statement that reads a pair, once: to make it takes longer than to run it."""
    me, other = bindparam("me", type_=Text), bindparam("other", type_=Text)
    mine, theirs = _side_of(me), _side_of(other)
    sent, received = _request_of(me, other), _request_of(other, me)
    known = personal_connections
    both = and_(known.c.one == bindparam("one"), known.c.other == bindparam("another"))
    return (
        select(
            *_named(mine, _SIDE, "mine"),
            *_named(theirs, _SIDE, "theirs"),
            *_named(sent, _REQUEST, "sent"),
            *_named(received, _REQUEST, "received"),
            known.c.channel,
            known.c.state.label("relation"),
            _has_blocked(me, other).label("mine_blocks"),
            _has_blocked(other, me).label("theirs_blocks"),
        )
        .select_from(mine)
        .join(theirs, true())
        .outerjoin(sent, true())
        .outerjoin(received, true())
        .outerjoin(known, both)
    )


_PAIR = _select_pair()
