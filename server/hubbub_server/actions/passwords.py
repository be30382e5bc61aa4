"""Hashing passwords with argon2id: slow on purpose, so in threads and never many at once."""

import asyncio
import base64
import secrets
from collections.abc import Callable
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.credentials import as_hashed

T = TypeVar("T")

_AT_ONCE: Final = 2
_WAITING: Final = 200
"""More waiting hashes than this are refused as ``unavailable``."""


class Passwords:
    """The turns of those who wait for a hash."""

    def __init__(self, time_cost: int, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost, memory_kib, parallelism=1)
        self._nobodys = _nobodys_hash(self._hasher)  # no password has it; as slow as any
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0  # those with a turn included

    async def hashed(self, password: str) -> str:
        """Hash a password that was checked."""
        return await self._in_turn(lambda: self._hasher.hash(password))

    async def matches(self, password: str, hashed: str | None) -> bool:
        """Whether a password is the one hashed; takes as long where there is no hash."""
        spelled = as_hashed(password)
        known = self._nobodys if hashed is None else hashed
        return await self._in_turn(lambda: self._verify(known, spelled)) and hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        """Whether a hash was made with other costs than today's."""
        return self._hasher.check_needs_rehash(hashed)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, deed: Callable[[], T]) -> T:
        if self._waiting >= _WAITING:
            raise Refusal("unavailable", "Too many are signing in just now", after_ms=2000)
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(deed)
        finally:
            self._waiting -= 1


def _nobodys_hash(hasher: PasswordHasher) -> str:
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
        for length in (hasher.salt_len, hasher.hash_len)
    )
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
