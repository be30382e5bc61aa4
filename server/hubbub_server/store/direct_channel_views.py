"""Direct channels as they look to one of the two, with what that member has not read."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, literal, select

from hubbub_protocol.direct_channels import DirectChannel
from hubbub_protocol.limits import UNREAD_CEILING
from hubbub_protocol.streams import direct_stream
from hubbub_server.domain.pages import Cursor
from hubbub_server.store.interface import Reading
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.schema import (
    events,
    members,
    message_deletions,
    personal_connections,
    read_markers,
    streams,
    ties,
)

_stream: ColumnElement[str] = literal("direct:") + ties.c.channel
_read = func.coalesce(read_markers.c.seq, 0)
_liveliness = case(
    (streams.c.last_message_at > personal_connections.c.opened_at, streams.c.last_message_at),
    else_=personal_connections.c.opened_at,
)
"""When the channel was last written in or opened."""


async def find_direct_channel(reading: Reading, member: str, channel: str) -> DirectChannel | None:
    """Return a direct channel as one of its two sees it; None for anybody else."""
    row = await reading.row(_seen_by(member, _sides_of(member).where(ties.c.channel == channel)))
    return None if row is None else _channel_of(row)


async def list_lively_channels(
    reading: Reading, member: str, after: Cursor | None, limit: int, *, hidden: bool
) -> Sequence[tuple[DirectChannel, Cursor]]:
    """Return at most ``limit`` direct channels of a member, each with its place in the list.

    The one first that was written in or opened last; either those that the member has hidden, or
    the others.
    """
    found = (
        _sides_of(member)
        .where(_hidden() if hidden else ~_hidden())
        .order_by(_liveliness.desc(), ties.c.channel.desc())
        .limit(limit)
    )
    if after is not None:
        earlier = and_(_liveliness == after.number, ties.c.channel < after.id)
        found = found.where((_liveliness < after.number) | earlier)
    statement = _seen_by(member, found).order_by(_liveliness.desc(), ties.c.channel.desc())
    return [
        (_channel_of(row), Cursor(row.channel, str(row.liveliness)))
        for row in await reading.rows(statement)
    ]


def _sides_of(member: str) -> Select[tuple[str]]:
    """Select the ids of a member's direct channels."""
    return (
        select(ties.c.channel)
        .join(personal_connections, personal_connections.c.channel == ties.c.channel)
        .join(streams, streams.c.name == _stream)
        .where(ties.c.member == member)
    )


def _seen_by(member: str, ids: Select[tuple[str]]) -> Select[tuple[object, ...]]:
    """Select these channels with all that a :class:`DirectChannel` tells, in one statement.

    The counts are made for the channels of ``ids`` alone, so that one should carry the page's
    limit.
    """
    chosen = ids.subquery("chosen")
    return (
        select(
            ties.c.channel,
            personal_connections.c.state,
            personal_connections.c.opened_at,
            _hidden().label("hidden"),
            streams.c.head,
            streams.c.last_message_at,
            _liveliness.label("liveliness"),
            _read.label("read"),
            _unread().label("unread"),
            *CARD,
        )
        .select_from(chosen)
        .join(ties, and_(ties.c.channel == chosen.c.channel, ties.c.member == member))
        .join(personal_connections, personal_connections.c.channel == chosen.c.channel)
        .join(streams, streams.c.name == _stream)
        .join(members, members.c.id == ties.c.other)
        .outerjoin(
            read_markers,
            and_(read_markers.c.stream == _stream, read_markers.c.member == member),
        )
    )


def _hidden() -> ColumnElement[bool]:
    """Say that the member has hidden the channel, and the other has not written since."""
    later = exists().where(
        events.c.stream == _stream,
        events.c.seq > ties.c.hidden_seq,
        events.c.kind == "message_sent",
        events.c.actor == ties.c.other,
    )
    return and_(ties.c.hidden_seq.is_not(None), ~later)


def _unread() -> ColumnElement[int]:
    """Count the other's messages behind the read marker that still stand, up to the ceiling."""
    erased = exists().where(
        message_deletions.c.stream == events.c.stream, message_deletions.c.target == events.c.seq
    )
    messages = (
        select(events.c.seq)
        .where(
            events.c.stream == _stream,
            events.c.seq > _read,
            events.c.kind == "message_sent",
            events.c.actor == ties.c.other,
            ~erased,
        )
        .limit(UNREAD_CEILING)
        .correlate(ties, read_markers)
        .subquery()
    )
    return select(func.count()).select_from(messages).scalar_subquery()


def _channel_of(row: Row[tuple[object, ...]]) -> DirectChannel:
    return DirectChannel(
        id=row.channel,
        stream=direct_stream(row.channel),
        member=card_of(row),
        open=row.state == "connected",
        hidden=bool(row.hidden),
        opened_at=row.opened_at,
        last_message_at=row.last_message_at,
        head=row.head,
        read=row.read,
        unread=row.unread,
    )
