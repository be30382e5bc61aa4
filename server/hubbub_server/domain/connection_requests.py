"""Connection requests: what may be written in one, how many may be pending, and what is refused.

Every refusal of asking is a function of what the asker did, and of what anybody who may ask can
see of the other. None depends on how the other answered.
"""

import re
from typing import Final, Literal, get_args

from hubbub_protocol.errors import ErrorCode, Refusal
from hubbub_protocol.limits import MAX_NEW_ACCOUNT_REQUESTS, MAX_OPENING, MAX_REQUESTS
from hubbub_server.domain.mentions import find_mentions
from hubbub_server.domain.pairs import Side
from hubbub_server.domain.texts import check_optional_line

DAY_US: Final = 24 * 3600 * 1_000_000
_NEW_ACCOUNT_US: Final = 3 * DAY_US
_LINK: Final = re.compile(r"://|\bwww\.", re.IGNORECASE)

Reason = Literal[
    "asked_already",
    "no_such_request",
    "connected_already",
    "never_connected",
    "blocked_by_oneself",
    "bots_do_not_ask",
    "oneself",
    "unknown",
    "no_opening",
    "opening_needed",
]
"""Why a command on a pair is refused."""

REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
_REFUSED: Final[dict[Reason, tuple[ErrorCode, str, str | None]]] = {
    "asked_already": ("conflict", "You have asked already; the request is pending", "member"),
    "no_such_request": ("not_found", "There is no such connection request", "request"),
    "connected_already": ("conflict", "You are connected already", "member"),
    "never_connected": ("not_found", "You are not connected with this member", "member"),
    "blocked_by_oneself": ("conflict", "You block this member; unblock them first", "member"),
    "bots_do_not_ask": ("forbidden", "Bots cannot ask for personal connections", None),
    "oneself": ("bad_request", "This is yourself", "member"),
    "unknown": ("not_found", "There is no such member", "member"),
    "no_opening": ("bad_request", "This member wants requests without words", "opening"),
    "opening_needed": ("bad_request", "This member wants a few words with a request", "opening"),
}  # fmt: skip


def refused(reason: Reason) -> Refusal:
    """The refusal with that reason, a name of the state table."""
    code, detail, field = _REFUSED[reason]
    return Refusal(code, detail, field=field)


def check_opening(opening: str) -> str:
    """Return the opening of a request without the blanks around it: plain text of one line."""
    line = check_optional_line(opening, "opening", MAX_OPENING)
    if _LINK.search(line):
        raise _bad_opening("links")
    mentions = find_mentions(line)
    if mentions.names or mentions.room:
        raise _bad_opening("mentions")
    return line


def require_wanted_opening(receiver: Side, opening: str) -> None:
    """Raise unless the opening, or that there is none, is what the receiver wants."""
    if receiver.openings == "off" and opening:
        raise refused("no_opening")
    if receiver.openings == "required" and not opening:
        raise refused("opening_needed")


def require_place_for_another(sender: Side, pending: int, now_us: int) -> None:
    """Raise if as many requests of the sender are pending as may be."""
    is_new = now_us - sender.created_at < _NEW_ACCOUNT_US
    most = MAX_NEW_ACCOUNT_REQUESTS if is_new else MAX_REQUESTS
    if pending >= most:
        raise Refusal(
            "conflict",
            f"At most {most} of your connection requests may be pending, and {pending} are;"
            " withdraw one first",
            limit=most,
        )


def _bad_opening(what: str) -> Refusal:
    return Refusal(
        "bad_request",
        f"The words of a request are plain text and may not contain {what}",
        field="opening",
    )
