"""How fast one may do a thing: a token bucket as plain data."""

from dataclasses import dataclass


@dataclass(slots=True)
class TokenBucket:
    """Room for ``burst`` deeds at once, refilled by ``per_second``."""

    per_second: float
    burst: float
    tokens: float
    filled_at_s: float
    """The monotonic time at which ``tokens`` was true."""


def full_bucket(per_second: float, burst: float, now_s: float) -> TokenBucket:
    """Make a bucket that nobody has taken from."""
    return TokenBucket(per_second, burst, burst, now_s)


def take(bucket: TokenBucket, now_s: float) -> int:
    """Take one token and return 0, or take none and return the milliseconds until there is one."""
    elapsed = max(0.0, now_s - bucket.filled_at_s)
    bucket.tokens = min(bucket.burst, bucket.tokens + elapsed * bucket.per_second)
    bucket.filled_at_s = now_s
    if bucket.tokens >= 1:
        bucket.tokens -= 1
        return 0
    return max(1, round((1 - bucket.tokens) / bucket.per_second * 1000))
