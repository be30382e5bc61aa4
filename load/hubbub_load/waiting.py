"""Waiting for something to be reached, for as long as it moves at all."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

PATIENCE_S: Final = 20.0
"""So long without any progress, and the rest is given up."""
LOOK_S: Final = 0.02


class NotReady(Exception):
    """Sessions or subscriptions that are needed could not be opened."""


async def wait_until(count: Callable[[], int], wanted: int) -> bool:
    """Wait until so many are reached; False if for too long the number did not change."""
    latest, moved_at = count(), monotonic()
    while latest < wanted:
        if monotonic() - moved_at > PATIENCE_S:
            return False
        await asyncio.sleep(LOOK_S)
        now = count()
        if now != latest:
            latest, moved_at = now, monotonic()
    return True
