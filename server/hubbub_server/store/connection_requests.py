"""Connection requests: those that one has sent, and those that one has received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select

from hubbub_protocol.personal_connections import NamedRoom, ReceivedRequest, SentRequest
from hubbub_protocol.reports import ReportedRequest
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.beginnings import BEGINNING, beginning_of, with_beginning
from hubbub_server.store.interface import Reading
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.schema import accounts, connection_requests, members

_table: Final = connection_requests
_COLUMNS: Final = (
    *CARD,
    _table.c.id.label("request"),
    _table.c.origin,
    _table.c.opening,
    _table.c.answer,
    _table.c.sent_at,
    _table.c.expires_at,
    *BEGINNING,
)


# Made once, since every request asks them.
_PARTIES: Final = select(_table.c.sender, _table.c.receiver).where(
    _table.c.id == bindparam("request")
)
_COUNT_PENDING: Final = (
    select(func.count().label("pending"))
    .select_from(_table)
    .where(
        _table.c.sender == bindparam("member"),
        _table.c.state == "pending",
        _table.c.expires_at > bindparam("now_us"),
    )
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose request it is, and to whom."""

    sender: str
    receiver: str


async def find_parties(reading: Reading, request: str) -> Parties | None:
    """Return between whom a request is, if it is the latest of the one to the other."""
    row = await reading.row(_PARTIES, {"request": request})
    return None if row is None else Parties(row.sender, row.receiver)


async def count_pending(reading: Reading, sender: str, now_us: int) -> int:
    """Return how many requests of a member are pending, to anybody."""
    row = await reading.row(_COUNT_PENDING, {"member": sender, "now_us": now_us})
    return 0 if row is None else int(row.pending)


async def list_expired(reading: Reading, now_us: int, limit: int) -> list[Parties]:
    """Return at most ``limit`` pending requests whose time is over, the earliest first."""
    rows = await reading.rows(
        select(_table.c.sender, _table.c.receiver)
        .where(_table.c.state == "pending", _table.c.expires_at <= now_us)
        .order_by(_table.c.expires_at)
        .limit(limit)
    )
    return [Parties(row.sender, row.receiver) for row in rows]


async def find_sent(reading: Reading, sender: str, receiver: str) -> SentRequest | None:
    """Return the latest request of one member to another, whatever has become of it."""
    statement = _sent(sender).where(_table.c.receiver == receiver)
    row = await reading.row(statement)
    return None if row is None else _sent_of(row)


async def list_sent(
    reading: Reading, sender: str, now_us: int, after: Cursor | None, limit: int
) -> list[SentRequest]:
    """Return at most ``limit`` pending requests of a member, the latest first."""
    pending = _sent(sender).where(_table.c.state == "pending", _table.c.expires_at > now_us)
    rows = await reading.rows(_latest_first(pending, after, limit))
    return [_sent_of(row) for row in rows]


async def list_received(
    reading: Reading,
    receiver: str,
    answer: str,
    now_us: int,
    *,
    after: Cursor | None,
    limit: int,
) -> list[Row[tuple[object, ...]]]:
    """Return at most ``limit`` pending requests with that answer of their receiver, latest first.

    Those of accounts that are banned wait until they are let in again.
    """
    statement = (
        select(*_COLUMNS)
        .select_from(_table)
        .join(members, members.c.id == _table.c.sender)
        .join(accounts, accounts.c.member == _table.c.sender)
        .where(
            _table.c.receiver == receiver,
            _table.c.state == "pending",
            _table.c.answer == answer,
            _table.c.expires_at > now_us,
            accounts.c.banned_at.is_(None),
        )
    )
    statement = with_beginning(statement, receiver, _table.c.room, _table.c.introduced_by)
    return list(await reading.rows(_latest_first(statement, after, limit)))


async def find_reported(
    reading: Reading, receiver: str, request: str
) -> tuple[str, ReportedRequest] | None:
    """Return who sent a request, and the request as it stands; None for one of another receiver.

    Whether it was delivered needs no question: who never got it does not know its id.
    """
    statement = (
        select(*_COLUMNS)
        .select_from(_table)
        .join(members, members.c.id == _table.c.sender)
        .where(_table.c.receiver == receiver, _table.c.id == request)
    )
    row = await reading.row(
        with_beginning(statement, receiver, _table.c.room, _table.c.introduced_by)
    )
    if row is None:
        return None
    reported = ReportedRequest(
        id=row.request, beginning=beginning_of(row), opening=row.opening, sent_at=row.sent_at
    )
    return row.id, reported


def received_of(
    row: Row[tuple[object, ...]], shared_rooms: Mapping[str, Sequence[NamedRoom]]
) -> ReceivedRequest:
    """Make a received request of a row of :func:`list_received`; the rooms are by the sender."""
    return ReceivedRequest(
        id=row.request,
        member=card_of(row),
        beginning=beginning_of(row),
        opening=row.opening,
        shared_rooms=list(shared_rooms.get(row.id, ())),
        put_off=row.answer == "put_off",
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )


def _sent(sender: str) -> Select[tuple[object, ...]]:
    statement = (
        select(*_COLUMNS)
        .select_from(_table)
        .join(members, members.c.id == _table.c.receiver)
        .where(_table.c.sender == sender)
    )
    return with_beginning(statement, sender, _table.c.room, _table.c.introduced_by)


def _latest_first(
    statement: Select[tuple[object, ...]], after: Cursor | None, limit: int
) -> Select[tuple[object, ...]]:
    time, item = _table.c.sent_at, _table.c.id
    if after is not None:
        earlier = or_(time < after.number, and_(time == after.number, item < after.id))
        statement = statement.where(earlier)
    return statement.order_by(time.desc(), item.desc()).limit(limit)


def _sent_of(row: Row[tuple[object, ...]]) -> SentRequest:
    return SentRequest(
        id=row.request,
        member=card_of(row),
        beginning=beginning_of(row),
        opening=row.opening,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )
