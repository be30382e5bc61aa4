"""What an installation is: its epoch, and the database that it belongs to."""

import secrets

from sqlalchemy import insert, select, update

from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import installation


async def prepare_installation(transaction: Transaction, identity: str) -> str:
    """Make the installation if it is new, and return its epoch.

    ``identity`` tells this database from every copy of it. If it is not the stored one, the
    database was restored or copied and may lack commits that clients have seen: a new epoch
    resets them all.
    """
    found = await transaction.row(select(installation.c.epoch, installation.c.identity))
    if found is None:
        epoch = _new_epoch()
        values = {"id": 1, "epoch": epoch, "identity": identity}
        await transaction.execute(
            insert(installation).values(**values, name="Hubbub", registration="open")
        )
        return epoch
    if found.identity == identity:
        return str(found.epoch)
    epoch = _new_epoch()
    await transaction.execute(update(installation).values(epoch=epoch, identity=identity))
    return epoch


async def read_identity(reading: Reading) -> str:
    """Return what tells this database from every other, and is the same for all of its hubs."""
    found = await reading.row(select(installation.c.identity))
    if found is None:
        raise LookupError("The database has no installation: it was not prepared")
    return str(found.identity)


async def renew_epoch(transaction: Transaction) -> None:
    """Give the installation another epoch; a store that is open keeps the one it began with."""
    await transaction.execute(update(installation).values(epoch=_new_epoch()))


def _new_epoch() -> str:
    return secrets.token_hex(8)
