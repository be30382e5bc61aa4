"""Whom a member has blocked, page by page."""

from sqlalchemy import and_, or_, select

from hubbub_protocol.blocks import Block
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.schema import blocks, members


async def list_blocks(
    reading: Reading, blocker: str, after: Cursor | None, limit: int
) -> list[Block]:
    """Return at most ``limit`` of those whom one has blocked, the latest first."""
    time, member = blocks.c.blocked_at, blocks.c.blocked
    statement = (
        select(*CARD, time)
        .join(members, members.c.id == member)
        .where(blocks.c.blocker == blocker)
        .order_by(time.desc(), member.desc())
        .limit(limit)
    )
    if after is not None:
        earlier = or_(time < after.number, and_(time == after.number, member < after.id))
        statement = statement.where(earlier)
    return [
        Block(member=card_of(row), blocked_at=row.blocked_at)
        for row in await reading.rows(statement)
    ]
