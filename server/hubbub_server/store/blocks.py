"""Blocks: who is screened from whom. A block works both ways: neither sees the other in rooms."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
)

from hubbub_protocol.streams import CONTROL
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import blocks, memberships, streams


def _select_blocks() -> Select[tuple[int, str, int]]:
    member: BindParameter[str] = bindparam("member")
    pairs = union_all(
        select(blocks.c.blocked.label("other"), literal(1).label("mine")).where(
            blocks.c.blocker == member
        ),
        select(blocks.c.blocker, literal(0)).where(blocks.c.blocked == member),
    ).subquery()
    return (
        select(streams.c.head, pairs.c.other, pairs.c.mine)
        .outerjoin(pairs, true())
        .where(streams.c.name == CONTROL)
    )


_BLOCKS_OF: Final = _select_blocks()
"""In one statement, and made once, since every session that opens asks it."""

_ANY_BLOCK: Final = (
    select(blocks.c.blocker)
    .where(or_(blocks.c.blocker == bindparam("member"), blocks.c.blocked == bindparam("member")))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class BlocksOf:
    """The blocks that concern one member, as they stood after an event of ``control``."""

    at: int
    """The ``seq`` of that event."""
    blocked: frozenset[str]
    """Whom the member has blocked."""
    blocked_by: frozenset[str]
    """Who has blocked the member."""


async def list_screened(reading: Reading, member: str) -> set[str]:
    """Return the ids of all whom a member has blocked or who have blocked the member."""
    rows = await reading.rows(
        union_all(
            select(blocks.c.blocked.label("other")).where(blocks.c.blocker == member),
            select(blocks.c.blocker).where(blocks.c.blocked == member),
        )
    )
    return {row.other for row in rows}


async def list_blocked(reading: Reading, blocker: str) -> set[str]:
    """Return the ids of all whom a member has blocked; it costs the same whoever blocks them."""
    rows = await reading.rows(select(blocks.c.blocked).where(blocks.c.blocker == blocker))
    return {row.blocked for row in rows}


async def is_screened(reading: Reading, member: str) -> bool:
    """Whether there is anybody whom a member is screened from."""
    return await reading.row(_ANY_BLOCK, {"member": member}) is not None


async def have_blocked(reading: Reading, one: str, other: str) -> bool:
    """Whether one of two members has blocked the other."""
    pair = or_(
        and_(blocks.c.blocker == one, blocks.c.blocked == other),
        and_(blocks.c.blocker == other, blocks.c.blocked == one),
    )
    return await reading.row(select(blocks.c.blocker).where(pair).limit(1)) is not None


async def hidden_in_room(
    reading: Reading, room: str, author: str, others: Collection[str]
) -> set[str]:
    """Return those of these members of a room to whom a block hides there what one writes.

    It comes to as many rows whether there are blocks or not.
    """
    if not others:
        return set()
    role = memberships.c.role  # hosts and owners see everything
    hidden = and_(role == "member", ~seen_by(author, memberships.c.member)).label("hidden")
    rows = await reading.rows(
        select(memberships.c.member, hidden).where(
            memberships.c.room == room, memberships.c.member.in_(others)
        )
    )
    return {row.member for row in rows if row.hidden}


async def read_blocks(reading: Reading, member: str) -> BlocksOf:
    """Return the blocks that concern a member, and how far ``control`` had come with them."""
    rows = await reading.rows(_BLOCKS_OF, {"member": member})
    return BlocksOf(
        at=rows[0].head if rows else 0,
        blocked=frozenset(row.other for row in rows if row.mine == 1),
        blocked_by=frozenset(row.other for row in rows if row.mine == 0),
    )


def seen_by(member: str | BindParameter[str], other: ColumnElement[str]) -> ColumnElement[bool]:
    """Say that neither of two members has blocked the other."""
    return and_(
        ~exists().where(blocks.c.blocker == member, blocks.c.blocked == other),
        ~exists().where(blocks.c.blocker == other, blocks.c.blocked == member),
    )


async def put_block(writing: Transaction, blocker: str, blocked: str) -> None:
    """Write that one member blocks another, who was not blocked by them."""
    await writing.execute(
        insert(blocks).values(blocker=blocker, blocked=blocked, blocked_at=writing.now_us)
    )


async def take_block(writing: Transaction, blocker: str, blocked: str) -> None:
    """Forget that one member blocks another."""
    mine = and_(blocks.c.blocker == blocker, blocks.c.blocked == blocked)
    await writing.execute(delete(blocks).where(mine))


async def count_blocks(reading: Reading, blocker: str) -> int:
    """Return how many members one has blocked."""
    row = await reading.row(
        select(func.count().label("found")).select_from(blocks).where(blocks.c.blocker == blocker)
    )
    return 0 if row is None else int(row.found)
