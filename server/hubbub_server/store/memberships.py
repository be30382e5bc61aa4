"""Who belongs to which room, and what became of those who did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from hubbub_protocol.personal_connections import NamedRoom
from hubbub_protocol.rooms import Role, RoomBan, RoomMember
from hubbub_protocol.streams import stream_subject
from hubbub_server.domain.access import Membership, MembershipState
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading, StoredEvent, Transaction
from hubbub_server.store.members import CARD, behind, card_of, words_in
from hubbub_server.store.schema import members, memberships, rooms
from hubbub_server.store.sight import Sight

_rank = case({"owner": "1", "host": "2"}, value=memberships.c.role, else_="3")
_by_rank_and_name = _rank + func.lower(members.c.display_name)


@dataclass(frozen=True, slots=True)
class SortedRoomMember:
    """A member of a room and the text by which the list has them in their place."""

    member: RoomMember
    sort: str


_MEMBERSHIP: Final = select(
    memberships.c.role,
    memberships.c.state,
    memberships.c.joined_seq,
    memberships.c.until_seq,
).where(memberships.c.room == bindparam("room"), memberships.c.member == bindparam("member"))
"""Made once, since nearly every change of a room asks it."""


async def find_membership(reading: Reading, room: str, member: str) -> Membership | None:
    """Return what the room's log has made of a member; None if they never belonged to it."""
    row = await reading.row(_MEMBERSHIP, {"room": room, "member": member})
    if row is None:
        return None
    return Membership(row.role, row.state, row.joined_seq, row.until_seq)


async def count_owners(reading: Reading, room: str) -> int:
    """Return how many owners a room has."""
    row = await reading.row(
        select(func.count().label("owners"))
        .select_from(memberships)
        .where(
            memberships.c.room == room,
            memberships.c.state == "member",
            memberships.c.role == "owner",
        )
    )
    return 0 if row is None else int(row.owners)


_HOSTED: Final = (
    select(memberships.c.room)
    .where(
        memberships.c.member == bindparam("member"),
        memberships.c.state == "member",
        memberships.c.role != "member",
    )
    .limit(1)
)


async def hosts_somewhere(reading: Reading, member: str) -> bool:
    """Whether one is a host or owner of some room."""
    return await reading.row(_HOSTED, {"member": member}) is not None


async def list_shared_rooms(reading: Reading, one: str, other: str, limit: int) -> list[NamedRoom]:
    """Return at most ``limit`` rooms to which both belong now, by name."""
    mine, theirs = memberships.alias("mine"), memberships.alias("theirs")
    rows = await reading.rows(
        select(rooms.c.id, rooms.c.name)
        .join(mine, mine.c.room == rooms.c.id)
        .join(theirs, theirs.c.room == rooms.c.id)
        .where(
            mine.c.member == one,
            mine.c.state == "member",
            theirs.c.member == other,
            theirs.c.state == "member",
        )
        .order_by(func.lower(rooms.c.name), rooms.c.id)
        .limit(limit)
    )
    return [NamedRoom(id=row.id, name=row.name) for row in rows]


async def members_among(reading: Reading, room: str, ids: Collection[str]) -> set[str]:
    """Return those of these members who belong to the room."""
    if not ids:
        return set()
    rows = await reading.rows(_present(room).where(memberships.c.member.in_(ids)))
    return {row.member for row in rows}


async def list_member_ids(reading: Reading, room: str, limit: int) -> list[str]:
    """Return the ids of at most ``limit`` members of a room."""
    return [row.member for row in await reading.rows(_present(room).limit(limit))]


async def list_host_ids(reading: Reading, room: str, limit: int) -> list[str]:
    """Return the ids of at most ``limit`` hosts and owners of a room, first joined first."""
    rows = await reading.rows(
        _present(room)
        .where(memberships.c.role != "member")
        .order_by(memberships.c.joined_seq, memberships.c.member)
        .limit(limit)
    )
    return [row.member for row in rows]


async def list_rooms_of(reading: Reading, member: str, limit: int) -> list[str]:
    """Return the ids of at most ``limit`` rooms to which one belongs, last joined first."""
    rows = await reading.rows(
        select(memberships.c.room)
        .where(memberships.c.member == member, memberships.c.state == "member")
        .order_by(memberships.c.joined_at.desc(), memberships.c.room)
        .limit(limit)
    )
    return [row.room for row in rows]


async def find_room_member(reading: Reading, room: str, member: str) -> RoomMember | None:
    """Return one member of a room."""
    row = await reading.row(_room_members(room).where(memberships.c.member == member))
    return None if row is None else _room_member_of(row)


async def list_room_members(
    reading: Reading, sight: Sight, words: Sequence[str], after: Cursor | None, limit: int
) -> list[SortedRoomMember]:
    """Return at most ``limit`` members of a room who are not hidden.

    Owners come first, then hosts, then members, each by name.
    """
    statement = (
        _room_members(stream_subject(sight.stream))
        .where(sight.shows(members.c.id), words_in(members.c.search_text, words))
        .order_by(_by_rank_and_name, members.c.id)
        .limit(limit)
    )
    rows = await reading.rows(behind(statement, _by_rank_and_name, members.c.id, after))
    return [SortedRoomMember(_room_member_of(row), row.sort) for row in rows]


async def list_bans(reading: Reading, room: str, after: Cursor | None, limit: int) -> list[RoomBan]:
    """Return at most ``limit`` bans of a room, the latest first."""
    time, member = memberships.c.changed_at, memberships.c.member
    statement = (
        select(*CARD, memberships.c.reason, time, memberships.c.changed_by)
        .join(members, members.c.id == member)
        .where(memberships.c.room == room, memberships.c.state == "banned")
        .order_by(time.desc(), member)
        .limit(limit)
    )
    if after is not None:
        earlier = or_(time < after.number, and_(time == after.number, member > after.id))
        statement = statement.where(earlier)
    return [
        RoomBan(
            member=card_of(row),
            reason=row.reason,
            banned_at=row.changed_at,
            banned_by=row.changed_by,
        )
        for row in await reading.rows(statement)
    ]


async def put_joining(
    writing: Transaction, room: str, member: str, role: Role, event: StoredEvent
) -> None:
    """Write that a member joined, for the first time or again, with this event."""
    values = {
        "role": role,
        "state": "member",
        "joined_at": event.at,
        "joined_seq": event.seq,
        "until_seq": None,
        "changed_at": event.at,
        "changed_by": event.actor,
        "reason": "",
    }
    again = update(memberships).where(memberships.c.room == room, memberships.c.member == member)
    if await writing.execute(again.values(values)) == 0:
        await writing.execute(insert(memberships).values(room=room, member=member, **values))


async def put_departure(
    writing: Transaction,
    room: str,
    member: str,
    state: MembershipState,
    event: StoredEvent,
    reason: str = "",
) -> None:
    """Write that one belongs to the room no longer; an earlier departure keeps its ``seq``."""
    await writing.execute(
        update(memberships)
        .where(memberships.c.room == room, memberships.c.member == member)
        .values(
            state=state,
            until_seq=func.coalesce(memberships.c.until_seq, event.seq),
            changed_at=event.at,
            changed_by=event.actor,
            reason=reason,
        )
    )


async def put_role(
    writing: Transaction, room: str, member: str, role: Role, event: StoredEvent
) -> None:
    """Write that a member's role is another."""
    await writing.execute(
        update(memberships)
        .where(memberships.c.room == room, memberships.c.member == member)
        .values(role=role, changed_at=event.at, changed_by=event.actor)
    )


def _present(room: str) -> Select[tuple[str]]:
    return select(memberships.c.member).where(
        memberships.c.room == room, memberships.c.state == literal("member")
    )


def _room_members(room: str) -> Select[tuple[object, ...]]:
    return (
        select(
            *CARD,
            memberships.c.role,
            memberships.c.joined_at,
            _by_rank_and_name.label("sort"),
        )
        .join(memberships, memberships.c.member == members.c.id)
        .where(memberships.c.room == room, memberships.c.state == "member")
    )


def _room_member_of(row: Row[tuple[object, ...]]) -> RoomMember:
    return RoomMember(member=card_of(row), role=row.role, joined_at=row.joined_at)
