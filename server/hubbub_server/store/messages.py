"""Messages in the log: finding them, and what was done to them since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, and_, delete, insert, select, update

from hubbub_protocol.codec import read_payload, write_payload
from hubbub_protocol.events import MessageEdited, MessageSent
from hubbub_server.domain.decoys import decoy_stream
from hubbub_server.store.interface import Reading, StoredEvent, Transaction
from hubbub_server.store.schema import (
    EVERYBODY,
    events,
    mentions,
    message_deletions,
    message_edits,
)
from hubbub_server.store.sight import Sight


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as it was written; ``sent.deleted`` tells whether it was erased since."""

    seq: int
    at: int
    author: str
    sent: MessageSent


@dataclass(frozen=True, slots=True)
class MessageEdit:
    """One edit of a message."""

    target: int
    seq: int
    at: int
    edited: MessageEdited


async def find_message(reading: Reading, stream: str, seq: int) -> SentMessage | None:
    """Return the message with this ``seq``; None if that is no message."""
    row = await reading.row(_messages(stream).where(events.c.seq == seq))
    return None if row is None else _message_of(row)


async def list_messages_up(
    reading: Reading, sight: Sight, after: int, limit: int
) -> list[SentMessage]:
    """Return the first messages with a higher ``seq`` than ``after``, ascending."""
    statement = _between(sight, after, sight.until).order_by(events.c.seq).limit(limit)
    return [_message_of(row) for row in await reading.rows(statement)]


async def list_messages_down(
    reading: Reading, sight: Sight, until: int, limit: int
) -> list[SentMessage]:
    """Return the last messages up to a ``seq``, ascending."""
    statement = (
        _between(sight, 0, min(until, sight.until)).order_by(events.c.seq.desc()).limit(limit)
    )
    return [_message_of(row) for row in reversed(await reading.rows(statement))]


async def list_messages_at(
    reading: Reading, sight: Sight, seqs: Collection[int]
) -> list[SentMessage]:
    """Return the messages with these ``seq`` that are not hidden, ascending."""
    statement = _messages(sight.stream).where(events.c.seq.in_(seqs), sight.shows(events.c.actor))
    statement = statement.order_by(events.c.seq)
    return [_message_of(row) for row in await reading.rows(statement)]


async def list_edits(
    reading: Reading, stream: str, targets: Collection[int], until: int
) -> list[MessageEdit]:
    """Return all edits of these messages up to a ``seq``, in the order they were made."""
    rows = await reading.rows(
        select(message_edits.c.target, events.c.seq, events.c.at, events.c.payload)
        .join(
            events,
            and_(events.c.stream == message_edits.c.stream, events.c.seq == message_edits.c.seq),
        )
        .where(
            message_edits.c.stream == stream,
            message_edits.c.target.in_(targets),
            message_edits.c.seq <= until,
        )
        .order_by(message_edits.c.seq)
    )
    return [MessageEdit(row.target, row.seq, row.at, _edited_of(row.payload)) for row in rows]


async def find_deletion(reading: Reading, stream: str, target: int) -> int | None:
    """Return the ``seq`` of the event that erased a message."""
    row = await reading.row(
        select(message_deletions.c.seq).where(
            message_deletions.c.stream == stream, message_deletions.c.target == target
        )
    )
    return None if row is None else int(row.seq)


async def put_edit(writing: Transaction, target: int, event: StoredEvent) -> None:
    """Write that a message was edited with this event."""
    await writing.execute(
        insert(message_edits).values(stream=event.stream, target=target, seq=event.seq)
    )


async def put_mentions(
    writing: Transaction, target: int, event: StoredEvent, ids: Sequence[str]
) -> None:
    """Write that a message mentions these, since this event.

    An id may be ``EVERYBODY``, and for one who is not told there stands their decoy.
    """
    for member in ids:
        await writing.execute(
            insert(mentions).values(
                member=member, stream=event.stream, seq=event.seq, target=target
            )
        )


async def erase(writing: Transaction, stream: str, message: SentMessage) -> None:
    """Blank every stored body of a message, and forget its edits and mentions."""
    sent = message.sent
    tombstone = MessageSent(id=sent.id, body="", reply_to=sent.reply_to, deleted=True)
    await _blank(writing, stream, message.seq, tombstone)
    await _forget_mentions(writing, stream, message.seq, sent)
    for edit in await list_edits(writing, stream, [message.seq], until=_NO_END):
        await _blank(
            writing, stream, edit.seq, MessageEdited(target=message.seq, body="", deleted=True)
        )
        await _forget_mentions(writing, stream, edit.seq, edit.edited)
    await writing.execute(
        delete(message_edits).where(
            message_edits.c.stream == stream, message_edits.c.target == message.seq
        )
    )


async def put_deletion(writing: Transaction, target: int, event: StoredEvent) -> None:
    """Write that a message was erased with this event."""
    await writing.execute(
        insert(message_deletions).values(stream=event.stream, target=target, seq=event.seq)
    )


_NO_END = 2**62


async def _blank(
    writing: Transaction, stream: str, seq: int, tombstone: MessageSent | MessageEdited
) -> None:
    await writing.execute(
        update(events)
        .where(events.c.stream == stream, events.c.seq == seq)
        .values(payload=write_payload(tombstone))
    )


async def _forget_mentions(
    writing: Transaction, stream: str, seq: int, payload: MessageSent | MessageEdited
) -> None:
    await writing.execute(
        delete(mentions).where(
            mentions.c.member.in_(
                [*payload.mentions, *map(decoy_stream, payload.mentions), EVERYBODY]
            ),
            mentions.c.stream == stream,
            mentions.c.seq == seq,
        )
    )


def _messages(stream: str) -> Select[tuple[int, int, str, bytes]]:
    return select(events.c.seq, events.c.at, events.c.actor, events.c.payload).where(
        events.c.stream == stream, events.c.kind == "message_sent"
    )


def _between(sight: Sight, after: int, until: int) -> Select[tuple[int, int, str, bytes]]:
    return _messages(sight.stream).where(
        events.c.seq > after, events.c.seq <= until, sight.shows(events.c.actor)
    )


def _message_of(row: Row[int, int, str, bytes] | Row[tuple[object, ...]]) -> SentMessage:
    payload = read_payload(row.payload)
    if not isinstance(payload, MessageSent):
        raise TypeError(f"event {row.seq} is stored as a message, but has {type(payload)}")
    return SentMessage(row.seq, row.at, row.actor, payload)


def _edited_of(stored: bytes) -> MessageEdited:
    payload = read_payload(stored)
    if not isinstance(payload, MessageEdited):
        raise TypeError(f"an edit is stored as {type(payload)}")
    return payload
