"""Contact codes. Of a code only its hash is kept."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update

from hubbub_protocol.contact_codes import ContactCode
from hubbub_protocol.members import MemberCard
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.schema import accounts, contact_codes, members

_left = or_(contact_codes.c.uses.is_(None), contact_codes.c.used < contact_codes.c.uses)


@dataclass(frozen=True, slots=True)
class NewContactCode:
    """A contact code that is to be made."""

    id: str
    code_hash: bytes
    member: str
    label: str
    uses: int | None
    expires_at: int


@dataclass(frozen=True, slots=True)
class FoundContactCode:
    """A code that holds, and whose it is."""

    id: str
    member: MemberCard


async def find_contact_code(
    reading: Reading, code_hash: bytes, now_us: int
) -> FoundContactCode | None:
    """Return the contact code with that code, if one may ask by it now."""
    row = await reading.row(
        select(*CARD, contact_codes.c.id.label("contact_code"))
        .join(members, members.c.id == contact_codes.c.member)
        .join(accounts, accounts.c.member == contact_codes.c.member)
        .where(
            contact_codes.c.code_hash == code_hash,
            accounts.c.banned_at.is_(None),
            contact_codes.c.expires_at > now_us,
            _left,
        )
    )
    return None if row is None else FoundContactCode(row.contact_code, card_of(row))


async def use_up(writing: Transaction, contact_code: str) -> bool:
    """Count one who asks by a code; tell whether it held. Never counts too many."""
    used = (
        update(contact_codes)
        .where(
            contact_codes.c.id == contact_code, contact_codes.c.expires_at > writing.now_us, _left
        )
        .values(used=contact_codes.c.used + 1)
    )
    return await writing.execute(used) == 1


async def find_open_code(reading: Reading, contact_code: str, now_us: int) -> ContactCode | None:
    """Return a contact code that has not expired."""
    row = await reading.row(
        select(contact_codes).where(contact_codes.c.id == contact_code, _is_open(now_us))
    )
    return None if row is None else _code_of(row)


async def list_contact_codes(
    reading: Reading, member: str, now_us: int, after: Cursor | None, limit: int
) -> list[ContactCode]:
    """Return at most ``limit`` of a member's open codes, the latest first."""
    time, item = contact_codes.c.created_at, contact_codes.c.id
    statement = (
        select(contact_codes)
        .where(contact_codes.c.member == member, _is_open(now_us))
        .order_by(time.desc(), item.desc())
        .limit(limit)
    )
    if after is not None:
        earlier = or_(time < after.number, and_(time == after.number, item < after.id))
        statement = statement.where(earlier)
    return [_code_of(row) for row in await reading.rows(statement)]


async def count_open(reading: Reading, member: str, now_us: int) -> int:
    """Return how many codes of a member are open."""
    row = await reading.row(
        select(func.count().label("found"))
        .select_from(contact_codes)
        .where(contact_codes.c.member == member, _is_open(now_us))
    )
    return 0 if row is None else int(row.found)


async def insert_contact_code(writing: Transaction, new: NewContactCode) -> None:
    """Write a new code, and forget those of the same member that have expired."""
    await writing.execute(
        delete(contact_codes).where(contact_codes.c.member == new.member, ~_is_open(writing.now_us))
    )
    await writing.execute(
        insert(contact_codes).values(
            id=new.id,
            member=new.member,
            code_hash=new.code_hash,
            label=new.label,
            uses=new.uses,
            used=0,
            created_at=writing.now_us,
            expires_at=new.expires_at,
        )
    )


async def change_code(writing: Transaction, contact_code: str, code_hash: bytes) -> None:
    """Give a contact code another code."""
    await writing.execute(
        update(contact_codes).where(contact_codes.c.id == contact_code).values(code_hash=code_hash)
    )


async def delete_contact_code(writing: Transaction, contact_code: str, member: str) -> bool:
    """Forget a code of a member; tell whether it was open."""
    mine = and_(
        contact_codes.c.id == contact_code,
        contact_codes.c.member == member,
        _is_open(writing.now_us),
    )
    return await writing.execute(delete(contact_codes).where(mine)) == 1


def _is_open(now_us: int) -> ColumnElement[bool]:
    """Say what makers see: also those that are used up."""
    return contact_codes.c.expires_at > now_us


def _code_of(row: Row[tuple[object, ...]]) -> ContactCode:
    return ContactCode(
        id=row.id,
        label=row.label,
        uses=row.uses,
        used=row.used,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
