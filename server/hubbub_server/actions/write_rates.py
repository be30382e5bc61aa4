"""How fast each member may write: one token bucket per member who wrote lately.

Messages and changes (edits, reactions, pins, rooms, …) take from the same bucket, since all are
a commit and most are sent on to everybody in a room.
"""

from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import Limits
from hubbub_server.clock import Clock
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.rates import TokenBucket, full_bucket, take

_NEW_ACCOUNT_US: Final = 72 * 3600 * 1_000_000
_MOST: Final = 100_000
"""Beyond that many members the buckets that have refilled are forgotten."""


class WriteRates:
    """The buckets of this hub's members."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._buckets: dict[str, TokenBucket] = {}  # by member

    def take(self, caller: Caller) -> None:
        """Count one write, or raise ``rate_limited``."""
        now_s = self._clock.monotonic_s()
        bucket = self._buckets.get(caller.member)
        if bucket is None:
            if len(self._buckets) >= _MOST:
                self._forget_full(now_s)
            bucket = full_bucket(self._rate_of(caller), self._limits.send_burst, now_s)
            self._buckets[caller.member] = bucket
        bucket.per_second = self._rate_of(caller)  # an account does not stay new
        wait_ms = take(bucket, now_s)
        if wait_ms:
            per_second = round(bucket.per_second)
            raise Refusal(
                "rate_limited",
                f"At most {per_second} messages and changes a second; the next one in {wait_ms} ms",
                limit=per_second,
                after_ms=wait_ms,
            )

    def _rate_of(self, caller: Caller) -> int:
        limits = self._limits
        age_us = self._clock.now_us() - caller.created_at
        if caller.kind == "person" and age_us < _NEW_ACCOUNT_US:
            return min(limits.new_account_sends_per_second, limits.sends_per_second)
        return limits.sends_per_second

    def _forget_full(self, now_s: float) -> None:
        for member, bucket in list(self._buckets.items()):
            if bucket.tokens + (now_s - bucket.filled_at_s) * bucket.per_second >= bucket.burst:
                del self._buckets[member]
