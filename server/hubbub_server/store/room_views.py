"""Rooms as they look to one member, with what that member has not read."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from hubbub_protocol.join_requests import JoinRequest
from hubbub_protocol.limits import UNREAD_CEILING
from hubbub_protocol.rooms import FindRooms, Room, Standing
from hubbub_protocol.streams import room_stream
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.blocks import is_screened, seen_by
from hubbub_server.store.interface import Reading, Values
from hubbub_server.store.members import behind, words_in
from hubbub_server.store.rooms import purpose_of
from hubbub_server.store.schema import (
    EVERYBODY,
    events,
    join_requests,
    memberships,
    mentions,
    message_deletions,
    read_markers,
    room_tags,
    rooms,
    streams,
)

_stream: ColumnElement[str] = literal("room:") + rooms.c.id
_name = func.lower(rooms.c.name)
_read = func.coalesce(read_markers.c.seq, 0)
_liveliness = func.coalesce(streams.c.last_message_at, 0)

_Member = str | BindParameter[str]
"""Whose view it is: an id, or the place for one in a statement that is made once."""


async def find_room(reading: Reading, member: str, room: str) -> Room | None:
    """Return a room as a member sees it, whether or not they may know of it."""
    statement = _ONE_ROOM[await is_screened(reading, member)]
    row = await reading.row(statement, {"member": member, "room": room, **_ceiling()})
    return None if row is None else _room_of(row)


async def list_lively_rooms(
    reading: Reading, member: str, find: FindRooms, words: Sequence[str], after: Cursor | None
) -> list[Room]:
    """Return the page that is asked for and one room more, the latest message first.

    Rooms in which nobody has written come last, the youngest of them first.
    """
    found = (
        select(rooms.c.id)
        .join(streams, streams.c.name == _stream)
        .where(words_in(rooms.c.search_text, words), ~hidden_from(member))
        .order_by(_liveliness.desc(), rooms.c.id.desc())
        .limit(find.limit + 1)
    )
    if find.asked:
        found = found.where(_asked_by(member))
    elif not find.archived:
        found = found.where(rooms.c.state == "active")
    if find.kind:
        found = found.where(rooms.c.kind == find.kind)
    if find.tag:
        tagged = exists().where(room_tags.c.tag == find.tag, room_tags.c.room == rooms.c.id)
        found = found.where(tagged)
    if after is not None:
        earlier = and_(_liveliness == after.number, rooms.c.id < after.id)
        found = found.where(or_(_liveliness < after.number, earlier))
    screened = await is_screened(reading, member)
    statement = _seen_by(member, found, screened=screened)
    ordered = statement.order_by(_liveliness.desc(), rooms.c.id.desc())
    return [_room_of(row) for row in await reading.rows(ordered, _ceiling())]


def cursor_by_liveliness(room: Room) -> Cursor:
    """Name a room's place among the lively ones."""
    return Cursor(room.id, str(room.last_message_at or 0))


async def list_rooms_by_name(
    reading: Reading, member: str, after: Cursor | None, limit: int
) -> list[tuple[Room, str]]:
    """Return at most ``limit`` rooms to which one belongs, each with the text it is sorted by."""
    found = (
        select(rooms.c.id)
        .join(memberships, memberships.c.room == rooms.c.id)
        .where(memberships.c.member == member, memberships.c.state == "member")
        .order_by(_name, rooms.c.id)
        .limit(limit)
    )
    page = behind(found, _name, rooms.c.id, after)
    statement = _seen_by(member, page, screened=await is_screened(reading, member))
    rows = await reading.rows(statement.order_by(_name, rooms.c.id), _ceiling())
    return [(_room_of(row), row.sort) for row in rows]


def _seen_by(
    member: _Member, ids: Select[tuple[str]], *, screened: bool
) -> Select[tuple[object, ...]]:
    """Select these rooms with all that a :class:`Room` tells one member, in one statement.

    The counts are made for the rooms of ``ids`` alone, so that one should carry the page's limit.
    Only for one whom a block concerns each message is asked whether it is hidden: it costs.
    """
    chosen = ids.subquery("chosen")
    mine = memberships.alias("mine")
    present = memberships.alias("present")
    own = join_requests.alias("own")
    count = (
        select(func.count())
        .select_from(present)
        .where(present.c.room == rooms.c.id, present.c.state == "member")
        .scalar_subquery()
    )
    return (
        select(
            rooms,
            _name.label("sort"),
            streams.c.head,
            streams.c.last_message_at,
            count.label("members"),
            mine.c.role,
            mine.c.joined_at,
            _read.label("read"),
            _unread(member, mine, screened=screened).label("unread"),
            _mentions(member, mine, screened=screened).label("mentions"),
            _asking(mine).label("asking"),
            own.c.reason.label("asked_reason"),
            own.c.changed_at.label("asked_at"),
        )
        .select_from(chosen)
        .join(rooms, rooms.c.id == chosen.c.id)
        .join(streams, streams.c.name == _stream)
        .outerjoin(
            mine,
            and_(mine.c.room == rooms.c.id, mine.c.member == member, mine.c.state == "member"),
        )
        .outerjoin(
            own,
            and_(own.c.room == rooms.c.id, own.c.member == member, own.c.state == "pending"),
        )
        .outerjoin(
            read_markers,
            and_(
                read_markers.c.stream == _stream,
                read_markers.c.member == member,
                mine.c.role.is_not(None),
            ),
        )
    )


def _unread(member: _Member, mine: FromClause, *, screened: bool) -> ColumnElement[int]:
    """Count the messages of others behind the read marker that still stand."""
    erased = exists().where(
        message_deletions.c.stream == events.c.stream, message_deletions.c.target == events.c.seq
    )
    messages = select(events.c.seq).where(
        mine.c.role.is_not(None),
        events.c.stream == _stream,
        events.c.seq > _read,
        events.c.kind == "message_sent",
        events.c.actor != member,
        _shown(member, mine, screened=screened),
        ~erased,
    )
    return _count_up(messages, mine)


def _mentions(member: _Member, mine: FromClause, *, screened: bool) -> ColumnElement[int]:
    """Count those among the unread messages that mention the member; a deletion takes them out."""
    messages = (
        select(mentions.c.target)
        .join(events, and_(events.c.stream == mentions.c.stream, events.c.seq == mentions.c.target))
        .where(
            mine.c.role.is_not(None),
            mentions.c.member.in_([member, EVERYBODY]),
            mentions.c.stream == _stream,
            mentions.c.seq > _read,  # so that the key of the table is of use
            mentions.c.target > _read,
            events.c.actor != member,
            _shown(member, mine, screened=screened),
        )
        .group_by(mentions.c.target)
    )
    return _count_up(messages, mine)


def _shown(member: _Member, mine: FromClause, *, screened: bool) -> ColumnElement[bool]:
    """Say that a message is not hidden by a block, as it is to all but hosts and owners."""
    if not screened:
        return true()
    return or_(mine.c.role != "member", seen_by(member, events.c.actor))


def _asking(mine: FromClause) -> ColumnElement[int]:
    """Count the join requests that wait for an answer, for hosts and owners."""
    requests = select(join_requests.c.changed_at).where(
        mine.c.role.in_(["host", "owner"]),
        join_requests.c.room == rooms.c.id,
        join_requests.c.state == "pending",
    )
    return _count_up(requests, mine)


def _count_up(found: Select[tuple[int]], mine: FromClause) -> ColumnElement[int]:
    """Count rows up to the ceiling, where counting ends."""
    some = found.limit(bindparam("ceiling")).correlate(rooms, read_markers, mine).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _ceiling() -> Values:
    return {"ceiling": UNREAD_CEILING}


def _asked_by(member: str) -> ColumnElement[bool]:
    return exists().where(
        join_requests.c.room == rooms.c.id,
        join_requests.c.member == member,
        join_requests.c.state == "pending",
    )


def hidden_from(member: str, room: FromClause = rooms) -> ColumnElement[bool]:
    """Say that one may not know of a room; the same as ``domain.access.may_know``."""
    mine = exists().where(memberships.c.room == room.c.id, memberships.c.member == member)
    foreign = and_(room.c.access == "invite", ~mine.where(memberships.c.state == "member"))
    return or_(mine.where(memberships.c.state == "banned"), foreign)


def _room_of(row: Row[tuple[object, ...]]) -> Room:
    standing = None
    if row.role is not None:
        standing = Standing(
            role=row.role,
            joined_at=row.joined_at,
            read=row.read,
            unread=row.unread,
            mentions=row.mentions,
            join_requests=row.asking,
        )
    asked = None
    if row.asked_at is not None:
        asked = JoinRequest(reason=row.asked_reason, asked_at=row.asked_at)
    return Room(
        id=row.id,
        stream=room_stream(row.id),
        name=row.name,
        purpose=purpose_of(row),
        access=row.access,
        look=row.look,
        state=row.state,
        created_at=row.created_at,
        last_message_at=row.last_message_at,
        members=row.members,
        head=row.head,
        standing=standing,
        asked=asked,
    )


_ONE_ROOM: Final = {
    screened: _seen_by(
        bindparam("member"),
        select(rooms.c.id).where(rooms.c.id == bindparam("room")),
        screened=screened,
    )
    for screened in (False, True)
}
"""Made once, since making it takes longer than asking it."""
