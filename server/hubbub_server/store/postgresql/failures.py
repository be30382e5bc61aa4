"""What PostgreSQL cannot do: now (refused, worth another try), or ever (a defect of ours)."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError

from hubbub_protocol.errors import Refusal
from hubbub_server.logs import logger

_CLASSES: Final = frozenset({"08", "28", "3D", "40", "53", "57", "58"})
"""Of error codes: link, sign-in, no such database, rolled back (deadlock), out of resources,
operator (shutdown, cancelled), system (disk). What a link meets when it is opened is among them."""
_CODES: Final = frozenset({"25006", "25P03", "55P03"})
"""Read-only (it follows another server now), ended because we were idle, lock not available."""
_NOT_IN_TEXT: Final = "22021"


class Availability:
    """Whether the database can be used, so that the log says when that changes, and only then."""

    def __init__(self, *, is_opening: bool = False) -> None:
        self._failed_with: str | None = None  # the reason that was logged last
        self._is_opening = is_opening  # whoever opens says in one sentence why it cannot be

    def note_success(self) -> None:
        """Note that a link was opened or a batch written."""
        if self._failed_with is not None:
            self._failed_with = None
            logger.info("the database can be used again")

    def refusal_of(self, error: Exception, *, broken: bool) -> Refusal | None:
        """Return what is answered to an error; None for a defect, which comes out as it is.

        ``broken``: the link on which it happened is of no use any more.
        """
        origin = origin_of(error)
        code = str(getattr(origin, "sqlstate", None) or "")
        if code == _NOT_IN_TEXT:
            return Refusal("bad_request", "Text may not have the character U+0000")
        passing = (
            broken
            or code[:2] in _CLASSES
            or code in _CODES
            or isinstance(origin, (OSError, TimeoutError, asyncpg.InvalidCachedStatementError))
        )
        return self.unavailable(error) if passing else None

    def unavailable(self, error: Exception) -> Refusal:
        """Return what is answered to an error that may pass, and log its reason if it is new."""
        # Not the statement and its parameters, which carry what somebody wrote.
        origin = origin_of(error)
        reason = str(origin) or type(origin).__name__
        if reason != self._failed_with:
            self._failed_with = reason
            if not self._is_opening:
                logger.warning("the database cannot be used", reason=reason)
        return Refusal("unavailable", "The database cannot be used right now", after_ms=1000)


def origin_of(error: BaseException) -> BaseException:
    """Return the driver's own error inside one of SQLAlchemy's."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig.__cause__ or error.orig
    return error
