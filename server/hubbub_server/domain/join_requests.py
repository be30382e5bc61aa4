"""Asking to join a room on request: who may ask, how often, and what answers say."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import (
    ASK_AGAIN_DAYS,
    MAX_JOIN_REASON,
    MAX_JOIN_REQUESTS,
    MAX_REFUSAL_WORD,
)
from hubbub_server.domain.access import (
    Membership,
    RoomRights,
    is_member,
    may_know,
    no_such_room,
)
from hubbub_server.domain.memberships import require_takes_members
from hubbub_server.domain.texts import check_line, check_optional_line

_DAY_US: Final = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """What became of a member's latest join request to a room."""

    state: Literal["pending", "refused"]
    changed_at: int
    """When it was made or refused, in microseconds since 1970."""


def no_such_join_request() -> Refusal:
    """The refusal of an answer to one who does not ask, or asks no longer."""
    return Refusal("not_found", "There is no such join request to this room", field="member")


def check_reason(reason: str) -> str:
    """Return why one would join, without the blanks around it."""
    return check_line(reason, "reason", MAX_JOIN_REASON)


def check_word(word: str) -> str:
    """Return what one who is refused is told."""
    return check_optional_line(word, "word", MAX_REFUSAL_WORD)


def require_may_ask(
    room: RoomRights | None,
    membership: Membership | None,
    known: KnownRequest | None,
    *,
    pending: int,
    now_us: int,
) -> None:
    """Raise unless one may ask to join the room.

    ``pending`` is how many join requests of the asker wait for an answer, in all rooms.
    """
    if room is None or not may_know(room, membership):
        raise no_such_room()
    if is_member(membership):
        raise Refusal("conflict", "You belong to this room already", field="room")
    require_takes_members(room)
    if room.access != "request":
        raise Refusal(
            "conflict", "Nobody has to ask here: this room is open; join it", field="room"
        )
    if known is not None:
        _require_no_answer_due(known, now_us)
    if pending >= MAX_JOIN_REQUESTS:
        raise Refusal(
            "conflict",
            f"At most {MAX_JOIN_REQUESTS} join requests may wait for an answer, and yours are"
            f" {pending}; withdraw one first",
            limit=MAX_JOIN_REQUESTS,
        )


def _require_no_answer_due(known: KnownRequest, now_us: int) -> None:
    if known.state == "pending":
        raise Refusal(
            "conflict", "You have asked already; the hosts have not answered", field="room"
        )
    again_at = known.changed_at + ASK_AGAIN_DAYS * _DAY_US
    if now_us < again_at:
        when = datetime.fromtimestamp(again_at // 1_000_000, UTC)
        raise Refusal(
            "conflict",
            f"This room refused less than {ASK_AGAIN_DAYS} days ago; one may ask again from"
            f" {when:%Y-%m-%d %H:%M} UTC on",
            field="room",
            limit=ASK_AGAIN_DAYS,
        )
