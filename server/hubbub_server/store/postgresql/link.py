"""A link to PostgreSQL, on which one thing is done at a time."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Final, TypeVar

import asyncpg
from sqlalchemy import Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hubbub_server.store.interface import Values
from hubbub_server.store.postgresql.failures import Availability, origin_of

T = TypeVar("T")

_READ_ONLY: Final = "25006"
_CLOSE_S: Final = 1.0
"""A server that hangs does not say goodbye; whoever waits for it longer is killed while waiting."""

_AT_CLOSING: Final = (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What may go wrong then, and does not matter any more."""


class Link:
    """One link. What is asked of it later comes later, whoever asks and whoever has gone away.

    A query that is cancelled half way would break the link, so a caller who is cancelled leaves
    it running; the end of the transaction waits behind it.
    """

    def __init__(
        self, database: AsyncConnection, raw: asyncpg.Connection, availability: Availability
    ) -> None:
        self._database = database
        self._raw = raw  # the same link underneath, for the hot path
        self._availability = availability
        self.epoch = ""  # that of the database when the link was opened, once it was looked at
        self._turn = asyncio.Lock()
        self._spoilt = False  # see _take_turn; or its transaction could not be ended

    @property
    def is_broken(self) -> bool:
        """Whether it is of no use any more."""
        return self._spoilt or self._database.invalidated or bool(self._raw.is_closed())

    async def fetch(self, query: str, *arguments: object) -> Sequence[asyncpg.Record]:
        """Run a query of the hot path and return its rows."""
        rows: Sequence[asyncpg.Record]
        rows = await self._run(lambda: self._raw.fetch(query, *arguments))
        return rows

    async def rows(
        self, statement: Executable, values: Values | None = None
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Run a SELECT and return all its rows."""

        async def deed() -> Sequence[Row[tuple[object, ...]]]:
            return (await self._database.execute(statement, values)).all()

        return await self._run(deed)

    async def execute(self, statement: Executable) -> int:
        """Run an INSERT, UPDATE or DELETE and return how many rows it touched."""

        async def deed() -> int:
            return (await self._database.execute(statement)).rowcount

        return await self._run(deed)

    def when_broken(self, deed: Callable[[], object]) -> None:
        """Do something as soon as the link is seen to have broken."""
        self._raw.add_termination_listener(lambda _: deed())

    async def begin(self, how: str = "") -> None:
        """Begin a transaction."""
        await self._run(lambda: self._raw.execute(f"BEGIN {how}"))

    async def commit(self) -> None:
        """Commit; returns once it is on disk."""
        if await self._run(lambda: self._raw.execute("COMMIT")) != "COMMIT":
            # PostgreSQL's only word of it: the block went on after a statement that had failed.
            raise LookupError("A statement of this transaction failed: nothing of it is committed")

    async def roll_back(self) -> None:
        """End the transaction if there is one; a link on which that fails is not used again."""
        if self.is_broken:
            return
        try:
            await self._run(lambda: self._raw.execute("ROLLBACK"))
        except Exception:  # noqa: BLE001 - the reason is logged, and why we roll back matters more
            self._spoilt = True

    async def close(self) -> None:
        """Close the link once what it does is done, or as it is if that takes too long."""
        with contextlib.suppress(*_AT_CLOSING):
            async with asyncio.timeout(_CLOSE_S), self._turn:
                if not self.is_broken:
                    await self._raw.close()
        self.cut()
        await self._database.invalidate()
        await self._database.close()

    def cut(self) -> None:
        """Break the link at once: what it does fails, and the server undoes it."""
        self._raw.terminate()

    async def _run(self, deed: Callable[[], Awaitable[T]]) -> T:
        task = asyncio.ensure_future(self._take_turn(deed))
        task.add_done_callback(_heed)
        return await asyncio.shield(task)

    async def _take_turn(self, deed: Callable[[], Awaitable[T]]) -> T:
        async with self._turn:
            try:
                return await deed()
            except Exception as error:
                # Its server follows another one now, or is gone without a word: a new link tells.
                origin = origin_of(error)
                self._spoilt |= getattr(origin, "sqlstate", None) == _READ_ONLY
                self._spoilt |= isinstance(origin, TimeoutError)
                refusal = self._availability.refusal_of(error, broken=self.is_broken)
                if refusal is None:
                    raise
                raise refusal from error


async def open_link(engine: AsyncEngine, availability: Availability) -> Link:
    """Open another link. Raises an ``unavailable`` refusal if that is not possible now."""
    try:
        database = await engine.connect()
        raw = (await database.get_raw_connection()).driver_connection
    except Exception as error:
        raise availability.unavailable(error) from error
    return Link(database, raw, availability)


async def to_its_end(deed: Coroutine[None, None, T]) -> T:
    """Await a deed; one who is cancelled meanwhile leaves only when it is done or undone."""
    task = asyncio.ensure_future(deed)
    task.add_done_callback(_heed)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _heed(task: asyncio.Task[T]) -> None:
    """Take note of a failure, so that asyncio does not report it where its caller has gone."""
    if not task.cancelled():
        task.exception()
