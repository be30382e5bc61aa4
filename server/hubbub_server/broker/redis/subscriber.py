"""What comes from Redis: confirmations to the subscriptions, publications to the receiver."""

from collections.abc import Callable, Sequence
from typing import Final

from hubbub_server.broker.interface import Receiver
from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.broker.redis.link import Link, LinkBrokenError, unexpected_reply
from hubbub_server.broker.redis.subscriptions import Subscriptions
from hubbub_server.broker.wire import UnreadableError, is_echo, unpack
from hubbub_server.clock import Clock
from hubbub_server.logs import logger
from hubbub_server.metrics import PUBLICATIONS_DROPPED, PUBLICATIONS_RECEIVED

PROBE: Final = ""
"""The name of the probes' stream: empty, so that no receiver knows it."""
_CONFIRMATIONS: Final = (b"subscribe", b"unsubscribe")
_SAY_EVERY_S: Final = 60.0


class Subscriber:
    """Reads what one link after the other brings, and gives it to the receiver."""

    def __init__(self, origin: bytes, clock: Clock) -> None:
        self.subscriptions = Subscriptions()
        self.receiver: Receiver | None = None
        self._origin = origin
        self._clock = clock
        self._said_at: float | None = None  # when a useless publication was last logged
        self._on_probe: Callable[[bytes], None] = _ignore
        self._on_confirmations: Callable[[], None] = _nothing
        self._link: Link | None = None

    def open(
        self,
        link: Link,
        on_probe: Callable[[bytes], None],
        on_confirmations: Callable[[], None],
    ) -> None:
        """Begin to read a link, and ask on it for every wanted channel."""
        self._link = link
        self._on_probe = on_probe
        self._on_confirmations = on_confirmations
        link.take = self._take
        self.subscriptions.start()
        self.ask()

    def close(self) -> None:
        """Read no more: the link is gone."""
        self._link = None
        self.subscriptions.stop()

    def ask(self) -> None:
        """Ask for what is wanted now and was not before."""
        if self._link is not None and (commands := self.subscriptions.take_commands()):
            self._link.write(commands)

    def _take(self, replies: Sequence[object]) -> None:
        received = confirmed = 0
        try:
            for reply in replies:
                kind, channel, payload = _parts(reply)
                if kind == b"message" and isinstance(payload, bytes):
                    received += self._hear(channel, payload)
                elif kind in _CONFIRMATIONS:
                    self.subscriptions.confirm(kind, channel)
                    confirmed += 1
                else:
                    raise unexpected_reply(reply)
        except LinkBrokenError as broken:
            if self._link is not None:
                self._link.close(broken)
        if received:
            PUBLICATIONS_RECEIVED.inc(received)
        if confirmed:
            self._on_confirmations()

    def _hear(self, channel: bytes, payload: bytes) -> bool:
        """Take what was published; False for what is not another hub's news."""
        stream = self.subscriptions.streams.get(channel)
        # What was given up may still come for a moment.
        if stream is None or is_echo(payload, self._origin):
            return False
        if stream == PROBE:
            self._on_probe(payload)
            return False
        try:
            news = unpack(stream, payload)
        except UnreadableError as error:
            self._say("a publication cannot be read", stream, error)
        else:
            self._deliver(news)
        return True

    def _deliver(self, news: Publication | Whisper | None) -> None:
        receiver = self.receiver
        if receiver is None or news is None:
            return
        try:
            if isinstance(news, Publication):
                receiver.receive(news)
            else:
                receiver.overhear(news)
        except Exception as error:  # noqa: BLE001 - one publication must not break the link for all
            self._say("a publication was of no use", news.stream, error)
            if isinstance(news, Publication):
                receiver.doubt()

    def _say(self, what: str, stream: str, error: Exception) -> None:
        PUBLICATIONS_DROPPED.inc()
        now = self._clock.monotonic_s()
        if self._said_at is None or now - self._said_at >= _SAY_EVERY_S:
            self._said_at = now
            logger.warning(what, stream=stream, reason=repr(error))


def _parts(reply: object) -> tuple[object, bytes, object]:
    if isinstance(reply, list) and len(reply) == 3 and isinstance(reply[1], bytes):
        return reply[0], reply[1], reply[2]
    raise unexpected_reply(reply)


def _ignore(payload: bytes) -> None:
    """Take a probe that nobody waits for."""


def _nothing() -> None:
    """Take confirmations that nobody waits for."""
