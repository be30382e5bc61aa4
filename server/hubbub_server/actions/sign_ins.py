"""Signing in and out, and recognising those who come back with a token."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hubbub_protocol.accounts import SignIn, SignInCard, SignInList
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import SignInsRevoked
from hubbub_protocol.streams import CONTROL
from hubbub_server import metrics
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import DAY_US, Door
from hubbub_server.domain.attempts import forgive_attempt, note_attempt
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.credentials import as_hashed, shut_out, wrong_credentials
from hubbub_server.domain.texts import check_optional_line
from hubbub_server.domain.tokens import TOKEN_BYTES, hash_of, token_of
from hubbub_server.store import sign_ins as stored
from hubbub_server.store.accounts import (
    Account,
    change_password_hash,
    find_account,
    find_account_named,
)
from hubbub_server.store.interface import NewEvent, Transaction

USE_NOTED_EVERY_US: Final = 5 * 60 * 1_000_000
"""The time of the last use is exact to this, so that reading does not mean writing."""

_MAX_LABEL: Final = 64


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom a token proves, and how long."""

    caller: Caller
    expires_at: int
    """In microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A new sign-in; its token is known to nobody else from now on."""

    caller: Caller
    token: str
    expires_at: int


class Unrecognised(Refusal):
    """The token proves nobody; ``why`` decides the close code of a socket."""

    def __init__(self, why: Literal["unknown", "expired", "banned"], detail: str) -> None:
        super().__init__("unauthorized", detail)
        self.why: Literal["unknown", "expired", "banned"] = why


async def recognise(desk: Desk, token: str) -> Recognised:
    """Find out whom a token proves. Raises :class:`Unrecognised`."""
    async with desk.store.snapshot() as reading:
        found = await stored.find_by_token_hash(reading, hash_of(token))
    now = desk.clock.now_us()
    if found is None:
        raise Unrecognised("unknown", "This sign-in is not known, or was ended; sign in again")
    if found.banned:
        raise Unrecognised("banned", "This account is shut out of the community")
    if found.expires_at <= now:
        raise Unrecognised("expired", "This sign-in has expired; sign in again")
    if now - found.last_used_at >= USE_NOTED_EVERY_US:
        async with desk.write() as transaction:
            await stored.note_use(transaction, found.id, now)
    caller = Caller(found.member, found.kind, found.role, found.id, found.made_at)
    return Recognised(caller, found.expires_at)


async def sign_in(desk: Desk, door: Door, asked: SignIn, address: str) -> Granted:
    """Sign a person in by username and password.

    An unknown account, a wrong password and a bot's name answer alike, and take as long.
    """
    label = check_label(asked.label)
    username = asked.username.lower()
    try:
        note_attempt(door.attempts, username, address, desk.clock.monotonic_s())
    except Refusal:
        metrics.SIGN_IN_ATTEMPTS.labels("limited").inc()
        raise
    async with desk.store.snapshot() as reading:
        account = await find_account_named(reading, username)
    known_hash = None if account is None else account.password_hash
    matches = await door.passwords.matches(asked.password, known_hash)
    if account is None or known_hash is None or not matches:
        metrics.SIGN_IN_ATTEMPTS.labels("refused").inc()
        raise wrong_credentials()
    forgive_attempt(door.attempts, username, address)
    renewed = None
    if door.passwords.is_outdated(known_hash):
        renewed = await door.passwords.hashed(as_hashed(asked.password))
    # Locked, so that whoever ends all sign-ins of the account at this moment ends this one too.
    async with desk.write(CONTROL) as transaction:
        granted = await _grant_if_unchanged(desk, door, transaction, account, label)
        if renewed is not None:
            await change_password_hash(transaction, account.member, renewed)
    metrics.SIGN_IN_ATTEMPTS.labels("accepted").inc()
    return granted


def check_label(label: str) -> str:
    """Return what a sign-in is to be called."""
    return check_optional_line(label, "label", _MAX_LABEL)


async def grant(
    desk: Desk, transaction: Transaction, account: Account, days: int, label: str = ""
) -> Granted:
    """Make a sign-in of an account, within the transaction that decided on it."""
    token = token_of(secrets.token_bytes(TOKEN_BYTES))
    now = transaction.now_us
    sign_in = stored.SignInRow(
        id=desk.new_id(),
        member=account.member,
        token_hash=hash_of(token),
        label=label,
        created_at=now,
        last_used_at=now,
        expires_at=now + days * DAY_US,
    )
    await stored.delete_expired(transaction, account.member, now)
    await stored.insert_sign_in(transaction, sign_in)
    caller = Caller(account.member, account.kind, account.role, sign_in.id, account.created_at)
    return Granted(caller, token, sign_in.expires_at)


async def list_sign_ins(desk: Desk, caller: Caller) -> SignInList:
    """List the caller's sign-ins that still hold."""
    async with desk.store.snapshot() as reading:
        rows = await stored.list_of_member(reading, caller.member, desk.clock.now_us())
    return SignInList(
        sign_ins=[
            SignInCard(
                id=row.id,
                label=row.label,
                created_at=row.created_at,
                last_used_at=row.last_used_at,
                expires_at=row.expires_at,
                current=row.id == caller.sign_in,
            )
            for row in rows
        ]
    )


async def sign_out(desk: Desk, caller: Caller) -> None:
    """End the sign-in that the caller used."""
    await revoke_sign_in(desk, caller, caller.sign_in)


async def revoke_sign_in(desk: Desk, caller: Caller, sign_in: str) -> None:
    """End one of the caller's sign-ins."""
    async with desk.write(CONTROL) as transaction:
        rows = await stored.list_of_member(transaction, caller.member, transaction.now_us)
        if sign_in not in [row.id for row in rows]:
            raise Refusal("not_found", "There is no such sign-in", field="sign_in")
        await revoke(transaction, caller.member, [sign_in], actor=caller.member)


async def revoke_all(
    transaction: Transaction, member: str, *, actor: str, but: str | None = None
) -> None:
    """End every sign-in of a member, but one perhaps. Needs ``control`` locked."""
    rows = await stored.list_of_member(transaction, member, transaction.now_us)
    await revoke(transaction, member, [row.id for row in rows if row.id != but], actor=actor)


async def revoke(
    transaction: Transaction, member: str, sign_ins: Sequence[str], *, actor: str
) -> None:
    """End these sign-ins of a member and tell every hub. Needs ``control`` locked."""
    if not sign_ins:
        return
    await stored.delete_sign_ins(transaction, sign_ins)
    revoked = SignInsRevoked(member=member, sign_ins=tuple(sign_ins))
    await transaction.append_events([NewEvent(CONTROL, actor, revoked)])


async def _grant_if_unchanged(
    desk: Desk, door: Door, transaction: Transaction, account: Account, label: str
) -> Granted:
    """Look again, within the transaction: much may have happened while the hash was computed."""
    now = await find_account(transaction, account.member)
    if now is None or now.password_hash != account.password_hash:
        raise wrong_credentials()
    if now.banned:
        raise shut_out()
    return await grant(desk, transaction, now, door.sign_in_days, label)
