"""Everything that the SDK raises, in one tree::

    HubbubError
    ├── RefusedError          the hub refused a command or request: code, detail, field, limit, …
    │   └── AlreadyAnsweredError  the answer to this event was written before, in other words
    └── LinkError             the hub cannot be reached, or does not speak the protocol
        └── EndedError        the hub ended the session for good: code, verdict

What the libraries underneath raise is translated here and nowhere else.
"""

from typing import Literal

from hubbub_protocol.errors import RETRYABLE, CloseCode, ErrorCode


class HubbubError(Exception):
    """The root of what the SDK raises."""


class RefusedError(HubbubError):
    """The hub refused a command or request. Nothing of it was done.

    ``code`` is one of the protocol's error codes; ``detail`` a sentence; ``field``, where one is
    at fault, its dotted name; ``limit`` the limit as a number; ``after_ms`` the earliest sensible
    retry.
    """

    request_id: str | None = None
    """What the hub's log calls an HTTP request."""

    def __init__(
        self,
        code: ErrorCode,
        detail: str,
        *,
        field: str | None = None,
        limit: int | None = None,
        after_ms: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code: ErrorCode = code
        self.detail = detail
        self.field = field
        self.limit = limit
        self.after_ms = after_ms

    @property
    def retry(self) -> bool:
        """Whether the same may succeed later."""
        return self.code in RETRYABLE


class AlreadyAnsweredError(RefusedError):
    """The answer to this event was written before a restart, in other words; it stays as it is."""


class LinkError(HubbubError):
    """The hub cannot be reached, or what answers does not speak Hubbub's protocol."""


class EndedError(LinkError):
    """The hub ended the session, and opening another the same way is of no use.

    ``code`` is the close code; ``verdict`` is ``sign_in`` where a new token helps, else ``stop``.
    """

    def __init__(self, code: int, reason: str, verdict: Literal["sign_in", "stop"]) -> None:
        super().__init__(_sentence(code, reason))
        self.code = code
        self.reason = reason
        self.verdict = verdict


_MEANING = {
    CloseCode.EXPIRED: "the token has expired",
    CloseCode.SESSION_REPLACED: "another session of the same member and device took over",
    CloseCode.SIGNED_OUT: "the sign-in was ended",
    CloseCode.BAD_TOKEN: "the hub does not know the token",
    CloseCode.BANNED: "the account is banned",
    CloseCode.VERSION: "the hub does not speak this version of the protocol",
    CloseCode.MALFORMED: "the hub could not read what was sent",
    CloseCode.ABUSE: "the hub took what was sent for abuse",
    CloseCode.TOO_MANY_SOCKETS: "the member has too many sockets open",
    CloseCode.ORIGIN: "the hub does not accept this origin",
}


def _sentence(code: int, reason: str) -> str:
    meaning = next((text for known, text in _MEANING.items() if known == code), "")
    said = f": {reason}" if reason and meaning else reason
    return f"The session ended ({code}): {meaning}{said}"
