"""The simulator's store as one of the databases of the store's suite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hubbub_server.clock import Clock
from hubbub_server.store.interface import Store
from hubbub_server.store.sqlite.link import engine_for
from tests.faults.simulator.fault_store import FaultStore, Trouble
from tests.faults.simulator.shared_database import InlineStore, WriterLock

_ALL = 1_000


class SimulatedBackend:
    """A database without threads, behind a store to which nothing happens unless it is told to."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "hubbub.db"
        self._lock = WriterLock()
        self._trouble = Trouble(die=_live_on, note=lambda kind: None)

    async def open(self, clock: Clock) -> Store:
        """Open the file."""
        store = InlineStore(self._path, engine_for(self._path), clock)
        store.waste_no_time()
        store.begin(self._lock, clock, None, "")
        await store.prepare("here")
        return FaultStore(store, self._trouble)

    @asynccontextmanager
    async def out_of_reach(self, store: Store) -> AsyncIterator[None]:
        """Refuse every write."""
        del store
        self._trouble.writes.extend([("write refused", 0.0)] * _ALL)
        try:
            yield
        finally:
            self._trouble.clear()


def _live_on() -> None:
    raise AssertionError("nobody is to die here")
