"""The neutral log format: JSON Lines, one message a line, described in ``load/README.md``."""

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from hubbub_protocol.checks import refusal_of
from hubbub_protocol.limits import MAX_ROOM_NAME, Limits
from hubbub_protocol.streams import Microseconds

MAX_TEXT: Final = Limits().body
MAX_NAME: Final = 100
"""The longest id and the longest name of an author."""


class LogMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One message of a log."""

    room: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_ROOM_NAME)]
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_NAME)]
    """Unique in the whole log."""
    author: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_NAME)]
    at: Microseconds
    """When it was written, in microseconds UTC since 1970."""
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT)]
    reply_to: str | None = None
    """The ``id`` of an earlier message of the same room."""


class LogError(Exception):
    """A log that cannot be read: the line (from 1), the field where one is at fault, and why."""

    def __init__(self, line: int, field: str | None, reason: str) -> None:
        super().__init__(f"line {line}: {f'`{field}`: ' if field else ''}{reason}")
        self.line = line
        self.field = field
        self.reason = reason


def read_log(lines: Iterable[bytes]) -> list[LogMessage]:
    """Read and check a log; the messages stand in the order of its lines, blank lines left out.

    Raises :class:`LogError` at the first line that is no message, repeats an id, or answers a
    message that is not an earlier one of its room.
    """
    messages: list[LogMessage] = []
    line_of: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        message = _read_line(number, line)
        first = line_of.setdefault(message.id, number)
        if first != number:
            raise LogError(number, "id", f"{message.id!r} stands already on line {first}")
        messages.append(message)
    _check_replies(messages, line_of)
    return messages


def write_line(message: LogMessage) -> bytes:
    """Write one message as a line of a log, with its line feed."""
    return msgspec.json.encode(message) + b"\n"


def sort_rooms(messages: Iterable[LogMessage]) -> dict[str, list[LogMessage]]:
    """Part a log into its rooms, each by ``at``; what has the same ``at`` keeps its order."""
    rooms: dict[str, list[LogMessage]] = {}
    for message in messages:
        rooms.setdefault(message.room, []).append(message)
    return {room: sorted(part, key=lambda message: message.at) for room, part in rooms.items()}


def _read_line(number: int, line: bytes) -> LogMessage:
    try:
        raw: object = msgspec.json.decode(line)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise LogError(number, None, f"not JSON: {error}") from error
    try:
        message = msgspec.convert(raw, LogMessage)
    except msgspec.ValidationError as error:
        refusal = refusal_of(error, raw)
        raise LogError(number, refusal.field, refusal.detail) from error
    if not message.text.strip():
        raise LogError(number, "text", f"blank, got {len(message.text)} characters of space")
    return message


def _check_replies(messages: list[LogMessage], line_of: dict[str, int]) -> None:
    room_of = {message.id: message.room for message in messages}
    for part in sort_rooms(messages).values():
        seen: set[str] = set()
        for message in part:
            target = message.reply_to
            if target is not None and target not in seen:
                raise LogError(line_of[message.id], "reply_to", _why(message, target, room_of))
            seen.add(message.id)


def _why(message: LogMessage, target: str, room_of: dict[str, str]) -> str:
    if target not in room_of:
        return f"{target!r} is the id of no message of this log"
    if room_of[target] != message.room:
        return f"{target!r} stands in room {room_of[target]!r}, not in {message.room!r}"
    return f"{target!r} is not an earlier message: replies follow what they answer, by `at`"
