"""The stream of a direct channel in this process: it knows whether the two are connected."""

import asyncio
from collections.abc import Callable

from hubbub_protocol.events import DirectChannelEnded, DirectChannelOpened, Payload
from hubbub_server.hub.freshness import Freshness
from hubbub_server.hub.streams import HubStream


class DirectStream(HubStream):
    """A stream that both follow after the end too, but nothing of the moment passes there then.

    Whether it is open is found out with the first subscription, and learned from its own events
    from then on.
    """

    __slots__ = ("_changed", "_known_at", "_open")

    def __init__(
        self,
        name: str,
        head: int,
        loop: asyncio.AbstractEventLoop,
        rights: Freshness,
        changed: Callable[[HubStream], None],
    ) -> None:
        super().__init__(name, head, loop, rights)
        self._open = False
        self._known_at = -1  # the seq at which that was so
        self._changed = changed  # is told when it is opened or has ended

    @property
    def is_open(self) -> bool:
        """Whether the two are connected."""
        return self._open

    def learn(self, seq: int, *, connected: bool) -> None:
        """Learn whether the two were connected at a ``seq``."""
        if seq < self._known_at:
            return
        self._known_at = seq
        if connected != self._open:
            self._open = connected
            self._changed(self)

    def _advance(self, seq: int, event: bytes, author: str | None, payload: Payload | None) -> None:
        super()._advance(seq, event, author, payload)
        if isinstance(payload, DirectChannelOpened | DirectChannelEnded):
            self.learn(seq, connected=isinstance(payload, DirectChannelOpened))
