"""What an installation is: its epoch, and the database that it belongs to."""

import secrets
from typing import Final

from sqlalchemy import insert, select, update

from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import installation

_INSTALLATION: Final = select(installation.c.epoch, installation.c.identity)


async def prepare_installation(transaction: Transaction, identity: str) -> str:
    """Make the installation if it is new, and return its epoch.

    ``identity`` tells this database from every copy of it. If it is not the stored one, the
    database was restored or copied and may lack commits that clients have seen: a new epoch
    resets them all.
    """
    found = await transaction.row(_INSTALLATION)
    if found is None:
        epoch = _new_epoch()
        values = {"id": 1, "epoch": epoch, "identity": identity}
        await transaction.execute(
            insert(installation).values(**values, name="Hubbub", registration="open")
        )
        return epoch
    if found.identity == identity:
        return str(found.epoch)
    # Only from what was found: of several hubs that find it at once, one renews the epoch.
    as_found = (installation.c.epoch == found.epoch, installation.c.identity == found.identity)
    renewed = update(installation).where(*as_found).values(epoch=_new_epoch(), identity=identity)
    await transaction.execute(renewed)
    return await _read_epoch(transaction)


async def renew_epoch(transaction: Transaction, known: str) -> str:
    """Give the installation another epoch, if it still has the ``known`` one; return the epoch."""
    renewed = update(installation).where(installation.c.epoch == known)
    await transaction.execute(renewed.values(epoch=_new_epoch()))
    return await _read_epoch(transaction)


async def _read_epoch(reading: Reading) -> str:
    found = await reading.row(_INSTALLATION)
    if found is None:
        raise LookupError("The database has no installation: it was not prepared")
    return str(found.epoch)


def _new_epoch() -> str:
    return secrets.token_hex(8)
