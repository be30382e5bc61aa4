"""Signing in and out, and recognising those who come back with a token."""

from dataclasses import dataclass
from typing import Final, Literal

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.tokens import hash_of
from hubbub_server.store import sign_ins as stored

USE_NOTED_EVERY_US: Final = 5 * 60 * 1_000_000
"""The time of the last use is exact to this, so that reading does not mean writing."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom a token proves, and how long."""

    caller: Caller
    expires_at: int
    """In microseconds since 1970."""


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
