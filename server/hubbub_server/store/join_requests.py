"""Join requests: who asks to be let into which room, and who was refused lately."""

from sqlalchemy import and_, delete, func, insert, or_, select, update

from hubbub_protocol.join_requests import RoomJoinRequest
from hubbub_server.domain.join_requests import KnownRequest
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.schema import join_requests, members

_pending = join_requests.c.state == "pending"


async def find_join_request(reading: Reading, room: str, member: str) -> KnownRequest | None:
    """Return what became of a member's latest request, unless it was admitted or withdrawn."""
    row = await reading.row(
        select(join_requests.c.state, join_requests.c.changed_at).where(
            join_requests.c.room == room, join_requests.c.member == member
        )
    )
    return None if row is None else KnownRequest(row.state, row.changed_at)


async def is_asking(reading: Reading, room: str, member: str) -> bool:
    """Whether a member's request to join a room waits for an answer."""
    known = await find_join_request(reading, room, member)
    return known is not None and known.state == "pending"


async def count_asked(reading: Reading, member: str) -> int:
    """Return how many requests of a member wait for an answer, in all rooms."""
    row = await reading.row(
        select(func.count().label("asked"))
        .select_from(join_requests)
        .where(join_requests.c.member == member, _pending)
    )
    return 0 if row is None else int(row.asked)


async def list_join_requests(
    reading: Reading, room: str, after: Cursor | None, limit: int
) -> list[RoomJoinRequest]:
    """Return at most ``limit`` requests to a room that wait for an answer, the oldest first."""
    time, member = join_requests.c.changed_at, join_requests.c.member
    statement = (
        select(*CARD, join_requests.c.reason, time)
        .join(members, members.c.id == member)
        .where(join_requests.c.room == room, _pending)
        .order_by(time, member)
        .limit(limit)
    )
    if after is not None:
        later = or_(time > after.number, and_(time == after.number, member > after.id))
        statement = statement.where(later)
    return [
        RoomJoinRequest(member=card_of(row), reason=row.reason, asked_at=row.changed_at)
        for row in await reading.rows(statement)
    ]


async def put_join_request(writing: Transaction, room: str, member: str, reason: str) -> None:
    """Write that a member asks now, for the first time or again."""
    values = {"state": "pending", "reason": reason, "changed_at": writing.now_us}
    mine = and_(join_requests.c.room == room, join_requests.c.member == member)
    if await writing.execute(update(join_requests).where(mine).values(values)) == 0:
        await writing.execute(insert(join_requests).values(room=room, member=member, **values))


async def put_refusal(writing: Transaction, room: str, member: str) -> None:
    """Write that a member was refused now; their reason is erased."""
    await writing.execute(
        update(join_requests)
        .where(join_requests.c.room == room, join_requests.c.member == member)
        .values(state="refused", reason="", changed_at=writing.now_us)
    )


async def take_join_request(writing: Transaction, room: str, member: str) -> bool:
    """Forget a member's request and refusal; tell whether a request waited for an answer."""
    mine = and_(join_requests.c.room == room, join_requests.c.member == member)
    asking = await writing.execute(delete(join_requests).where(mine, _pending)) > 0
    await writing.execute(delete(join_requests).where(mine))
    return asking


async def take_all_join_requests(writing: Transaction, room: str) -> None:
    """Forget every request to a room that waits for an answer."""
    await writing.execute(delete(join_requests).where(join_requests.c.room == room, _pending))
