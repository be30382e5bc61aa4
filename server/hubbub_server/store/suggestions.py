"""Who is suggested to whom, and who may be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, Row, and_, exists, insert, or_, select, update

from hubbub_protocol.personal_connections import NamedRoom
from hubbub_protocol.suggestions import Suggestion
from hubbub_server.domain.suggestions import Mode, Mutual, reason_of
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.room_views import hidden_from
from hubbub_server.store.schema import (
    accounts,
    blocks,
    connection_requests,
    members,
    memberships,
    people_settings,
    personal_connections,
    rooms,
    suggestions,
)


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """Somebody who is to be suggested to a member."""

    member: str
    other: str
    mode: Mode
    met: Mutual
    """What the two did in the room where they met most."""
    own_room: str | None = None
    """For a bridge: a room of the member's that the other does not belong to."""
    other_room: str | None = None


async def list_willing(reading: Reading, after: str, limit: int) -> list[tuple[str, bool]]:
    """Return members who want suggestions, by id, each with whether they want bridges too."""
    rows = await reading.rows(
        select(people_settings.c.member, people_settings.c.bridges)
        .join(members, members.c.id == people_settings.c.member)
        .join(accounts, accounts.c.member == people_settings.c.member)
        .where(
            people_settings.c.suggestions,
            people_settings.c.member > after,
            members.c.kind == "person",
            accounts.c.banned_at.is_(None),
        )
        .order_by(people_settings.c.member)
        .limit(limit)
    )
    return [(row.member, row.bridges) for row in rows]


async def count_new(reading: Reading, member: str, since: int) -> int:
    """Return how many were suggested to a member after ``since``."""
    rows = await reading.rows(
        select(suggestions.c.other).where(
            suggestions.c.member == member, suggestions.c.suggested_at > since
        )
    )
    return len(rows)


async def list_eligible(reading: Reading, member: str, others: Collection[str]) -> set[str]:
    """Return those of the others who may be suggested to a member, and were not before.

    Who has asked the member or was asked, whatever became of it, is not suggested: so nothing can
    be told from it about an answer.
    """
    if not others:
        return set()
    suggested = exists().where(suggestions.c.member == member, suggestions.c.other == members.c.id)
    rows = await reading.rows(
        select(members.c.id).where(members.c.id.in_(others), _may_be_shown(member), ~suggested)
    )
    return {row.id for row in rows}


async def shared_rooms_of(
    reading: Reading, member: str, others: Collection[str]
) -> dict[str, set[str]]:
    """Return the ids of the rooms that a member shares with each of the others."""
    mine, theirs = memberships.alias("mine"), memberships.alias("theirs")
    rows = await reading.rows(
        select(theirs.c.member, theirs.c.room)
        .join(mine, and_(mine.c.room == theirs.c.room, mine.c.member == member))
        .where(mine.c.state == "member", theirs.c.state == "member", theirs.c.member.in_(others))
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.member, set()).add(row.room)
    return found


async def find_bridge(reading: Reading, member: str, other: str) -> tuple[str, str] | None:
    """Return a room of each to which the other does not belong, and which share no one at all.

    The room of the member comes first. Rooms by invitation are never named to others.
    """
    mine, theirs = memberships.alias("mine"), memberships.alias("theirs")
    both, also = memberships.alias("both"), memberships.alias("also")
    shared = exists().where(
        both.c.room == mine.c.room,
        both.c.state == "member",
        also.c.member == both.c.member,
        also.c.room == theirs.c.room,
        also.c.state == "member",
    )
    my_room, their_room = rooms.alias("my_room"), rooms.alias("their_room")
    statement = (
        select(mine.c.room, theirs.c.room.label("other_room"))
        .select_from(mine)
        .join(theirs, theirs.c.member == other)
        .join(my_room, my_room.c.id == mine.c.room)
        .join(their_room, their_room.c.id == theirs.c.room)
        .where(
            mine.c.member == member,
            mine.c.state == "member",
            theirs.c.state == "member",
            mine.c.room != theirs.c.room,
            _may_be_named(member, my_room, their_room),
            my_room.c.state == "active",
            their_room.c.state == "active",
            ~shared,
        )
        .order_by(mine.c.room, theirs.c.room)
        .limit(1)
    )
    row = await reading.row(statement)
    return None if row is None else (row.room, row.other_room)


async def put_suggestion(writing: Transaction, new: NewSuggestion) -> None:
    """Write that somebody is suggested from now on."""
    await writing.execute(
        insert(suggestions).values(
            member=new.member,
            other=new.other,
            mode=new.mode,
            room=new.met.room,
            own_room=new.own_room,
            other_room=new.other_room,
            replies=new.met.replies,
            reactions=new.met.reactions,
            threads=new.met.threads,
            state="shown",
            suggested_at=writing.now_us,
        )
    )


async def dismiss(writing: Transaction, member: str, other: str) -> bool:
    """Write that a member does not want a suggestion; tell whether it was shown."""
    return (
        await writing.execute(
            update(suggestions)
            .where(
                suggestions.c.member == member,
                suggestions.c.other == other,
                suggestions.c.state == "shown",
            )
            .values(state="dismissed")
        )
        > 0
    )


async def list_suggestions(reading: Reading, member: str) -> list[Suggestion]:
    """Return the suggestions that stand for a member now, the latest first."""
    own_room, other_room = rooms.alias("own_room"), rooms.alias("other_room")
    rows = await reading.rows(
        select(
            *CARD,
            suggestions.c.mode,
            suggestions.c.room,
            rooms.c.name.label("room_name"),
            suggestions.c.own_room,
            own_room.c.name.label("own_name"),
            suggestions.c.other_room,
            other_room.c.name.label("other_name"),
            suggestions.c.replies,
            suggestions.c.reactions,
            suggestions.c.threads,
            suggestions.c.suggested_at,
        )
        .join(suggestions, suggestions.c.other == members.c.id)
        .join(rooms, rooms.c.id == suggestions.c.room)
        .outerjoin(own_room, own_room.c.id == suggestions.c.own_room)
        .outerjoin(other_room, other_room.c.id == suggestions.c.other_room)
        .where(
            suggestions.c.member == member,
            suggestions.c.state == "shown",
            _wants_suggestions(member),
            _may_be_shown(member),
            or_(suggestions.c.mode == "met", _may_be_named(member, own_room, other_room)),
            *_still_in(member, suggestions.c.room),
        )
        .order_by(suggestions.c.suggested_at.desc(), members.c.id)
    )
    return [_suggestion_of(row) for row in rows]


def _wants_suggestions(member: str) -> ColumnElement[bool]:
    return exists().where(people_settings.c.member == member, people_settings.c.suggestions)


def _may_be_shown(member: str) -> ColumnElement[bool]:
    """Say that the row of ``members`` is one who may be suggested to a member now."""
    other = members.c.id
    willing = exists().where(people_settings.c.member == other, people_settings.c.suggestions)
    shut_out = exists().where(accounts.c.member == other, accounts.c.banned_at.is_not(None))
    return and_(
        members.c.kind == "person",
        willing,
        ~shut_out,
        ~_between(personal_connections, "one", "other", member),
        ~_between(connection_requests, "sender", "receiver", member),
        ~_between(blocks, "blocker", "blocked", member),
    )


def _may_be_named(member: str, own_room: FromClause, other_room: FromClause) -> ColumnElement[bool]:
    """Say that the rooms of a bridge are none by invitation, and none of which one may not know."""
    return and_(
        own_room.c.access != "invite",
        other_room.c.access != "invite",
        ~hidden_from(member, other_room),
    )


def _between(table: object, one: str, other: str, member: str) -> ColumnElement[bool]:
    """Say that a table has a row for the member and the row of ``members``, either way round."""
    columns = table.c  # type: ignore[attr-defined]
    way = and_(columns[one] == member, columns[other] == members.c.id)
    back = and_(columns[other] == member, columns[one] == members.c.id)
    return exists().where(or_(way, back))


def _still_in(member: str, room: ColumnElement[str]) -> Sequence[ColumnElement[bool]]:
    """Say that both belong to the room in which they met."""
    mine, theirs = memberships.alias("mine"), memberships.alias("theirs")
    return (
        exists().where(mine.c.room == room, mine.c.member == member, mine.c.state == "member"),
        exists().where(
            theirs.c.room == room,
            theirs.c.member == members.c.id,
            theirs.c.state == "member",
        ),
    )


def _suggestion_of(row: Row[tuple[object, ...]]) -> Suggestion:
    met = Mutual(row.room, row.replies, row.reactions, row.threads)
    named = [NamedRoom(id=row.room, name=row.room_name)]
    if row.mode == "bridge":
        named = [
            NamedRoom(id=row.own_room, name=row.own_name),
            NamedRoom(id=row.other_room, name=row.other_name),
        ]
    reason = reason_of(
        row.mode,
        met,
        room=row.room_name,
        own_room=row.own_name or "",
        other_room=row.other_name or "",
    )
    return Suggestion(
        member=card_of(row),
        mode=row.mode,
        reason=reason,
        rooms=named,
        suggested_at=row.suggested_at,
    )
