"""Writing a batch of messages: one round trip to a function in the database.

The function is in ``migrations/functions/append_messages_2.sql``. It locks, looks, numbers and
inserts; here its answer becomes what SQLite's ``messages.py`` answers, refusal by refusal.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import asyncpg

from hubbub_protocol.codec import write_payload
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import MessageSent
from hubbub_protocol.streams import stream_kind, stream_subject
from hubbub_server.domain import access
from hubbub_server.domain.direct_channels import Side, require_connected
from hubbub_server.store.interface import (
    MessageWritten,
    NewMessage,
    StoredEvent,
    WriteResult,
    key_conflict,
)
from hubbub_server.store.postgresql.link import Link

_APPEND: Final = """
SELECT item, outcome, stream, seq, kind, at, actor, payload, id
FROM append_messages_2($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""

_ACTIVE: Final = access.RoomRights("open", look=False, state="active")
_ARCHIVED: Final = access.RoomRights("open", look=False, state="archived")
_MEMBER: Final = access.Membership("member", "member", joined_seq=1, until_seq=None)
_RULES: Final[dict[str, Callable[[], object]]] = {
    "no_room": partial(access.require_writer, None, None),
    "no_member": partial(access.require_writer, _ACTIVE, None),
    "archived": partial(access.require_writer, _ARCHIVED, _MEMBER),
    "no_channel": partial(require_connected, None),
    "not_connected": partial(require_connected, Side(connected=False)),
}
"""For what the function refuses: the rule that refuses it for the same reason."""


class _Place(NamedTuple):
    """A stream as the function takes it: nothing of a name that is neither of the two."""

    stream: str = ""
    room: str = ""
    channel: str = ""


async def append_messages(
    link: Link, messages: Sequence[NewMessage], now_us: int
) -> list[MessageWritten | Refusal]:
    """Check, number and insert messages in their order, in a transaction of their own."""
    places = [_place_of(message.stream) for message in messages]
    channels = [place.channel for place in places]
    rows = await link.fetch(
        _APPEND,
        now_us,
        [message.actor for message in messages],
        [message.key.key for message in messages],
        [message.key.fingerprint for message in messages],
        [place.stream for place in places],
        [place.room for place in places],
        channels if any(channels) else [],
        [message.id for message in messages],
        [_payload_begun(message) for message in messages],
        [message.reply_to for message in messages],
        [" ".join(message.mentions) for message in messages],
        [message.mentions_room for message in messages],
    )
    outcomes: list[MessageWritten | Refusal] = []
    written: dict[int, MessageWritten] = {}  # by their number in the batch, from 1
    for number, group in groupby(rows, itemgetter("item")):
        first, *told = group
        outcome = first["outcome"]
        if outcome in ("written", "known"):
            events = tuple(_event_of(row) for row in (first, *told))
            known = outcome == "known"
            result = WriteResult(first["stream"], first["seq"], first["at"], first["id"], known)
            written[number] = MessageWritten(result, events)
            outcomes.append(written[number])
        elif outcome == "again":
            earlier = written[first["seq"]]
            outcomes.append(replace(earlier, result=replace(earlier.result, duplicate=True)))
        else:
            outcomes.append(_refusal_of(outcome, messages[number - 1]))
    return outcomes


def _refusal_of(outcome: str, message: NewMessage) -> Refusal:
    if outcome == "conflict":
        return key_conflict()
    if outcome == "no_target":
        return access.no_such_message("reply_to", message.reply_to or 0)
    try:
        _RULES[outcome]()
    except Refusal as refusal:
        return refusal
    raise LookupError(f"The rules allow what the database refused as {outcome}")


def _event_of(row: asyncpg.Record) -> StoredEvent:
    return StoredEvent(
        row["stream"], row["seq"], row["kind"], row["at"], row["actor"], row["payload"]
    )


def _place_of(stream: str) -> _Place:
    match stream_kind(stream):
        case "room":
            return _Place(stream, room=stream_subject(stream))
        case "direct":
            return _Place(stream, channel=stream_subject(stream))
        case _:
            return _Place()


def _payload_begun(message: NewMessage) -> str:
    """Write the payload but for its end: whom it mentions is known after the lock."""
    payload = MessageSent(id=message.id, body=message.body, reply_to=message.reply_to)
    return write_payload(payload)[:-1].decode()
