"""Accounts: the credentials and standing of members, people and bots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Row, and_, func, insert, or_, select, update

from hubbub_protocol.accounts import AccountCard, Bot
from hubbub_protocol.members import CommunityRole, MemberKind
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.members import CARD, card_of, words_in
from hubbub_server.store.schema import accounts, members


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made, together with its member."""

    id: str
    username: str
    display_name: str
    avatar_colour: str
    kind: MemberKind
    search_text: str
    skeleton: str
    role: CommunityRole = "member"
    password_hash: str | None = None
    made_by: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What decides on an account's rights."""

    member: str
    username: str
    kind: MemberKind
    role: CommunityRole
    password_hash: str | None
    made_by: str | None
    banned: bool
    created_at: int


async def insert_account(transaction: Transaction, new: NewAccount) -> None:
    """Make a member and their account."""
    await transaction.execute(
        insert(members).values(
            id=new.id,
            username=new.username,
            display_name=new.display_name,
            avatar_colour=new.avatar_colour,
            kind=new.kind,
            line="",
            interests="[]",
            search_text=new.search_text,
            created_at=transaction.now_us,
        )
    )
    await transaction.execute(
        insert(accounts).values(
            member=new.id,
            skeleton=new.skeleton,
            password_hash=new.password_hash,
            role=new.role,
            made_by=new.made_by,
        )
    )


async def is_taken(reading: Reading, username: str, skeleton: str) -> bool:
    """Whether the name, or one that looks like it, belongs to an account."""
    statement = (
        select(accounts.c.member)
        .join(members, members.c.id == accounts.c.member)
        .where(or_(members.c.username == username, accounts.c.skeleton == skeleton))
        .limit(1)
    )
    return await reading.row(statement) is not None


async def find_account(reading: Reading, member: str) -> Account | None:
    """Return the account of a member."""
    row = await reading.row(_ACCOUNT.where(members.c.id == member))
    return None if row is None else _account_of(row)


async def find_account_named(reading: Reading, username: str) -> Account | None:
    """Return the account with that username."""
    if "\0" in username:  # which PostgreSQL refuses even to look for
        return None
    row = await reading.row(_ACCOUNT.where(members.c.username == username))
    return None if row is None else _account_of(row)


async def find_first_owner(reading: Reading) -> str | None:
    """Return the id of the community's owner, the earliest where there are several."""
    owner = select(accounts.c.member).where(accounts.c.role == "owner")
    row = await reading.row(owner.order_by(accounts.c.member).limit(1))
    return None if row is None else cast("str", row.member)


async def list_owner_ids(reading: Reading, limit: int) -> list[str]:
    """Return the ids of at most ``limit`` owners of the community, the earliest first."""
    owner = select(accounts.c.member).where(
        accounts.c.role == "owner", accounts.c.banned_at.is_(None)
    )
    rows = await reading.rows(owner.order_by(accounts.c.member).limit(limit))
    return [row.member for row in rows]


async def list_accounts(
    reading: Reading, words: Sequence[str], after: Cursor | None, limit: int
) -> list[AccountCard]:
    """Return at most ``limit`` accounts by username."""
    statement = (
        select(*CARD, accounts.c.role, accounts.c.banned_at, members.c.created_at)
        .join(accounts, accounts.c.member == members.c.id)
        .where(words_in(members.c.search_text, words))
        .order_by(members.c.username)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(members.c.username > after.sort)
    return [
        AccountCard(
            member=card_of(row), role=row.role, created_at=row.created_at, banned_at=row.banned_at
        )
        for row in await reading.rows(statement)
    ]


async def list_bots(reading: Reading, made_by: str | None) -> list[Bot]:
    """Return the bots that a member made, or all, by username."""
    statement = (
        select(*CARD, accounts.c.made_by, accounts.c.banned_at, members.c.created_at)
        .join(accounts, accounts.c.member == members.c.id)
        .where(members.c.kind == "bot")
        .order_by(members.c.username)
    )
    if made_by is not None:
        statement = statement.where(accounts.c.made_by == made_by)
    return [bot_of(row) for row in await reading.rows(statement)]


async def find_bot(reading: Reading, member: str) -> Bot | None:
    """Return a bot."""
    row = await reading.row(
        select(*CARD, accounts.c.made_by, accounts.c.banned_at, members.c.created_at)
        .join(accounts, accounts.c.member == members.c.id)
        .where(members.c.kind == "bot", members.c.id == member)
    )
    return None if row is None else bot_of(row)


async def count_bots(reading: Reading, made_by: str) -> int:
    """Return how many bots a member made that still have access."""
    row = await reading.row(
        select(func.count()).where(
            and_(accounts.c.made_by == made_by, accounts.c.banned_at.is_(None))
        )
    )
    return 0 if row is None else cast("int", row[0])


async def change_password_hash(transaction: Transaction, member: str, hashed: str) -> None:
    """Keep the hash of another password."""
    await transaction.execute(
        update(accounts).where(accounts.c.member == member).values(password_hash=hashed)
    )


async def change_role(transaction: Transaction, member: str, role: CommunityRole) -> None:
    """Give an account another role in the community."""
    await transaction.execute(update(accounts).where(accounts.c.member == member).values(role=role))


async def shut_out(transaction: Transaction, member: str, reason: str) -> None:
    """Ban an account from now on."""
    await transaction.execute(
        update(accounts)
        .where(accounts.c.member == member)
        .values(banned_at=transaction.now_us, ban_reason=reason)
    )


async def let_in(transaction: Transaction, member: str) -> None:
    """Lift the ban of an account."""
    await transaction.execute(
        update(accounts).where(accounts.c.member == member).values(banned_at=None, ban_reason="")
    )


_ACCOUNT = select(
    members.c.id,
    members.c.username,
    members.c.kind,
    accounts.c.role,
    accounts.c.password_hash,
    accounts.c.made_by,
    accounts.c.banned_at,
    members.c.created_at,
).join(accounts, accounts.c.member == members.c.id)


def bot_of(row: Row[tuple[object, ...]]) -> Bot:
    """Make a bot of a row with its card, its maker and its ban."""
    return Bot(
        member=card_of(row),
        made_by=row.made_by,
        created_at=row.created_at,
        banned=row.banned_at is not None,
    )


def _account_of(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        member=row.id,
        username=row.username,
        kind=row.kind,
        role=row.role,
        password_hash=row.password_hash,
        made_by=row.made_by,
        banned=row.banned_at is not None,
        created_at=row.created_at,
    )
