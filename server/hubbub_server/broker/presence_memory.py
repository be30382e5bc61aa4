"""The board of hubs in one process: for a hub that is alone, and for tests."""

from collections.abc import Collection, Mapping

from hubbub_server.broker.presence import EXPIRES_S, Posted
from hubbub_server.clock import Clock


class MemoryPresenceBoard:
    """Postings in a table; what expired goes when somebody looks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._posted: dict[str, dict[str, Posted]] = {}  # by hub, then by stream
        self._expires_at: dict[str, float] = {}  # monotonic seconds, by hub

    async def post(self, hub: str, changed: Mapping[str, Posted]) -> bool:
        """Replace postings of a hub; False: it must post everything."""
        self._expire()
        posted = self._posted.get(hub)
        if posted is None:
            return False
        for stream, posting in changed.items():
            if posting.members:
                posted[stream] = posting
            else:
                posted.pop(stream, None)
        self._refresh(hub)
        return True

    async def post_all(self, hub: str, everything: Mapping[str, Posted]) -> None:
        """Post for every stream, in place of all before."""
        self._posted[hub] = {stream: each for stream, each in everything.items() if each.members}
        self._refresh(hub)

    async def read(self, streams: Collection[str]) -> dict[str, dict[str, Posted]]:
        """Return, by hub, what stands there for these streams."""
        self._expire()
        return {
            hub: {stream: posted[stream] for stream in streams if stream in posted}
            for hub, posted in self._posted.items()
        }

    def begin_anew(self, epoch: str) -> None:
        """Be the board of another epoch from now on."""
        del epoch  # nobody else could be in another one
        self._posted.clear()
        self._expires_at.clear()

    async def withdraw(self, hub: str) -> None:
        """Take a hub off the board at once."""
        self._posted.pop(hub, None)
        self._expires_at.pop(hub, None)

    def _refresh(self, hub: str) -> None:
        self._expires_at[hub] = self._clock.monotonic_s() + EXPIRES_S

    def _expire(self) -> None:
        now = self._clock.monotonic_s()
        for hub in [hub for hub, at in self._expires_at.items() if at <= now]:
            del self._posted[hub]
            del self._expires_at[hub]
