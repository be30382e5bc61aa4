"""Numbering and inserting events, and reading them: the hot path of PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from hubbub_protocol.codec import write_payload
from hubbub_protocol.errors import Refusal
from hubbub_server.store.interface import (
    Head,
    NewEvent,
    StoredEvent,
    WriteKey,
    WriteResult,
    key_conflict,
)
from hubbub_server.store.postgresql.link import Link

_PAGE_EVENTS: Final = 128
_PAGE_BYTES: Final = 262_144

_LOCK: Final = "SELECT stream, head_seq, head_at FROM lock_heads_1($1)"
_HEAD: Final = "SELECT head, last_at FROM streams WHERE name = $1"
_HEADS: Final = """
SELECT i.epoch, s.name, s.head, s.last_at
FROM installation AS i LEFT JOIN streams AS s ON s.name = ANY ($1)
"""
_APPEND: Final = """
WITH inserted AS (
  INSERT INTO events (stream, seq, kind, at, actor, payload)
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bytea[])
)
UPDATE streams SET head = new.head, last_at = new.last_at,
  last_message_at = coalesce(new.last_message_at, streams.last_message_at)
FROM unnest($7::text[], $8::bigint[], $9::bigint[], $10::bigint[])
  AS new (name, head, last_at, last_message_at)
WHERE streams.name = new.name
"""
_EVENTS: Final = """
SELECT stream, seq, kind, at, actor, payload FROM events
WHERE stream = $1 AND seq > $2 AND seq <= $3 ORDER BY seq
"""
_PAGE: Final = """
SELECT stream, seq, kind, at, actor, payload FROM (
  SELECT *, sum(octet_length(payload)) OVER (ORDER BY seq) - octet_length(payload) AS bytes_before
  FROM events WHERE stream = $1 AND seq > $2 AND seq <= $3
) AS found
WHERE bytes_before < $4 ORDER BY seq
"""
"""Of long messages only those of the page are read from the disk and sent: the length is known."""
_FIND: Final = """
SELECT fingerprint, stream, seq, at, id FROM command_keys WHERE actor = $1 AND key = $2
"""
_REMEMBER: Final = """
INSERT INTO command_keys (actor, key, fingerprint, stream, seq, id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING true
"""


async def lock_heads(link: Link, streams: Sequence[str]) -> dict[str, Head]:
    """Lock the heads of these streams in the order of their names, and return them."""
    rows = await link.fetch(_LOCK, streams)
    return {name: Head(seq, at) for name, seq, at in rows}


async def read_head(link: Link, stream: str) -> Head:
    """Return where a stream ends."""
    rows = await link.fetch(_HEAD, stream)
    return Head(*rows[0]) if rows else Head(0, 0)


async def read_heads(link: Link, streams: Sequence[str]) -> tuple[str, dict[str, Head]]:
    """Return the epoch and where these streams end, all at one moment."""
    rows = await link.fetch(_HEADS, list(streams))
    found = {name: Head(seq, at) for _, name, seq, at in rows}
    return rows[0][0], {stream: found.get(stream, Head(0, 0)) for stream in streams}


class Ledger:
    """Numbers the events of one transaction, in streams that it has locked."""

    def __init__(self, link: Link, heads: dict[str, Head], now_us: int) -> None:
        self._link = link
        self._heads = heads  # of the locked streams, as they will be
        self._now_us = now_us

    async def append(self, events: Sequence[NewEvent]) -> list[StoredEvent]:
        """Number and insert events, raise the heads, and return them."""
        for event in events:
            if event.stream not in self._heads:
                raise LookupError(f"{event.stream} is not locked by this transaction")
        new = [self._number(event) for event in events]
        messages = {event.stream: event.at for event in new if event.kind == "message_sent"}
        names = list(dict.fromkeys(event.stream for event in new))
        columns = zip(
            *((e.stream, e.seq, e.kind, e.at, e.actor, e.payload) for e in new), strict=True
        )
        if new:
            await self._link.fetch(
                _APPEND,
                *columns,
                names,
                [self._heads[name].seq for name in names],
                [self._heads[name].at for name in names],
                [messages.get(name) for name in names],
            )
        return new

    def _number(self, event: NewEvent) -> StoredEvent:
        head = self._heads[event.stream]
        at = max(self._now_us, head.at)
        kind = str(event.payload.__struct_config__.tag)
        self._heads[event.stream] = Head(head.seq + 1, at)
        return StoredEvent(
            event.stream, head.seq + 1, kind, at, event.actor, write_payload(event.payload)
        )


async def read_events(link: Link, stream: str, after: int, limit: int) -> list[StoredEvent]:
    """Return at most ``limit`` events after a ``seq``."""
    return [StoredEvent(*row) for row in await link.fetch(_EVENTS, stream, after, after + limit)]


async def read_page(link: Link, stream: str, after: int, until: int | None) -> list[StoredEvent]:
    """Return the next events: so many, or as many as reach so many bytes."""
    last = after + _PAGE_EVENTS
    last = last if until is None else min(until, last)
    rows = await link.fetch(_PAGE, stream, after, last, _PAGE_BYTES)
    return [StoredEvent(*row) for row in rows]


async def find_result(link: Link, key: WriteKey) -> WriteResult | None:
    """Return the first result of a known key; the same key with other content is a conflict."""
    rows = await link.fetch(_FIND, key.actor, key.key)
    if not rows:
        return None
    fingerprint, stream, seq, at, made = rows[0]
    if fingerprint != key.fingerprint:
        raise key_conflict()
    return WriteResult(stream=stream, seq=seq, at=at, id=made, duplicate=True)


async def remember_result(link: Link, key: WriteKey, result: WriteResult) -> None:
    """Keep the result of a key for ever.

    If another transaction, on other streams, has used the key meanwhile, this one must end: with
    ``conflict`` if that was for something else, and otherwise with ``unavailable``, since one who
    asks again gets the first result.
    """
    values = (key.actor, key.key, key.fingerprint, result.stream, result.seq, result.id, result.at)
    if await link.fetch(_REMEMBER, *values):
        return
    await find_result(link, key)
    raise Refusal("unavailable", "The same is being done with this key already", after_ms=100)
