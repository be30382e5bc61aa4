"""The community: what its owner decides about the whole installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import select, update

from hubbub_protocol.accounts import Registration
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import installation

_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """The community as it is kept."""

    name: str
    registration: Registration
    setup_token_hashes: tuple[bytes, ...]
    """Of the latest set-up links, newest first; none once there is an owner."""


async def read_community(reading: Reading) -> CommunityRow:
    """Return the community; every prepared database has one."""
    row = await reading.row(
        select(installation.c.name, installation.c.registration, installation.c.setup_token_hash)
    )
    if row is None:
        raise LookupError("the database has no installation")
    registration = cast("Registration", row.registration)
    joined = row.setup_token_hash or b""
    hashes = (joined[at : at + _HASH_BYTES] for at in range(0, len(joined), _HASH_BYTES))
    return CommunityRow(row.name, registration, tuple(hashes))


async def change_community(transaction: Transaction, name: str, registration: Registration) -> None:
    """Give the community another name, or another way to register."""
    await transaction.execute(update(installation).values(name=name, registration=registration))


async def change_setup_tokens(transaction: Transaction, hashes: Sequence[bytes]) -> None:
    """Let other set-up links be the valid ones, or none."""
    joined = b"".join(hashes) or None
    await transaction.execute(update(installation).values(setup_token_hash=joined))
