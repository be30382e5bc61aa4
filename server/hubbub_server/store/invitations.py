"""Invitations into rooms and into the community. Of a code only its hash is kept."""

from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from hubbub_protocol.invitations import Invitation, InvitedRoom
from hubbub_protocol.members import MemberCard
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.rooms import purpose_of
from hubbub_server.store.schema import accounts, invitations, members, memberships, rooms

_left = or_(invitations.c.uses.is_(None), invitations.c.used < invitations.c.uses)

# Who lost the right to invite may not leave a back door open.
_by_one_who_may = or_(
    exists().where(
        invitations.c.room.is_(None),
        accounts.c.member == invitations.c.made_by,
        accounts.c.role == "owner",
        accounts.c.banned_at.is_(None),
    ),
    exists().where(
        memberships.c.room == invitations.c.room,
        memberships.c.member == invitations.c.made_by,
        memberships.c.state == "member",
        memberships.c.role != "member",
        accounts.c.member == invitations.c.made_by,
        accounts.c.banned_at.is_(None),
    ),
)

_COLUMNS = (
    *CARD,
    invitations.c.id.label("invitation"),
    invitations.c.room,
    invitations.c.note,
    invitations.c.uses,
    invitations.c.used,
    invitations.c.created_at,
    invitations.c.expires_at,
)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation that is to be made."""

    id: str
    code_hash: bytes
    room: str | None
    made_by: str
    note: str
    uses: int | None
    expires_at: int


@dataclass(frozen=True, slots=True)
class FoundInvitation:
    """What a code leads to."""

    id: str
    room: str | None
    invited_by: MemberCard
    expires_at: int
    holds: bool
    """Whether one may come in by it now."""


async def find_invitation(
    reading: Reading, code_hash: bytes, now_us: int
) -> FoundInvitation | None:
    """Return the invitation with a code, whether or not it still holds."""
    row = await reading.row(
        select(*_COLUMNS, _holds(now_us).label("holds"))
        .join(members, members.c.id == invitations.c.made_by)
        .where(invitations.c.code_hash == code_hash)
    )
    if row is None:
        return None
    return FoundInvitation(row.invitation, row.room, card_of(row), row.expires_at, bool(row.holds))


async def find_invited_room(reading: Reading, room: str) -> InvitedRoom | None:
    """Return a room as an invitation shows it."""
    count = (
        select(func.count())
        .select_from(memberships)
        .where(memberships.c.room == room, memberships.c.state == "member")
        .scalar_subquery()
    )
    row = await reading.row(select(rooms, count.label("members")).where(rooms.c.id == room))
    if row is None:
        return None
    return InvitedRoom(name=row.name, purpose=purpose_of(row), state=row.state, members=row.members)


async def use_up(writing: Transaction, invitation: str) -> bool:
    """Count one who comes in by an invitation; tell whether it held. Never counts too many."""
    used = (
        update(invitations)
        .where(invitations.c.id == invitation, _holds(writing.now_us))
        .values(used=invitations.c.used + 1)
    )
    return await writing.execute(used) == 1


async def find_open_invitation(reading: Reading, invitation: str, now_us: int) -> Invitation | None:
    """Return an invitation that has not expired."""
    row = await reading.row(
        select(*_COLUMNS)
        .join(members, members.c.id == invitations.c.made_by)
        .where(invitations.c.id == invitation, _is_open(now_us))
    )
    return None if row is None else _invitation_of(row)


async def list_invitations(
    reading: Reading, room: str | None, now_us: int, after: Cursor | None, limit: int
) -> list[Invitation]:
    """Return at most ``limit`` open invitations into a room, or the community, latest first."""
    time, item = invitations.c.created_at, invitations.c.id
    statement = (
        select(*_COLUMNS)
        .join(members, members.c.id == invitations.c.made_by)
        .where(_into(room), _is_open(now_us))
        .order_by(time.desc(), item.desc())
        .limit(limit)
    )
    if after is not None:
        earlier = or_(time < after.number, and_(time == after.number, item < after.id))
        statement = statement.where(earlier)
    return [_invitation_of(row) for row in await reading.rows(statement)]


async def count_open(reading: Reading, room: str | None, now_us: int) -> int:
    """Return how many invitations into a room, or the community, are open."""
    row = await reading.row(
        select(func.count().label("found"))
        .select_from(invitations)
        .where(_into(room), _is_open(now_us))
    )
    return 0 if row is None else int(row.found)


async def insert_invitation(writing: Transaction, new: NewInvitation) -> None:
    """Write a new invitation, and forget those into the same place that have expired."""
    await writing.execute(
        delete(invitations).where(_into(new.room), invitations.c.expires_at <= writing.now_us)
    )
    await writing.execute(
        insert(invitations).values(
            id=new.id,
            code_hash=new.code_hash,
            room=new.room,
            made_by=new.made_by,
            note=new.note,
            uses=new.uses,
            used=0,
            created_at=writing.now_us,
            expires_at=new.expires_at,
        )
    )


async def change_code(writing: Transaction, invitation: str, code_hash: bytes) -> None:
    """Give an invitation another code."""
    await writing.execute(
        update(invitations).where(invitations.c.id == invitation).values(code_hash=code_hash)
    )


async def delete_invitation(writing: Transaction, invitation: str, room: str | None) -> bool:
    """Forget an invitation into a room, or the community; tell whether it was open."""
    mine = and_(invitations.c.id == invitation, _into(room), _is_open(writing.now_us))
    return await writing.execute(delete(invitations).where(mine)) == 1


def _into(room: str | None) -> ColumnElement[bool]:
    return invitations.c.room.is_(None) if room is None else invitations.c.room == room


def _is_open(now_us: int) -> ColumnElement[bool]:
    """Say what makers see: also those that are used up."""
    return and_(invitations.c.expires_at > now_us, _by_one_who_may)


def _holds(now_us: int) -> ColumnElement[bool]:
    return and_(_is_open(now_us), _left)


def _invitation_of(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(
        id=row.invitation,
        room=row.room,
        made_by=card_of(row),
        note=row.note,
        uses=row.uses,
        used=row.used,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
