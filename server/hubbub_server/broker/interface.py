"""What passes between hubs: the promises of every broker.

A broker only carries. It may lose, repeat or reorder publications; the hub notices by ``seq`` and
reads what is missing from the store. It gives no rights and keeps nothing.
"""

from typing import Protocol

from hubbub_server.broker.publication import Publication, Whisper


class Receiver(Protocol):
    """What a hub does with what a broker brings."""

    def receive(self, publication: Publication) -> None:
        """Take a publication; returns at once."""

    def overhear(self, whisper: Whisper) -> None:
        """Take something of the moment; returns at once."""

    def doubt(self) -> None:
        """Learn that publications may have been lost: compare every stream with the store.

        Returns at once. Comes after every break of the link, and whenever one cannot be excluded.
        """


class Broker(Protocol):
    """Carries publications to every hub that listens to their stream."""

    @property
    def away(self) -> bool:
        """Whether what other hubs publish does not arrive now: the store must be asked often."""

    async def run(self) -> None:
        """Keep the link to the other hubs, until cancelled; breaks are mended by itself."""

    def attach(self, receiver: Receiver) -> None:
        """Name the one receiver of this process, before anything is published."""

    def publish(self, publication: Publication) -> None:
        """Give a committed event to this process's receiver at once, and to the other hubs.

        Never raises and never waits: what cannot be carried is found by ``seq`` later.
        """

    def whisper(self, whisper: Whisper) -> None:
        """Carry something of the moment, or lose it."""

    def begin_anew(self, epoch: str) -> None:
        """Carry for another epoch from now on: nothing is listened to.

        What was published before does not reach this process's receiver any more.
        """

    async def listen(self, stream: str) -> None:
        """Receive the publications of a stream; returns when that is certain.

        While the broker is away it returns at once: the stream is listened to as soon as the link
        is back, and :meth:`Receiver.doubt` follows. Never raises for a broken link.
        """

    async def unlisten(self, stream: str) -> None:
        """Receive them no longer."""
