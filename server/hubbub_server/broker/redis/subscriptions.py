"""What a hub listens to in Redis, and what Redis has confirmed of it; no I/O.

Redis confirms each channel of each command, in order. So per channel the number of unanswered
commands and the last of them tell what the next confirmation must be. Any other one means that
Redis and this hub do not agree, and the link is given up.
"""

import asyncio
from collections.abc import Iterator
from typing import Final

from hubbub_server.broker.redis.link import LinkBrokenError, command

CHUNK: Final = 500
"""The most channels in one command, so that no command is longer than Redis reads at once."""


class Subscriptions:
    """The channels that are wanted, asked for and confirmed, and who waits for a confirmation."""

    def __init__(self) -> None:
        self.streams: dict[bytes, str] = {}  # the wanted channels, and the stream of each
        self._changed: dict[bytes, None] = {}  # those to compare with what was asked, in order
        self._asked: set[bytes] = set()  # those whose last command on this link was SUBSCRIBE
        self._unanswered: dict[bytes, int] = {}  # commands that Redis has not confirmed
        self._waiting: dict[bytes, list[asyncio.Future[None]]] = {}

    @property
    def settled(self) -> bool:
        """Whether Redis has confirmed all that it was asked, and nothing is left to ask."""
        return not self._unanswered and not self._changed

    def want(self, channel: bytes, stream: str) -> None:
        """Want a channel from now on."""
        if channel not in self.streams:
            self.streams[channel] = stream
            self._changed[channel] = None

    def give_up(self, channel: bytes) -> None:
        """Want a channel no longer; who still waits for it waits no more."""
        if self.streams.pop(channel, None) is not None:
            self._changed[channel] = None
            self._release(channel)

    def give_up_all_but(self, kept: bytes) -> None:
        """Want all channels but one no longer."""
        for channel in [each for each in self.streams if each != kept]:
            self.give_up(channel)

    def is_certain(self, channel: bytes) -> bool:
        """Tell whether Redis has confirmed a channel, and nothing else was asked since."""
        return channel in self._asked and channel not in self._unanswered

    async def confirmation(self, channel: bytes) -> None:
        """Wait until a channel is certain, or given up, or the link is gone."""
        future = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(channel, [])
        waiting.append(future)
        try:
            await future
        finally:
            waiting.remove(future)
            if not waiting and self._waiting.get(channel) is waiting:
                del self._waiting[channel]

    def start(self) -> None:
        """Begin on a new link, where nothing was asked yet."""
        self.stop()
        self._changed = dict.fromkeys(self.streams)

    def stop(self) -> None:
        """Forget what the link that is gone was asked; nobody waits for it any longer."""
        self._changed.clear()
        self._asked.clear()
        self._unanswered.clear()
        for channel in list(self._waiting):
            self._release(channel)

    def take_commands(self) -> bytes:
        """Return the commands that ask Redis for what changed since the last time."""
        begun = [each for each in self._changed if each in self.streams and each not in self._asked]
        ended = [each for each in self._changed if each not in self.streams and each in self._asked]
        self._changed.clear()
        self._asked.update(begun)
        self._asked.difference_update(ended)
        for channel in (*begun, *ended):
            self._unanswered[channel] = self._unanswered.get(channel, 0) + 1
        return b"".join((*_chunks(b"SUBSCRIBE", begun), *_chunks(b"UNSUBSCRIBE", ended)))

    def confirm(self, kind: object, channel: bytes) -> None:
        """Note a confirmation. Raises :class:`LinkBrokenError` if nothing of the kind was asked."""
        left = self._unanswered.get(channel, 0)
        # They alternate, and the last one is known.
        expected = (channel in self._asked) == bool(left % 2)
        if not left or kind != (b"subscribe" if expected else b"unsubscribe"):
            raise LinkBrokenError(f"Redis confirmed what was not asked: {kind!r:.20}")
        if left > 1:
            self._unanswered[channel] = left - 1
            return
        del self._unanswered[channel]
        if channel in self._asked:
            self._release(channel)

    def _release(self, channel: bytes) -> None:
        for future in self._waiting.get(channel, ()):
            if not future.done():
                future.set_result(None)


def _chunks(verb: bytes, channels: list[bytes]) -> Iterator[bytes]:
    for begin in range(0, len(channels), CHUNK):
        yield command(verb, *channels[begin : begin + CHUNK])
