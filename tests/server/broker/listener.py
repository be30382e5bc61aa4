"""A receiver for the tests of brokers, and what they publish."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from hubbub_server.broker.publication import Publication, Whisper

EPOCH: Final = "0123456789abcdef"
NEXT_EPOCH: Final = "f000000000000000"
BREAD: Final = "room:bread"
TEA: Final = "room:tea"
_PATIENCE_S: Final = 20.0


class Listener:
    """A receiver that notes what it is given."""

    def __init__(self) -> None:
        self.publications: list[Publication] = []
        self.whispers: list[Whisper] = []
        self.doubts = 0

    def receive(self, publication: Publication) -> None:
        """Note a publication."""
        self.publications.append(publication)

    def overhear(self, whisper: Whisper) -> None:
        """Note a whisper."""
        self.whispers.append(whisper)

    def doubt(self) -> None:
        """Note that publications may be missing."""
        self.doubts += 1

    @property
    def seqs(self) -> list[int]:
        """The places of what was received, in the order of arrival."""
        return [each.seq for each in self.publications]


def publication(stream: str, seq: int, event: bytes = b'{"t":"event"}') -> Publication:
    """Make a publication."""
    return Publication(stream, EPOCH, seq, "ada", "authored", event)


async def until(condition: Callable[[], bool], what: str) -> None:
    """Return when something has become so; fail with `what` if it takes too long."""
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"in vain: {what}"
        await asyncio.sleep(0.005)
