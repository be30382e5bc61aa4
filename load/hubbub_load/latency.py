"""Latencies: many samples in, three figures out."""

import math
from collections.abc import Iterable

import msgspec


class Latency(msgspec.Struct, frozen=True):
    """Latencies in milliseconds."""

    count: int
    p50_ms: float
    p99_ms: float
    max_ms: float


def reckon_latency(seconds: Iterable[float]) -> Latency:
    """Reckon median, 99th percentile and maximum, by nearest rank: all are values that occurred."""
    ordered = sorted(seconds)
    if not ordered:
        return Latency(0, 0.0, 0.0, 0.0)

    def rank(share: float) -> float:
        return ordered[math.ceil(share * len(ordered)) - 1] * 1000

    return Latency(len(ordered), rank(0.5), rank(0.99), ordered[-1] * 1000)
