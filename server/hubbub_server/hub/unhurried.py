"""Publications of inboxes, delivered a little later than they come.

Whoever writes to another one's inbox (asks, withdraws, mentions) gets an answer from the same
process, and whether somebody listens, or was left by a block with nobody to listen, must not show
in how long that takes. So the delivery is no part of the turns in which the answer is made: it
comes after a time that says nothing.
"""

import asyncio
import random
from collections.abc import Callable
from typing import Final

from hubbub_server.broker.publication import Publication

WAIT_S: Final = (0.01, 0.04)
"""So long the first of those that are delivered together waits: longer than most answers take."""


class Unhurried:
    """What was published and is to be delivered soon, in the order in which it came."""

    __slots__ = ("_deliver", "_timer", "_waiting")

    def __init__(self, deliver: Callable[[Publication], None]) -> None:
        self._deliver = deliver
        self._waiting: list[Publication] = []
        self._timer: asyncio.TimerHandle | None = None

    def take(self, publication: Publication) -> None:
        """Deliver a publication, later."""
        self._waiting.append(publication)
        if self._timer is None:
            wait_s = random.uniform(*WAIT_S)  # noqa: S311
            self._timer = asyncio.get_running_loop().call_later(wait_s, self._pass_on)

    def clear(self) -> None:
        """Deliver none of those that wait."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _pass_on(self) -> None:
        self._timer = None
        waiting, self._waiting = self._waiting, []
        for publication in waiting:
            self._deliver(publication)
