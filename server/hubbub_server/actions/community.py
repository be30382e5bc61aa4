"""The community: what anyone may know, what its owner decides, and how it gets its owner."""

import hmac
import secrets
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Final

from msgspec import UNSET, UnsetType

from hubbub_protocol.accounts import Community, EditCommunity, Registration, SetUp
from hubbub_protocol.events import CommunityEdited
from hubbub_protocol.streams import CONTROL
from hubbub_server.actions.accounts import add_account, new_account
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Granted, check_label, grant
from hubbub_server.domain.attempts import note_attempt
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.community import check_community_name, set_up_refused
from hubbub_server.domain.credentials import check_password
from hubbub_server.domain.tokens import TOKEN_BYTES, hash_of, token_of
from hubbub_server.store.accounts import find_first_owner
from hubbub_server.store.community import (
    change_community,
    change_setup_tokens,
    read_community,
)
from hubbub_server.store.interface import NewEvent, Reading, Transaction

_SET_UP_LINKS: Final = 8
"""So many of them hold at once."""


async def get_community(desk: Desk) -> Community:
    """Return what anyone may know of the community."""
    async with desk.store.snapshot() as reading:
        return await _shown(reading)


async def edit_community(desk: Desk, caller: Caller, asked: EditCommunity) -> Community:
    """Change the community, as its owner."""
    name = asked.name if asked.name is UNSET else check_community_name(asked.name, "name")
    async with desk.write(CONTROL) as transaction:
        await _edit(transaction, name, asked.registration, caller.member)
        return await _shown(transaction)


async def prepare_set_up(desk: Desk, registration: Registration) -> str | None:
    """Make the token of a new set-up link; None if there is an owner.

    The links of the last eight starts hold: hubs that start together each print one. Until there
    is an owner, how members register is what the operator's settings say.
    """
    async with desk.write(CONTROL) as transaction:
        if await find_first_owner(transaction) is not None:
            return None
        token = token_of(secrets.token_bytes(TOKEN_BYTES))
        earlier = (await read_community(transaction)).setup_token_hashes
        await change_setup_tokens(transaction, (hash_of(token), *earlier)[:_SET_UP_LINKS])
        await _edit(transaction, UNSET, registration, actor="")
        return token


async def set_up(desk: Desk, door: Door, asked: SetUp, address: str) -> Granted:
    """Make the owner with the token of the set-up link; it holds once."""
    new = new_account(desk, asked.username, asked.display_name, "person")
    password = check_password(asked.password, "password")
    name = check_community_name(asked.community_name, "community_name")
    label = check_label(asked.label)
    note_attempt(door.attempts, None, address, desk.clock.monotonic_s())
    async with desk.store.snapshot() as reading:  # before the costly hash
        await _require_setup_token(reading, asked.token)
    hashed = await door.passwords.hashed(password)
    async with desk.write(CONTROL) as transaction:
        await _require_setup_token(transaction, asked.token)
        owner = await add_account(transaction, replace(new, password_hash=hashed, role="owner"))
        await change_setup_tokens(transaction, ())
        await _edit(transaction, name, UNSET, owner.member)
        return await grant(desk, transaction, owner, door.sign_in_days, label)


async def _require_setup_token(reading: Reading, token: str) -> None:
    known = (await read_community(reading)).setup_token_hashes
    hashed = hash_of(token)
    if not any(hmac.compare_digest(each, hashed) for each in known):
        raise set_up_refused()


async def _edit(
    transaction: Transaction,
    name: str | UnsetType,
    registration: Registration | UnsetType,
    actor: str,
) -> None:
    was = await read_community(transaction)
    name = was.name if name is UNSET else name
    registration = was.registration if registration is UNSET else registration
    if (name, registration) == (was.name, was.registration):
        return
    await change_community(transaction, name, registration)
    edited = CommunityEdited(name=name, registration=registration)
    await transaction.append_events([NewEvent(CONTROL, actor, edited)])


async def _shown(reading: Reading) -> Community:
    community = await read_community(reading)
    return Community(
        name=community.name,
        registration=community.registration,
        has_owner=await find_first_owner(reading) is not None,
        version=_program_version(),
    )


@cache
def _program_version() -> str:
    return version("hubbub")
