"""Refusals: what went wrong, in a form that programs and people can read.

One exception, :class:`Refusal`, is raised by every layer that refuses something; the edges turn
it into an ``error`` frame or an HTTP answer with the same fields.
"""

from enum import IntEnum
from typing import Final, Literal

ErrorCode = Literal[
    "bad_request",
    "unauthorized",
    "forbidden",
    "not_found",
    "not_connected",
    "conflict",
    "too_large",
    "rate_limited",
    "unavailable",
    "internal",
]

HTTP_STATUS: Final[dict[ErrorCode, int]] = {
    "bad_request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_connected": 403,
    "not_found": 404,
    "conflict": 409,
    "too_large": 413,
    "rate_limited": 429,
    "internal": 500,
    "unavailable": 503,
}
"""The HTTP status of each code."""

RETRYABLE: Final[frozenset[ErrorCode]] = frozenset({"rate_limited", "unavailable", "internal"})
"""The codes after which the same command may succeed later."""


class Refusal(Exception):
    """A command or request that is refused.

    ``detail`` is a sentence for people that names the limit and what came (never a secret);
    ``field`` the offending field, dotted; ``limit`` the limit as a number where there is one;
    ``after_ms`` the earliest sensible retry.
    """

    def __init__(
        self,
        code: ErrorCode,
        detail: str,
        *,
        field: str | None = None,
        limit: int | None = None,
        after_ms: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.code: ErrorCode = code
        self.detail = detail
        self.field = field
        self.limit = limit
        self.after_ms = after_ms

    @property
    def retry(self) -> bool:
        """Whether the same command may succeed later."""
        return self.code in RETRYABLE

    def __repr__(self) -> str:
        return f"Refusal({self.code!r}, {self.detail!r}, field={self.field!r})"


class CloseCode(IntEnum):
    """Why a hub closes a socket. The range is the verdict, but for one: :func:`close_verdict`."""

    GOING_AWAY = 1001
    SERVICE_RESTART = 1012
    INTERNAL = 4000
    NO_HELLO = 4001
    NO_PONG = 4002
    OVERLOADED = 4013
    EXPIRED = 4100
    SESSION_REPLACED = 4101
    SIGNED_OUT = 4102
    BAD_TOKEN = 4200
    BANNED = 4201
    VERSION = 4202
    MALFORMED = 4203
    ABUSE = 4204
    TOO_MANY_SOCKETS = 4205
    ORIGIN = 4206


CloseVerdict = Literal["resume", "back_off", "sign_in", "stop"]


def close_verdict(code: int) -> CloseVerdict:
    """Tell what a client does after a close: any code outside the three ranges means resume.

    Whoever was replaced stops, though the range would send them for a new token: they would take
    the session back, be replaced again, and so on for ever.
    """
    if code == CloseCode.SESSION_REPLACED:
        return "stop"
    if 4000 <= code <= 4099:
        return "back_off"
    if 4100 <= code <= 4199:
        return "sign_in"
    if 4200 <= code <= 4299:
        return "stop"
    return "resume"
