"""Sign-ins: what proves an account, until it expires or is revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import Row, bindparam, delete, insert, select, update

from hubbub_protocol.members import CommunityRole, MemberKind
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import accounts, members, sign_ins


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A sign-in as it is kept; of its token only a hash. Times in microseconds since 1970."""

    id: str
    member: str
    token_hash: bytes
    label: str
    created_at: int
    last_used_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class SignInWithAccount:
    """A sign-in together with the account that it proves."""

    id: str
    last_used_at: int
    expires_at: int
    member: str
    kind: MemberKind
    role: CommunityRole
    made_at: int
    """When the account was made."""
    banned: bool


_BY_TOKEN_HASH: Final = (
    select(
        sign_ins.c.id,
        sign_ins.c.last_used_at,
        sign_ins.c.expires_at,
        sign_ins.c.member,
        members.c.kind,
        members.c.created_at,
        accounts.c.role,
        accounts.c.banned_at,
    )
    .join(accounts, accounts.c.member == sign_ins.c.member)
    .join(members, members.c.id == sign_ins.c.member)
    .where(sign_ins.c.token_hash == bindparam("token_hash"))
)
"""Made once, since every session that opens and every request asks it."""


async def find_by_token_hash(reading: Reading, token_hash: bytes) -> SignInWithAccount | None:
    """Return the sign-in with that token, expired or not."""
    row = await reading.row(_BY_TOKEN_HASH, {"token_hash": token_hash})
    if row is None:
        return None
    return SignInWithAccount(
        id=row.id,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        member=row.member,
        kind=cast("MemberKind", row.kind),
        role=cast("CommunityRole", row.role),
        made_at=row.created_at,
        banned=row.banned_at is not None,
    )


async def list_of_member(reading: Reading, member: str, now_us: int) -> list[SignInRow]:
    """Return the sign-ins of a member that still hold, latest use first."""
    rows = await reading.rows(
        select(sign_ins)
        .where(sign_ins.c.member == member, sign_ins.c.expires_at > now_us)
        .order_by(sign_ins.c.last_used_at.desc(), sign_ins.c.id.desc())
    )
    return [_sign_in_of(row) for row in rows]


async def insert_sign_in(transaction: Transaction, sign_in: SignInRow) -> None:
    """Keep a new sign-in."""
    await transaction.execute(
        insert(sign_ins).values(
            id=sign_in.id,
            member=sign_in.member,
            token_hash=sign_in.token_hash,
            label=sign_in.label,
            created_at=sign_in.created_at,
            last_used_at=sign_in.last_used_at,
            expires_at=sign_in.expires_at,
        )
    )


async def note_use(transaction: Transaction, sign_in: str, at: int) -> None:
    """Keep when a sign-in was used."""
    await transaction.execute(
        update(sign_ins).where(sign_ins.c.id == sign_in).values(last_used_at=at)
    )


async def delete_sign_ins(transaction: Transaction, ids: Sequence[str]) -> None:
    """Forget these sign-ins: their tokens prove nothing any more."""
    await transaction.execute(delete(sign_ins).where(sign_ins.c.id.in_(ids)))


async def delete_expired(transaction: Transaction, member: str, now_us: int) -> None:
    """Forget those sign-ins of a member that have expired."""
    await transaction.execute(
        delete(sign_ins).where(sign_ins.c.member == member, sign_ins.c.expires_at <= now_us)
    )


def _sign_in_of(row: Row[tuple[object, ...]]) -> SignInRow:
    return SignInRow(
        id=row.id,
        member=row.member,
        token_hash=row.token_hash,
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
    )
