"""A store around another one, which hands on what its makers do nothing about."""

from collections.abc import Callable

from hubbub_server.store.interface import Store


class WrappedStore:
    """Hands on what concerns the whole installation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def epoch(self) -> str:
        """The present epoch of the installation."""
        return self._store.epoch

    def when_renewed(self, deed: Callable[[], None]) -> None:
        """Have something done whenever another epoch begins."""
        self._store.when_renewed(deed)

    async def renew_epoch(self, known: str) -> None:
        """Begin another epoch, unless the installation has another one already."""
        await self._store.renew_epoch(known)

    async def occupy(self, *, alone: bool) -> None:
        """Say that a hub runs on this database, alone or beside others."""
        await self._store.occupy(alone=alone)

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
        await self._store.close()
