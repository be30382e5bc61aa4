"""Accounts and rooms on a real hub, made over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubbub_load.http_api import HttpApi
from hubbub_protocol.accounts import Register, SetUp, SignedIn
from hubbub_protocol.rooms import CreateRoom, Purpose, Room
from hubbub_protocol.streams import room_stream

PASSWORD: Final = "correct horse battery"  # noqa: S105 - of members who live for minutes


@dataclass(frozen=True, slots=True)
class Account:
    """A member and the token of their sign-in."""

    name: str
    id: str
    token: str


async def sign_up(hub: str, set_up_token: str, names: Sequence[str]) -> list[Account]:
    """Make accounts; the first is the community's owner."""
    api = HttpApi(hub)
    try:
        owner = SetUp(
            token=set_up_token, username=names[0], display_name=names[0], password=PASSWORD
        )
        accounts = [_account(names[0], await api.ask("set_up", SignedIn, body=owner))]
        for name in names[1:]:
            register = Register(username=name, display_name=name, password=PASSWORD)
            accounts.append(_account(name, await api.ask("register", SignedIn, body=register)))
        return accounts
    finally:
        await api.close()


async def share_a_room(hub: str, accounts: Sequence[Account]) -> str:
    """Make a room with all of them in it and return its stream; the first owns it."""
    api = HttpApi(hub)
    try:
        purpose = Purpose(statement="to see whether anything is lost", kind="cause")
        room = await api.ask(
            "create_room",
            Room,
            body=CreateRoom(name="Storm", purpose=purpose),
            token=accounts[0].token,
        )
        for account in accounts[1:]:
            await api.ask("join_room", Room, token=account.token, path={"room": room.id})
        return room_stream(room.id)
    finally:
        await api.close()


def _account(name: str, signed_in: SignedIn) -> Account:
    if signed_in.token is None:
        raise LookupError(f"The hub gave {name} no token, though it was asked for one")
    return Account(name, signed_in.me.id, signed_in.token)
