"""How often one may try to sign in or register: per account and per address.

An account is the name that was typed, whether it exists or not, so nothing here tells.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.rates import TokenBucket, full_bucket, take

_KEPT: Final = 10_000
"""Buckets kept at most; the one used longest ago is forgotten first. To push a bucket out, one
must make as many attempts under other names, each of which costs the address a token."""


@dataclass(frozen=True, slots=True)
class AttemptLimits:
    """Attempts a minute; so many may also come at once."""

    per_account: int = 10
    per_address: int = 60


@dataclass(slots=True)
class Attempts:
    """The attempts of the last minutes."""

    limits: AttemptLimits
    buckets: OrderedDict[str, TokenBucket] = field(default_factory=OrderedDict)
    """By account or address, the one used last at the end."""


def note_attempt(attempts: Attempts, username: str | None, address: str, now_s: float) -> None:
    """Count an attempt, or refuse it as ``rate_limited``."""
    limits = attempts.limits
    asked = [(f"address {_network(address)}", limits.per_address)]
    if username is not None:
        asked.append((f"account {username[:64].lower()}", limits.per_account))
    waits = [take(_bucket(attempts, key, limit, now_s), now_s) for key, limit in asked]
    wait_ms = max(waits)
    if wait_ms > 0:
        raise Refusal(
            "rate_limited",
            f"Too many attempts; try again in {-(-wait_ms // 1000)} s",
            after_ms=wait_ms,
        )


def forgive_attempt(attempts: Attempts, username: str | None, address: str) -> None:
    """Take an attempt back that was no guess: it succeeded."""
    keys = [f"address {_network(address)}"]
    if username is not None:
        keys.append(f"account {username[:64].lower()}")
    for key in keys:
        bucket = attempts.buckets.get(key)
        if bucket is not None:
            bucket.tokens = min(bucket.burst, bucket.tokens + 1)


def _bucket(attempts: Attempts, key: str, per_minute: int, now_s: float) -> TokenBucket:
    bucket = attempts.buckets.get(key)
    if bucket is None:
        bucket = attempts.buckets[key] = full_bucket(per_minute / 60, per_minute, now_s)
        if len(attempts.buckets) > _KEPT:
            attempts.buckets.popitem(last=False)
    attempts.buckets.move_to_end(key)
    return bucket


def _network(address: str) -> str:
    """Name what one party holds: of IPv6 a whole /64, in which addresses cost nothing."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))
