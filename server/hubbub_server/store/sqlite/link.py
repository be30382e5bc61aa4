"""A link to the database file, and the one thread that uses it."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from hubbub_protocol.errors import Refusal
from hubbub_server.logs import logger

T = TypeVar("T")

SAY_AGAIN_S: Final = 60.0
"""Why the database cannot be used is logged at most so often, for each reason."""

_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit that was acknowledged survives the power cut
    "PRAGMA secure_delete=ON",  # else what was erased lies in the file until it is overwritten
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",  # `hubbub admin` may write beside a running hub
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)


def engine_for(path: Path) -> Engine:
    """Return what opens links to a file; they share the statements that it has compiled."""
    return create_engine(
        "sqlite://",
        creator=lambda: _open(path),
        poolclass=NullPool,
        hide_parameters=True,  # errors are logged, and parameters hold messages
    )


class Link:
    """One SQLite link with a thread of its own, so that no two statements of it ever overlap."""

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._engine = engine
        self._read_only = read_only
        self._database: Connection | None = None  # opened by its thread, on first use
        self._said: dict[str, float] = {}  # when each reason was logged last

    async def run(self, deed: Callable[[Connection], T]) -> T:
        """Do something with the link on its thread, and return what that returns.

        If the caller is cancelled, a deed that has begun still ends, before the next one begins.
        What SQLite itself cannot do (disk full, file locked for long) is refused as
        ``unavailable``.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._run_here, deed)
        except (OperationalError, sqlite3.OperationalError) as error:
            # Not the statement, which may carry what somebody wrote.
            reason = error.orig if isinstance(error, OperationalError) else error
            self._say_why(str(reason), loop.time())
            raise Refusal(
                "unavailable", "The database cannot be used right now", after_ms=1000
            ) from error

    async def close(self) -> None:
        """Finish what is under way and close the link."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close_here)
        self._thread.shutdown(wait=False)

    def _say_why(self, reason: str, now: float) -> None:
        """Log a reason, though not for everybody who tries: the log may be on the full disk."""
        if now - self._said.get(reason, -SAY_AGAIN_S) >= SAY_AGAIN_S:
            self._said[reason] = now
            logger.warning("the database cannot be used", reason=reason)

    def _run_here(self, deed: Callable[[Connection], T]) -> T:
        if self._database is None:
            database = self._engine.connect()
            if self._read_only:
                raw(database).execute("PRAGMA query_only=ON")
            self._database = database
        return deed(self._database)

    def _close_here(self) -> None:
        if self._database is not None:
            self._database.close()


class Beginning:
    """A link on which the first deed begins a transaction, which saves a way to the thread.

    Nothing is seen differently: to SQLite a transaction for reading begins with what it reads.
    """

    def __init__(self, link: Link) -> None:
        self.begun = False
        self._link = link

    async def run(self, deed: Callable[[Connection], T]) -> T:
        """Do something within the transaction, as :meth:`Link.run` does."""
        if self.begun:
            return await self._link.run(deed)
        self.begun = True

        def begin(database: Connection) -> T:
            raw(database).execute("BEGIN")
            return deed(database)

        return await self._link.run(begin)


def raw(database: Connection) -> sqlite3.Connection:
    """Return the sqlite3 object underneath: for the hot path, and to begin and end transactions.

    Once the database is migrated SQLAlchemy is told of neither, and takes all that ever happens for
    one transaction.
    """
    return cast(sqlite3.Connection, database.connection.dbapi_connection)


def _open(path: Path) -> sqlite3.Connection:
    link = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        link.execute(pragma)
    return link
