"""Whatever the ether does to publications, every subscriber at every hub receives the log."""

import asyncio
from dataclasses import dataclass
from random import Random

import msgspec
import pytest

from hubbub_protocol.events import MessageDeleted, MessageEdited, Payload
from hubbub_server.hub.subscribing import Granted
from hubbub_server.store.interface import Store, StoredEvent
from tests.server.hub.ear import Ear
from tests.server.hub.fleet import Fleet
from tests.server.store.hand_clock import HandClock

STEPS = 250
GUESTS = [f"guest{n}" for n in range(12)]


@dataclass
class Reader:
    """A member's client, which resumes at any hub from where it has come to."""

    name: str
    begin: int
    ear: Ear

    @property
    def cursor(self) -> int:
        """The last seq that it has."""
        return self.ear.seqs[-1] if self.ear.seqs else self.begin


class Life:
    """What happens at random in a room, at several hubs."""

    def __init__(self, fleet: Fleet, random: Random) -> None:
        self.fleet = fleet
        self.random = random
        self.readers: list[Reader] = []
        self.removed: dict[str, int] = {}  # by name, the seq of the removal
        self._devices = 0

    async def step(self) -> None:
        """Let one thing happen."""
        deeds = [self.write, self.write, self.write, self.change, self.subscribe, self.resume,
                 self.resume, self.remove, self.read_slowly, self.trouble, self.trouble,
                 self.bring, self.compare]  # fmt: skip
        await self.random.choice(deeds)()
        for _ in range(self.random.choice([0, 1, 5])):
            await asyncio.sleep(0)

    async def write(self) -> None:
        """Write some messages at a hub, which may die before it publishes them."""
        company = self.random.choice(self.fleet.at)
        bodies = [str(n) for n in range(self.random.choice([1, 1, 3, 40]))]
        self.tell(await company.commit("ada", *bodies))

    async def change(self) -> None:
        """Edit or delete a message."""
        target = self.random.randint(2, 5)
        edited = MessageEdited(target=target, body="better", mentions=())
        deleted = MessageDeleted(target=target)
        payload: Payload = edited if self.random.random() < 0.5 else deleted
        self.tell(await self.fleet.happen("ada", payload))

    async def subscribe(self) -> None:
        """Let somebody receive the room, from its head or its beginning on."""
        name = self.random.choice(GUESTS)
        if name not in self.removed:
            self.readers.append(Reader(name, -1, Ear()))
            await self.open(self.readers[-1], self.random.choice([None, 0, 1]))

    async def resume(self) -> None:
        """Let somebody lose the socket, and resume at any hub."""
        if self.readers:
            reader = self.random.choice(self.readers)
            self.close(reader)
            await self.open(reader, reader.cursor)

    async def remove(self) -> None:
        """Remove a member."""
        name = self.random.choice(GUESTS)
        if name not in self.removed and self.random.random() < 0.3:
            company = self.random.choice(self.fleet.at)
            seq = await company.dismiss(name, publish=False)
            self.removed[name] = seq
            self.tell(await self.fleet.village.store.read_page(company.room, seq - 1, seq))

    async def read_slowly(self) -> None:
        """Let a client stop reading, or read on."""
        if self.readers:
            ear = self.random.choice(self.readers).ear
            self.random.choice([ear.stop_reading, ear.read_on])()

    async def trouble(self) -> None:
        """Change what is wrong."""
        ether, broker = self.fleet.ether, self.random.choice(self.fleet.ether.brokers)
        ether.losing = self.random.choice([0.0, 0.0, 0.3, 1.0])
        ether.repeating = self.random.choice([0.0, 0.5])
        ether.delaying = self.random.choice([0.0, 0.5])
        self.random.choice([broker.go_away, broker.come_back, broker.come_back])()

    async def bring(self) -> None:
        """Let what was delayed arrive."""
        self.fleet.ether.bring_delayed()

    async def compare(self) -> None:
        """Let a hub compare its heads."""
        await self.random.choice(self.fleet.at).hub.check_heads()

    def tell(self, events: list[StoredEvent]) -> None:
        """Publish at some hub what was committed, unless that hub dies before."""
        if self.random.random() < 0.8:
            self.random.choice(self.fleet.at).publish(events)

    async def open(self, reader: Reader, after: int | None) -> None:
        """Open a session at some hub."""
        self._devices += 1
        company = self.random.choice(self.fleet.at)
        session = company.session(reader.name, reader.ear, device=str(self._devices))
        answer = await company.ask(session, after)
        assert isinstance(answer, Granted)
        if reader.begin < 0:
            reader.begin = answer.after
        answer.begin()

    def close(self, reader: Reader) -> None:
        """Close the sessions of a reader; its client keeps what it has."""
        for company in self.fleet.at:
            for session in list(company.hub.sessions):
                if session.outlet is reader.ear:
                    company.hub.close_session(session)
        reader.ear.read_on()

    async def end(self) -> None:
        """Let everybody read on, and everything arrive."""
        for reader in self.readers:
            reader.ear.read_on()
        await self.fleet.calm_down()
        for _ in range(5):
            await self.fleet.at[0].settled()


@pytest.mark.parametrize("seed", range(8))
async def test_every_reader_receives_the_log_without_a_hole(
    store: Store, clock: HandClock, seed: int
) -> None:
    random = Random(seed)
    fleet = Fleet(store, clock, hubs=random.choice([2, 3]), random=random)
    await fleet.gather("ada", *GUESTS)
    await fleet.at[0].say("ada", "two", "three", "four", "five")
    life = Life(fleet, random)
    for _ in range(STEPS):
        await life.step()
    await life.end()
    log = [msgspec.json.decode(each.json()) for each in await fleet.village.log(fleet.at[0].room)]
    assert len(life.readers) > 5
    for reader in life.readers:
        until = life.removed.get(reader.name, len(log))
        assert reader.ear.closed is None
        assert reader.ear.frames == log[reader.begin : until], reader.name
