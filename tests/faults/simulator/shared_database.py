"""One SQLite database for all hubs of a world, read and written inline: no threads.

The store is the real one. Only its links run on the loop instead of on a thread, and the lock of
the one writer is shared by all hubs and outlives whoever held it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine

from hubbub_server.clock import Clock
from hubbub_server.store.epoch import Epoch
from hubbub_server.store.schema import metadata
from hubbub_server.store.sqlite import SQLiteStore
from hubbub_server.store.sqlite.link import Link, engine_for, raw
from tests.faults.simulator.virtual_loop import LIFE, Life

T = TypeVar("T")
Row = tuple[Any, ...]
Times = dict[tuple[str, int], float]
"""When each event was committed in true time, by stream and seq."""

_LONGEST_S: Final = 0.008
_SLOW: Final = 0.4
"""So many deeds take time; the others are done at once."""


class InlineLink(Link):
    """A link whose deeds are done at once; the way there and back takes a little."""

    def __init__(self, engine: Engine, *, read_only: bool) -> None:
        super().__init__(engine, read_only=read_only)
        self.begin(None)
        self.on_commit: Callable[[Connection], None] | None = None

    def begin(self, chance: Random | None) -> None:
        """Begin anew; ``chance``: let every deed take some random time; None: none."""
        self._chance = chance
        self._turn = asyncio.Lock()

    async def run(self, deed: Callable[[Connection], T]) -> T:
        """Do something with the link and return what that returns."""
        chance = self._chance
        async with self._turn:  # on a thread too, what is asked for first comes first
            if chance is None or chance.random() < _SLOW:
                await asyncio.sleep(0 if chance is None else chance.random() * _LONGEST_S)
            return self.run_now(deed)

    def run_now(self, deed: Callable[[Connection], T]) -> T:
        """Do it at once."""
        found = self._run_here(deed)
        database = self._database
        if self.on_commit and database is not None and not raw(database).in_transaction:
            self.on_commit(database)
        return found

    async def close(self) -> None:
        """Close the link."""
        self.close_now()

    def close_now(self) -> None:
        """Close it at once."""
        self._close_here()


class WriterLock(asyncio.Lock):
    """One writer at a time, in the order of asking; the dead are passed over."""

    def __init__(self) -> None:
        super().__init__()
        self._held = False
        self._holder: Life | None = None
        self._queue: deque[tuple[Life | None, asyncio.Future[None]]] = deque()

    def locked(self) -> bool:
        """Whether somebody writes."""
        return self._held

    async def acquire(self) -> bool:  # type: ignore[override]  # always True
        """Wait for one's turn."""
        life = LIFE.get()
        if not self._held:
            self._held, self._holder = True, life
            return True
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((life, future))
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self.release()  # it had been given already
            raise
        return True

    def release(self) -> None:
        """Let the next one write."""
        while self._queue:
            life, future = self._queue.popleft()
            if not future.done() and (life is None or not life.over):
                self._holder = life
                future.set_result(None)
                return
        self._held, self._holder = False, None

    def take_from(self, life: Life) -> None:
        """Free what the dead held."""
        if self._held and self._holder is life:
            self.release()


class InlineStore(SQLiteStore):
    """The SQLite store of one hub."""

    def __init__(self, path: Path, engine: Engine, clock: Clock) -> None:
        super().__init__(path, clock)
        self._inline = [InlineLink(engine, read_only=place > 0) for place in range(3)]
        self._beside = InlineLink(engine, read_only=True)
        self.begin(WriterLock(), clock, None, "")

    def begin(self, lock: WriterLock, clock: Clock, chance: Random | None, epoch: str) -> None:
        """Begin anew, as after the start of a hub; ``chance``: how long each deed takes."""
        self._clock = clock
        self._writing = lock
        self._epoch = Epoch(epoch)
        self._writer = self._inline[0]
        self._readers = [*self._inline[1:]]
        self._idle = [*self._readers]
        self._reading = asyncio.Semaphore(len(self._readers))
        for link in self._inline:
            link.begin(chance)

    def watch_commits(self, watch: Callable[[Connection], None]) -> None:
        """Have somebody look at the database right after each commit."""
        self._inline[0].on_commit = watch

    def unwatch(self) -> None:
        """Look no longer."""
        self._inline[0].on_commit = None

    def break_off(self) -> None:
        """Undo what is not committed, as the database does when a hub is gone."""
        for link in self._inline:
            link.run_now(lambda database: raw(database).rollback())

    def write_now(self, deed: Callable[[Connection], T]) -> T:
        """Do something in a transaction at once."""

        def write(database: Connection) -> T:
            with raw(database) as link:
                link.execute("BEGIN IMMEDIATE")
                return deed(database)

        return self._inline[0].run_now(write)

    def read_now(self, deed: Callable[[Connection], T]) -> T:
        """Read at once, beside all that is under way."""
        return self._beside.run_now(deed)

    def close_now(self) -> None:
        """Let go of the file at once."""
        for link in (*self._inline, self._beside):
            link.close_now()

    def waste_no_time(self) -> None:
        """Do not wait for the disk, nor for other hubs: the lock says whose turn it is."""

        def hurry(database: Connection) -> None:
            raw(database).execute("PRAGMA synchronous=OFF")
            raw(database).execute("PRAGMA busy_timeout=0")

        for link in self._inline:
            link.run_now(hurry)


class SharedDatabase:
    """The file, and stores for as many hubs as a world ever has; used for world after world."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / "hubbub.db"
        self._engine = engine_for(self._path)
        self._clock = clock
        self._stores: list[InlineStore] = []
        self._used = 0
        self._heads: dict[str, int] = {}
        self.times: Times = {}
        self._first_heads: dict[str, int] = {}
        self._origin: list[tuple[str, Sequence[Row]]] = []  # by table, what each world begins with
        self.lock = WriterLock()
        self.epoch = ""

    def store(self, clock: Clock, chance: Random | None) -> InlineStore:
        """Give a hub its store."""
        if self._used == len(self._stores):
            store = InlineStore(self._path, self._engine, clock)
            store.waste_no_time()
            self._stores.append(store)
        store = self._stores[self._used]
        self._used += 1
        store.begin(self.lock, clock, chance, self.epoch)
        store.watch_commits(self._note_commit)
        return store

    def _note_commit(self, database: Connection) -> None:
        now = asyncio.get_running_loop().time()
        for name, head in raw(database).execute("SELECT name, head FROM streams"):
            for seq in range(self._heads.get(name, 0) + 1, head + 1):
                self.times[name, seq] = now
            self._heads[name] = head

    def read(self, statement: str) -> list[Row]:
        """Read at once what is committed."""
        return self._stores[0].read_now(
            lambda database: raw(database).execute(statement).fetchall()
        )

    def remember(self) -> None:
        """Let every world begin with what is there now."""
        self._origin = self._stores[0].write_now(_contents)
        self._first_heads = dict(self.read("SELECT name, head FROM streams"))

    def begin_world(self) -> None:
        """Make the database as it was, and take all stores back."""
        for store in self._stores:
            store.unwatch()
            store.break_off()
        self._heads = dict(self._first_heads)
        self.times = {
            (name, seq): 0.0 for name, head in self._heads.items() for seq in range(1, head + 1)
        }
        self.lock = WriterLock()
        self._used = 0
        self._stores[0].write_now(self._restore)

    def close(self) -> None:
        """Let go of the file."""
        for store in self._stores:
            store.unwatch()
            store.close_now()

    def _restore(self, database: Connection) -> None:
        link = raw(database)
        for name, _ in reversed(self._origin):
            link.execute(f"DELETE FROM {name}")
        for name, rows in self._origin:
            if rows:
                places = ", ".join("?" * len(rows[0]))
                link.executemany(f"INSERT INTO {name} VALUES ({places})", rows)


def _contents(database: Connection) -> list[tuple[str, Sequence[Row]]]:
    link = raw(database)
    return [
        (table.name, link.execute(f"SELECT * FROM {table.name}").fetchall())
        for table in metadata.sorted_tables
    ]
