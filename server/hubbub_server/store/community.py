"""The community: what its owner decides about the whole installation."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select, update

from hubbub_protocol.accounts import Registration
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import installation


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """The community as it is kept."""

    name: str
    registration: Registration
    setup_token_hash: bytes | None
    """Of the latest set-up link; None once there is an owner."""


async def read_community(reading: Reading) -> CommunityRow:
    """Return the community; every prepared database has one."""
    row = await reading.row(
        select(installation.c.name, installation.c.registration, installation.c.setup_token_hash)
    )
    if row is None:
        raise LookupError("the database has no installation")
    registration = cast("Registration", row.registration)
    return CommunityRow(row.name, registration, row.setup_token_hash)


async def change_community(transaction: Transaction, name: str, registration: Registration) -> None:
    """Give the community another name, or another way to register."""
    await transaction.execute(update(installation).values(name=name, registration=registration))


async def change_setup_token(transaction: Transaction, token_hash: bytes | None) -> None:
    """Let another set-up link be the valid one, or none."""
    await transaction.execute(update(installation).values(setup_token_hash=token_hash))
