"""Who may receive what, by what a log says; without any of the hub's own code."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from hubbub_load.history.record import Log
from hubbub_protocol.events import BlockSet, DirectChannelOpened, Payload
from hubbub_protocol.streams import CONTROL, inbox_stream


def decoy_stream(member: str) -> str:
    """Name the stream of what a member is not told and which is written all the same."""
    return f"decoy:{member}"


def blocked_pairs(log: Log) -> frozenset[frozenset[str]]:
    """Return the pairs of whom one has ever blocked the other."""
    return frozenset(
        frozenset((payload.blocker, payload.blocked))
        for payload in _payloads(log, CONTROL)
        if isinstance(payload, BlockSet)
    )


@dataclass(frozen=True, slots=True)
class Rights:
    """What the log says of who may be shown what."""

    audiences: dict[str, frozenset[str]]
    """The two of each direct channel, by its stream."""
    blocked: frozenset[frozenset[str]]

    @classmethod
    def of(cls, log: Log) -> Self:
        """Read them from the log. The first event of a direct channel names its two."""
        opened = {
            stream: next(_payloads(log, stream), None)
            for stream in log
            if stream.startswith("direct:")
        }
        audiences = {
            stream: frozenset(first.members)
            for stream, first in opened.items()
            if isinstance(first, DirectChannelOpened)
        }
        return cls(audiences, blocked_pairs(log))

    def may_receive(self, member: str, stream: str) -> bool:
        """Whether a stream can come to a member at all; rooms here come to everybody."""
        if stream.startswith("room:"):
            return True
        return stream == inbox_stream(member) or member in self.audiences.get(stream, ())

    def may_be_kept_from(self, member: str, stream: str, actor: str) -> bool:
        """Whether what the actor did in a stream may come to a member as a skip."""
        return stream.startswith("room:") and frozenset((member, actor)) in self.blocked


def _payloads(log: Log, stream: str) -> Iterator[Payload]:
    return (event.told for event in log.get(stream, ()))
