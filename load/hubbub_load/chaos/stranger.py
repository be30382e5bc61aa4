"""A member who tries to get into a direct channel of two others."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from hubbub import RefusedError, Session

THOUGHT_S: Final = 1.0
"""At most so long between two attempts."""


async def pry(session: Session, stream: str, chance: random.Random, stop: asyncio.Event) -> None:
    """Try to follow the stream of others and to write there, again and again, until told to stop.

    Raises :class:`LookupError` where that works: to a stranger there is no such channel.
    """
    attempts: Sequence[Callable[[], Awaitable[object]]] = (
        lambda: session.subscribe(stream, after=0),
        lambda: session.send(stream, "May I join you?"),
    )
    while not stop.is_set():
        try:
            await chance.choice(attempts)()
        except RefusedError as refused:
            if refused.code != "not_found":
                raise
        else:
            raise LookupError(f"a stranger got into {stream}")
        await asyncio.sleep(chance.uniform(0, THOUGHT_S))
