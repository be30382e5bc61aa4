"""Introductions and what the two have answered."""

from dataclasses import asdict

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, insert, or_, select, update

from hubbub_server.domain.introductions import Introduction
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import introductions, personal_connections

_FIELDS = tuple(Introduction.__dataclass_fields__)


async def find_introduction(reading: Reading, introduction: str) -> Introduction | None:
    """Return an introduction, whatever became of it."""
    row = await reading.row(select(introductions).where(introductions.c.id == introduction))
    return None if row is None else _introduction_of(row)


async def count_open(reading: Reading, maker: str, now_us: int) -> int:
    """Return how many introductions of a member are open."""
    row = await reading.row(
        select(func.count().label("made"))
        .select_from(introductions)
        .where(introductions.c.introduced_by == maker, _is_open(now_us))
    )
    return 0 if row is None else int(row.made)


async def list_of_two(
    reading: Reading, maker: str, members: tuple[str, str], since_us: int
) -> list[Introduction]:
    """Return the introductions of these two that a member has made since then, latest first."""
    one, other = sorted(members)
    statement = select(introductions).where(
        introductions.c.introduced_by == maker,
        introductions.c.one == one,
        introductions.c.other == other,
        introductions.c.made_at > since_us,
    )
    return await _list(reading, statement)


async def list_received(reading: Reading, member: str, now_us: int) -> list[Introduction]:
    """Return the open introductions that a member may answer or has accepted, latest first.

    Those who are connected meanwhile need none.
    """
    one = and_(introductions.c.one == member, introductions.c.one_answer != "declined")
    other = and_(introductions.c.other == member, introductions.c.other_answer != "declined")
    connected = exists().where(
        personal_connections.c.one == introductions.c.one,
        personal_connections.c.other == introductions.c.other,
        personal_connections.c.state == "connected",
    )
    statement = select(introductions).where(
        or_(one, other), _is_open(now_us), introductions.c.dud.is_(False), ~connected
    )
    return await _list(reading, statement)


async def list_made(reading: Reading, member: str, now_us: int) -> list[Introduction]:
    """Return the open introductions that a member has made, the latest first."""
    mine = introductions.c.introduced_by == member
    return await _list(reading, select(introductions).where(mine, _is_open(now_us)))


async def list_expired(reading: Reading, now_us: int, limit: int) -> list[Introduction]:
    """Return introductions whose time is over, which was not yet written down."""
    statement = (
        select(introductions)
        .where(introductions.c.state == "open", introductions.c.expires_at <= now_us)
        .order_by(introductions.c.expires_at)
        .limit(limit)
    )
    return [_introduction_of(row) for row in await reading.rows(statement)]


async def put_introduction(writing: Transaction, new: Introduction) -> None:
    """Write a new introduction."""
    await writing.execute(insert(introductions).values(asdict(new)))


async def change_introduction(writing: Transaction, changed: Introduction) -> None:
    """Write what became of an introduction."""
    await writing.execute(
        update(introductions)
        .where(introductions.c.id == changed.id)
        .values(
            state=changed.state,
            dud=changed.dud,
            one_answer=changed.one_answer,
            other_answer=changed.other_answer,
        )
    )


def _is_open(now_us: int) -> ColumnElement[bool]:
    return and_(introductions.c.state == "open", introductions.c.expires_at > now_us)


async def _list(reading: Reading, statement: Select[tuple[object, ...]]) -> list[Introduction]:
    ordered = statement.order_by(introductions.c.made_at.desc(), introductions.c.id)
    return [_introduction_of(row) for row in await reading.rows(ordered)]


def _introduction_of(row: Row[tuple[object, ...]]) -> Introduction:
    return Introduction(**{name: getattr(row, name) for name in _FIELDS})
