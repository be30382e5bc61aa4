"""Brokers of several hubs in one process, and what is between them: it may lose what it carries."""

import asyncio
from collections.abc import Callable
from random import Random

from hubbub_server.broker.interface import Receiver
from hubbub_server.broker.publication import Publication, Whisper


class Ether:
    """Carries publications from each broker to all others, well or badly.

    ``losing``, ``repeating`` and ``delaying`` are the shares of publications, each on its way to
    one hub, to which that happens; the delayed ones stay until :meth:`bring_delayed`.
    """

    def __init__(self, random: Random | None = None) -> None:
        self.losing = 0.0
        self.repeating = 0.0
        self.delaying = 0.0
        self.random = random or Random(0)
        self.brokers: list[EtherBroker] = []
        self._delayed: list[tuple[EtherBroker, Publication]] = []

    def broker(self) -> "EtherBroker":
        """Make the broker of one more hub."""
        broker = EtherBroker(self)
        self.brokers.append(broker)
        return broker

    def carry(self, sender: "EtherBroker", publication: Publication) -> None:
        """Bring a publication to all hubs but its own, or not."""
        for broker in self.brokers:
            if broker is sender or sender.away or broker.away:
                continue
            for _ in range(2 if self._happens(self.repeating) else 1):
                if self._happens(self.losing):
                    continue
                if self._happens(self.delaying):
                    self._delayed.append((broker, publication))
                else:
                    broker.take(publication)

    def bring_delayed(self) -> None:
        """Bring what was delayed, in any order."""
        delayed, self._delayed = self._delayed, []
        self.random.shuffle(delayed)
        for broker, publication in delayed:
            broker.take(publication)

    def _happens(self, share: float) -> bool:
        return self.random.random() < share


class EtherBroker:
    """One hub's broker. See :class:`hubbub_server.broker.interface.Broker` for the promises."""

    def __init__(self, ether: Ether) -> None:
        self.listening: set[str] = set()
        self.asked: list[str] = []  # the streams that are to be listened to and not yet are
        self.confirming = asyncio.Event()  # cleared: nothing is confirmed for now
        self.confirming.set()
        self._away = False
        self._ether = ether
        self._receiver: Receiver | None = None

    @property
    def away(self) -> bool:
        """Whether what other hubs publish does not arrive now."""
        return self._away

    async def run(self) -> None:
        """Wait to be cancelled."""
        await asyncio.Event().wait()

    def go_away(self) -> None:
        """Lose the link to the others."""
        self._away = True

    def come_back(self) -> None:
        """Have it again."""
        self._away = False
        self.told(lambda receiver: receiver.doubt())

    def attach(self, receiver: Receiver) -> None:
        """Name the one receiver of this hub."""
        self._receiver = receiver

    def publish(self, publication: Publication) -> None:
        """Give a committed event to this hub at once, and to the others."""
        self.take(publication)
        self._ether.carry(self, publication)

    def whisper(self, whisper: Whisper) -> None:
        """Carry something of the moment to all who listen."""
        for broker in self._ether.brokers:
            if whisper.stream in broker.listening and (broker is self or not broker.away):
                broker.told(lambda receiver: receiver.overhear(whisper))

    def take(self, publication: Publication) -> None:
        """Give a publication to this hub, if it listens."""
        if publication.stream in self.listening:
            self.told(lambda receiver: receiver.receive(publication))

    def told(self, tell: Callable[[Receiver], None]) -> None:
        """Tell the receiver something."""
        if self._receiver is not None:
            tell(self._receiver)

    def begin_anew(self, epoch: str) -> None:
        """Listen to nothing."""
        del epoch
        self.listening = set()

    async def listen(self, stream: str) -> None:
        """Receive the publications of a stream: as late as is allowed, when it is confirmed."""
        listening = self.listening
        if not self._away:
            self.asked.append(stream)
            await asyncio.sleep(0)
            await self.confirming.wait()
            self.asked.remove(stream)
        listening.add(stream)

    async def unlisten(self, stream: str) -> None:
        """Receive them no longer, after a while."""
        for _ in range(5):
            await asyncio.sleep(0)
        self.listening.discard(stream)
