"""Writing a batch of messages: the hot path of SQLite, all of it inside one transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Mentioned, MessageSent
from hubbub_protocol.streams import stream_kind, stream_subject
from hubbub_server.domain import access
from hubbub_server.domain.decoys import decoy_stream, inbox_or_decoy
from hubbub_server.domain.direct_channels import Side, require_connected
from hubbub_server.store.interface import (
    MessageWritten,
    NewEvent,
    NewMessage,
    StoredEvent,
    WriteResult,
    key_conflict,
)
from hubbub_server.store.schema import EVERYBODY
from hubbub_server.store.sqlite.append import (
    Ledger,
    find_result,
    read_events,
    remember_results,
)

_BLOCKED: Final = """
SELECT 1 FROM blocks
WHERE blocker = :one AND blocked = :other OR blocker = :other AND blocked = :one
"""


def append_messages(
    link: sqlite3.Connection, messages: Sequence[NewMessage], now_us: int
) -> list[MessageWritten | Refusal]:
    """Check, number and insert messages in their order, inside an open transaction."""
    batch = _Batch(link, now_us)
    outcomes: list[MessageWritten | Refusal] = []
    for message in messages:
        try:
            outcomes.append(batch.find_written(message) or batch.write(message))
        except Refusal as refusal:
            outcomes.append(refusal)
    batch.insert()
    return outcomes


class _Batch:
    """What one batch has looked up and written so far."""

    def __init__(self, link: sqlite3.Connection, now_us: int) -> None:
        self._link = link
        self._ledger = Ledger(link, now_us)
        self._rights: dict[str, access.RoomRights | None] = {}  # by room
        self._memberships: dict[tuple[str, str], access.Membership | None] = {}  # room, member
        self._sides: dict[tuple[str, str], Side | None] = {}  # direct channel, member
        self._written: dict[tuple[str, str], tuple[NewMessage, MessageWritten]] = {}  # actor, key
        self._sent: set[tuple[str, int]] = set()  # stream, seq of the messages of this batch
        self._mentions: list[tuple[str, str, int, int]] = []  # rows of the table

    def find_written(self, message: NewMessage) -> MessageWritten | None:
        """Answer a known key, whatever has changed since."""
        earlier = self._written.get((message.actor, message.key.key))
        if earlier is not None:
            if earlier[0].key.fingerprint != message.key.fingerprint:
                raise key_conflict()
            return replace(earlier[1], result=replace(earlier[1].result, duplicate=True))
        known = find_result(self._link, message.key)
        if known is None:
            return None
        event = read_events(self._link, known.stream, known.seq - 1, 1)
        return MessageWritten(known, tuple(event))

    def write(self, message: NewMessage) -> MessageWritten:
        """Check the rights of a new message and number its events."""
        member = self._require_writer(message)
        self._require_reply_target(message)
        mentioned = self._mentioned(message)
        everybody = message.mentions_room and access.hosts(member)
        payload = MessageSent(
            id=message.id,
            body=message.body,
            reply_to=message.reply_to,
            mentions=mentioned,
            mentions_room=everybody,
        )
        sent = self._ledger.number(NewEvent(message.stream, message.actor, payload))
        others = [member for member in mentioned if member != message.actor]
        told = [self._tell(sent, one) for one in others]
        if everybody:
            self._mentions.append((EVERYBODY, sent.stream, sent.seq, sent.seq))
        result = WriteResult(sent.stream, sent.seq, sent.at, message.id)
        written = MessageWritten(result, (sent, *told))
        self._sent.add((sent.stream, sent.seq))
        self._written[message.actor, message.key.key] = (message, written)
        return written

    def insert(self) -> None:
        """Insert what was numbered, the keys and the mentions."""
        self._ledger.insert()
        results = [(message.key, written.result) for message, written in self._written.values()]
        remember_results(self._link, results)
        self._link.executemany(
            "INSERT INTO mentions (member, stream, seq, target) VALUES (?, ?, ?, ?)",
            self._mentions,
        )

    def _tell(self, sent: StoredEvent, member: str) -> StoredEvent:
        """Tell a member that they are mentioned; their decoy, if a block hides it from them."""
        sees = self._sees(member, sent)
        row = (member if sees else decoy_stream(member), sent.stream, sent.seq, sent.seq)
        self._mentions.append(row)
        payload = Mentioned(source=sent.stream, target=sent.seq)
        stream = inbox_or_decoy(member, told=sees)
        return self._ledger.number(NewEvent(stream, sent.actor, payload))

    def _sees(self, member: str, sent: StoredEvent) -> bool:
        """Whether a member of the room is shown what was sent there."""
        pair = {"one": member, "other": sent.actor}
        blocked = self._link.execute(_BLOCKED, pair).fetchone() is not None
        membership = self._membership(stream_subject(sent.stream), member)
        return access.hosts(membership) or not blocked

    def _require_writer(self, message: NewMessage) -> access.Membership | None:
        """Return the membership of one who may write, None in a direct channel, or raise."""
        kind, subject = stream_kind(message.stream), stream_subject(message.stream)
        if kind == "direct":
            require_connected(self._side(subject, message.actor))
            return None
        if kind != "room":
            raise access.no_such_room()
        membership = self._membership(subject, message.actor)
        return access.require_writer(self._rights_of(subject), membership)

    def _require_reply_target(self, message: NewMessage) -> None:
        if message.reply_to is None or (message.stream, message.reply_to) in self._sent:
            return
        found = self._link.execute(
            "SELECT 1 FROM events WHERE stream = ? AND seq = ? AND kind = 'message_sent'",
            (message.stream, message.reply_to),
        ).fetchone()
        if found is None:
            raise access.no_such_message("reply_to", message.reply_to)

    def _mentioned(self, message: NewMessage) -> tuple[str, ...]:
        if not message.mentions or stream_kind(message.stream) != "room":
            return ()
        room = stream_subject(message.stream)
        found = (self._member_named(name) for name in message.mentions)
        return tuple(m for m in found if m and access.is_member(self._membership(room, m)))

    def _member_named(self, username: str) -> str | None:
        row = self._link.execute(
            "SELECT id FROM members WHERE username = ?", (username,)
        ).fetchone()
        return row[0] if row else None

    def _rights_of(self, room: str) -> access.RoomRights | None:
        if room not in self._rights:
            row = self._link.execute(
                "SELECT access, look, state FROM rooms WHERE id = ?", (room,)
            ).fetchone()
            self._rights[room] = access.RoomRights(row[0], bool(row[1]), row[2]) if row else None
        return self._rights[room]

    def _side(self, channel: str, member: str) -> Side | None:
        key = (channel, member)
        if key not in self._sides:
            row = self._link.execute(
                "SELECT state FROM personal_connections WHERE channel = ? AND ? IN (one, other)",
                key,
            ).fetchone()
            self._sides[key] = Side(connected=row[0] == "connected") if row else None
        return self._sides[key]

    def _membership(self, room: str, member: str) -> access.Membership | None:
        key = (room, member)
        if key not in self._memberships:
            row = self._link.execute(
                "SELECT role, state, joined_seq, until_seq FROM memberships"
                " WHERE room = ? AND member = ?",
                key,
            ).fetchone()
            self._memberships[key] = access.Membership(*row) if row else None
        return self._memberships[key]
