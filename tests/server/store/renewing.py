"""Epochs that begin just when a test wants them to."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from sqlalchemy import update

from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store
from hubbub_server.store.postgresql import PostgreSQLStore
from hubbub_server.store.schema import installation
from hubbub_server.store.sqlite import SQLiteStore

NEXT: Final = "f" * 16


async def set_epoch(store: Store, epoch: str) -> None:
    """Let the database be in an epoch, without the store's knowing."""
    async with store.transaction(()) as opened:
        await opened.execute(update(installation).values(epoch=epoch))


async def renewed_elsewhere(store: Store) -> Callable[[], None]:
    """Let another hub renew the epoch; return what lets this store find it out, in one turn."""
    assert isinstance(store, SQLiteStore | PostgreSQLStore)
    await set_epoch(store, NEXT)
    epoch = store._epoch

    def find_out() -> None:
        with suppress(EpochRenewed):
            epoch.compare(NEXT)

    return find_out
