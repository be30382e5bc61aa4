"""Members: who appears in rooms, as others see them and as they see themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from hubbub_protocol.members import MemberCard, Profile
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.blocks import seen_by
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import (
    connection_requests,
    members,
    memberships,
    personal_connections,
)

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

CARD = (
    members.c.id,
    members.c.username,
    members.c.display_name,
    members.c.avatar_colour,
    members.c.kind,
)
"""The columns of a card; see :func:`card_of`."""

_PROFILE = (*CARD, members.c.line, members.c.interests, members.c.created_at)
_BY_ID = select(*_PROFILE).where(members.c.id == bindparam("member"))


def _select_acquainted() -> Select[tuple[bool]]:
    """Make the statement that tells whether one may know of another, once."""
    mine, theirs = memberships.alias("mine"), memberships.alias("theirs")
    known, asked = personal_connections, connection_requests
    me, other = bindparam("me", type_=Text), bindparam("other", type_=Text)
    return select(
        or_(
            exists().where(
                mine.c.member == me, theirs.c.member == other, mine.c.room == theirs.c.room
            ),
            exists().where(known.c.one == bindparam("one"), known.c.other == bindparam("another")),
            exists().where(
                asked.c.sender == other,
                asked.c.receiver == me,
                asked.c.state == "pending",
                asked.c.answer.in_(("none", "put_off")),
            ),
        ).label("acquainted")
    )


_ACQUAINTED = _select_acquainted()


@dataclass(frozen=True, slots=True)
class SortedProfile:
    """A profile and the text by which the list has it in its place."""

    profile: Profile
    sort: str


def card_of(row: Row[tuple[object, ...]]) -> MemberCard:
    """Make a card of a row that has the columns of :data:`CARD`."""
    return MemberCard(
        id=row.id,
        username=row.username,
        display_name=row.display_name,
        avatar_colour=row.avatar_colour,
        kind=row.kind,
    )


def words_in(column: ColumnElement[str], words: Sequence[str]) -> ColumnElement[bool]:
    """Say that every one of these casefolded words stands somewhere in a searchable text."""
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))


async def ids_of_usernames(reading: Reading, names: Collection[str]) -> dict[str, str]:
    """Return the ids of those usernames that exist."""
    if not names:
        return {}
    rows = await reading.rows(
        select(members.c.username, members.c.id).where(members.c.username.in_(names))
    )
    return {row.username: row.id for row in rows}


async def read_cards(reading: Reading, ids: Collection[str]) -> list[MemberCard]:
    """Return the cards of these members, by username."""
    if not ids:
        return []
    statement = select(*CARD).where(members.c.id.in_(ids)).order_by(members.c.username)
    return [card_of(row) for row in await reading.rows(statement)]


async def find_profile(reading: Reading, member: str) -> Profile | None:
    """Return a member's profile."""
    row = await reading.row(_BY_ID, {"member": member})
    return None if row is None else _profile_of(row)


async def are_acquainted(reading: Reading, me: str, other: str) -> bool:
    """Whether one may know of another: both belong or once belonged to a room, are or were
    connected, or the other asks.

    One statement, whatever stands between the two.
    """
    one, another = sorted((me, other))
    row = await reading.row(_ACQUAINTED, {"me": me, "other": other, "one": one, "another": another})
    return row is not None and bool(row.acquainted)


async def list_companions(
    reading: Reading, member: str, words: Sequence[str], after: Cursor | None, limit: int
) -> list[SortedProfile]:
    """Return at most ``limit`` members who share a room with this one now, by display name.

    Those between whom and this one there is a block are left out.
    """
    mine, theirs = memberships.alias("mine"), memberships.alias("theirs")
    shared = exists().where(
        mine.c.member == member,
        mine.c.state == "member",
        theirs.c.room == mine.c.room,
        theirs.c.member == members.c.id,
        theirs.c.state == "member",
    )
    sort = func.lower(members.c.display_name)
    statement = (
        select(*_PROFILE, sort.label("sort"))
        .where(
            members.c.id != member,
            words_in(members.c.search_text, words),
            shared,
            seen_by(member, members.c.id),
        )
        .order_by(sort, members.c.id)
        .limit(limit)
    )
    rows = await reading.rows(behind(statement, sort, members.c.id, after))
    return [SortedProfile(_profile_of(row), row.sort) for row in rows]


def behind(
    statement: S, sort: ColumnElement[str], item: ColumnElement[str], after: Cursor | None
) -> S:
    """Let an ascending list begin behind a place."""
    if after is None:
        return statement
    return statement.where(or_(sort > after.sort, and_(sort == after.sort, item > after.id)))


async def change_profile(writing: Transaction, profile: Profile, search_text: str) -> None:
    """Write what one may change of a profile."""
    await writing.execute(
        update(members)
        .where(members.c.id == profile.id)
        .values(
            display_name=profile.display_name,
            avatar_colour=profile.avatar_colour,
            line=profile.line,
            interests=msgspec.json.encode(profile.interests).decode(),
            search_text=search_text,
        )
    )


def _profile_of(row: Row[tuple[object, ...]]) -> Profile:
    return Profile(
        id=row.id,
        username=row.username,
        display_name=row.display_name,
        avatar_colour=row.avatar_colour,
        kind=row.kind,
        line=row.line,
        interests=msgspec.json.decode(row.interests, type=tuple[str, ...]),
        created_at=row.created_at,
    )
