"""Numbering and inserting events: the one write path of SQLite.

Plain functions on a ``sqlite3`` link inside ``BEGIN IMMEDIATE``. That lock is on the whole file,
so it covers the heads of all streams, and whatever is read here was committed before it.
"""

import json
import sqlite3
from collections.abc import Sequence

from hubbub_protocol.codec import write_payload
from hubbub_server.store.interface import (
    Head,
    NewEvent,
    StoredEvent,
    WriteKey,
    WriteResult,
    key_conflict,
)


def read_head(link: sqlite3.Connection, stream: str) -> Head:
    """Return where a stream ends."""
    row = link.execute("SELECT head, last_at FROM streams WHERE name = ?", (stream,)).fetchone()
    return Head(*row) if row else Head(0, 0)


def read_heads(link: sqlite3.Connection, streams: Sequence[str]) -> tuple[str, dict[str, Head]]:
    """Return the epoch and where these streams end, all at one moment."""
    rows = link.execute(
        "SELECT i.epoch, s.name, s.head, s.last_at FROM installation AS i"
        " LEFT JOIN streams AS s ON s.name IN (SELECT value FROM json_each(?))",
        (json.dumps(streams),),  # one parameter, however many streams
    ).fetchall()
    found = {name: Head(seq, at) for _, name, seq, at in rows}
    return rows[0][0], {stream: found.get(stream, Head(0, 0)) for stream in streams}


class Ledger:
    """Numbers the events of one transaction, and inserts them in one go."""

    def __init__(self, link: sqlite3.Connection, now_us: int) -> None:
        self._link = link
        self._now_us = now_us
        self._heads: dict[str, Head] = {}  # as they will be
        self._last_message_at: dict[str, int] = {}
        self._new: list[StoredEvent] = []  # numbered, not yet inserted

    def number(self, event: NewEvent) -> StoredEvent:
        """Give an event its place; :meth:`insert` writes it."""
        head = self._heads.get(event.stream) or read_head(self._link, event.stream)
        at = max(self._now_us, head.at)
        kind = str(event.payload.__struct_config__.tag)
        payload = write_payload(event.payload)
        stored = StoredEvent(event.stream, head.seq + 1, kind, at, event.actor, payload)
        self._heads[event.stream] = Head(stored.seq, at)
        if kind == "message_sent":
            self._last_message_at[event.stream] = at
        self._new.append(stored)
        return stored

    def insert(self) -> list[StoredEvent]:
        """Insert the events numbered since the last time, raise the heads, and return them."""
        new = self._new
        self._new = []
        self._link.executemany(
            "INSERT INTO events (stream, seq, kind, at, actor, payload) VALUES (?, ?, ?, ?, ?, ?)",
            [(e.stream, e.seq, e.kind, e.at, e.actor, e.payload) for e in new],
        )
        self._link.executemany(
            "INSERT INTO streams (name, head, last_at, last_message_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET head = excluded.head, last_at = excluded.last_at,"
            " last_message_at = coalesce(excluded.last_message_at, last_message_at)",
            [
                (name, self._heads[name].seq, self._heads[name].at, self._last_message_at.get(name))
                for name in dict.fromkeys(e.stream for e in new)
            ],
        )
        return new


def read_events(
    link: sqlite3.Connection, stream: str, after: int, limit: int, until: int | None = None
) -> list[StoredEvent]:
    """Return at most ``limit`` events after a ``seq``, up to and including ``until``."""
    last = until if until is not None else after + limit
    rows = link.execute(
        "SELECT stream, seq, kind, at, actor, payload FROM events"
        " WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
        (stream, after, last, limit),
    )
    return [StoredEvent(*row) for row in rows]


def find_result(link: sqlite3.Connection, key: WriteKey) -> WriteResult | None:
    """Return the first result of a known key; the same key with other content is a conflict."""
    row = link.execute(
        "SELECT fingerprint, stream, seq, at, id FROM command_keys WHERE actor = ? AND key = ?",
        (key.actor, key.key),
    ).fetchone()
    if row is None:
        return None
    if row[0] != key.fingerprint:
        raise key_conflict()
    return WriteResult(stream=row[1], seq=row[2], at=row[3], id=row[4], duplicate=True)


def remember_results(
    link: sqlite3.Connection, results: Sequence[tuple[WriteKey, WriteResult]]
) -> None:
    """Keep the results of keys for ever."""
    link.executemany(
        "INSERT INTO command_keys (actor, key, fingerprint, stream, seq, id, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(k.actor, k.key, k.fingerprint, r.stream, r.seq, r.id, r.at) for k, r in results],
    )
