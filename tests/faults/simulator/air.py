"""What is between the brokers of simulated hubs: it takes time, and may do much else."""

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final, Literal

from hubbub_server.broker.publication import Publication, Whisper
from tests.faults.simulator.virtual_loop import NOBODY, Life
from tests.server.broker.ether import Ether, EtherBroker

AirFault = Literal["publication lost", "publication repeated", "publication delayed"]

_LONGEST_S: Final = 0.003
_DELAY_S: Final = 1.5
_APART_S: Final = 1e-6


class Air(Ether):
    """Carries publications in their order, except for what is to befall them."""

    def __init__(self, random: Random, note: Callable[[str], None]) -> None:
        super().__init__(random)
        self.note = note
        self._arrivals: dict[EtherBroker, float] = {}  # when the latest one arrives there
        self._held: dict[EtherBroker, list[Publication]] = {}  # where the broker stands still
        self._faults: dict[EtherBroker, Counter[AirFault]] = {}  # what will befall the next ones
        self._cut_off: set[EtherBroker] = set()  # whose link is broken, and they do not know it
        self._brought: dict[tuple[EtherBroker, str], int] = {}  # the latest seq, by stream

    def hub_broker(self, life: Life | None) -> "AirBroker":
        """Make the broker of one more hub; what it brings is done by that hub."""
        broker = AirBroker(self, life)
        self.brokers.append(broker)
        return broker

    def remove(self, broker: EtherBroker) -> None:
        """Bring nothing more to a hub that is gone."""
        self.brokers.remove(broker)

    def expect(self, broker: EtherBroker, fault: AirFault, count: int) -> None:
        """Let something befall the next publications on their way to a hub."""
        self._faults.setdefault(broker, Counter())[fault] += count

    def stall(self, broker: EtherBroker) -> None:
        """Keep back what is on its way to a hub."""
        self._held.setdefault(broker, [])

    def go_on(self, broker: EtherBroker) -> None:
        """Bring it."""
        for publication in self._held.pop(broker, ()):
            self._send(broker, publication)

    def cut_off(self, broker: EtherBroker) -> None:
        """Lose all that goes to a hub or comes from it."""
        self._cut_off.add(broker)

    def mend(self, broker: EtherBroker) -> None:
        """Lose it no longer."""
        self._cut_off.discard(broker)

    def clear(self) -> None:
        """Let nothing befall anything any more."""
        self._faults.clear()
        self._cut_off.clear()
        for broker in list(self._held):
            self.go_on(broker)

    def carry(self, sender: EtherBroker, publication: Publication) -> None:
        """Bring a publication to all hubs but its own, or not."""
        for broker in self.brokers:
            if broker is sender or sender.away or broker.away:
                continue
            if self._cut_off.isdisjoint((sender, broker)):
                self._carry_to(broker, publication)

    def _carry_to(self, broker: EtherBroker, publication: Publication) -> None:
        if self._befalls(broker, "publication lost"):
            return
        if self._befalls(broker, "publication repeated"):
            self._send(broker, publication)
        if broker in self._held:
            self.note("broker stalled")
            self._held[broker].append(publication)
        elif self._befalls(broker, "publication delayed"):
            self._arrive(broker, publication, self._now() + self.random.random() * _DELAY_S)
        else:
            self._send(broker, publication)

    def _befalls(self, broker: EtherBroker, fault: AirFault) -> bool:
        faults = self._faults.get(broker)
        if faults is None or faults[fault] <= 0:
            return False
        faults[fault] -= 1
        self.note(fault)
        return True

    def _send(self, broker: EtherBroker, publication: Publication) -> None:
        soon = self._now() + self.random.random() * _LONGEST_S
        arrival = max(self._arrivals.get(broker, 0.0) + _APART_S, soon)
        self._arrivals[broker] = arrival
        self._arrive(broker, publication, arrival)

    def _arrive(self, broker: EtherBroker, publication: Publication, at: float) -> None:
        asyncio.get_running_loop().call_at(at, self._bring, broker, publication, context=NOBODY)

    def _bring(self, broker: EtherBroker, publication: Publication) -> None:
        key = (broker, publication.stream)
        if publication.seq < self._brought.get(key, 0):
            self.note("publication overtaken")
        self._brought[key] = max(publication.seq, self._brought.get(key, 0))
        assert isinstance(broker, AirBroker)
        broker.do(partial(broker.take, publication))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


class AirBroker(EtherBroker):
    """One hub's broker."""

    def __init__(self, air: Air, life: Life | None) -> None:
        super().__init__(air)
        self._life = life

    def whisper(self, whisper: Whisper) -> None:
        """Carry something of the moment to all who listen."""
        for broker in self._ether.brokers:
            if whisper.stream not in broker.listening or (broker is not self and broker.away):
                continue
            if broker is self:
                self.told(lambda receiver: receiver.overhear(whisper))
            elif isinstance(broker, AirBroker):
                broker.do(partial(broker.told, lambda receiver: receiver.overhear(whisper)))

    def do(self, deed: Callable[[], None]) -> None:
        """Have the hub do something, whoever asks for it."""
        context = None if self._life is None else self._life.context
        asyncio.get_running_loop().call_soon(deed, context=context)
