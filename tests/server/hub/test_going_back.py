"""However often a database goes back under lossy hubs, every client ends with what it holds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from random import Random

import msgspec
import pytest
from sqlalchemy import delete, select, update

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.subscribing import Granted, Void
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store
from hubbub_server.store.schema import events, installation, streams
from hubbub_server.store.sqlite import open_sqlite
from tests.server.broker.ether import Ether
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

STEPS = 200
READERS = 6


class Reader:
    """A client that has the room from its first event on, and begins anew in a new epoch."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.epoch = ""
        self.log: list[dict[str, object]] = []
        self.resets = 0
        self._ear = Ear()

    @property
    def is_cut_off(self) -> bool:
        """Whether its session is over."""
        return not self.epoch or self._ear.closed is not None

    def take(self) -> None:
        """Take what has come; each event follows on the one before."""
        for frame in self._ear.frames:
            assert frame["seq"] == len(self.log) + 1
            self.log.append(frame)
        self._ear.writes.clear()

    async def come(self, company: Company) -> None:
        """Lose the session, if there is one, and open another at a hub."""
        self.take()
        for session in list(company.hub.sessions):
            if session.outlet is self._ear:
                company.hub.close_session(session)
        self._ear = Ear()
        epoch = company.village.store.epoch
        session = company.session("bo", self._ear, device=self.device)
        if self.epoch != epoch:  # as a client finds in the welcome
            self.resets += bool(self.epoch)
            self.epoch = epoch
            self.log.clear()
        try:
            answer = await company.ask(session, len(self.log), epoch)
            if isinstance(answer, Void):  # a hub that has not found it out resets one alone
                self.log.clear()
                answer = await company.ask(session, 0, epoch)
        except Refusal:
            self._ear.close(CloseCode.INTERNAL, "come again")
            return
        assert isinstance(answer, Granted)
        answer.begin()


class Life:
    """What happens at random to two hubs, their database and the clients."""

    def __init__(self, hubs: list[Company], ether: Ether, random: Random) -> None:
        self.hubs = hubs
        self.ether = ether
        self.random = random
        self.readers = [Reader(str(number)) for number in range(READERS)]
        self.went_back = 0

    async def step(self) -> None:
        """Let one thing happen."""
        deeds = [self.write, self.write, self.write, self.come, self.come, self.trouble,
                 self.bring, self.compare, self.compare]  # fmt: skip
        if self.random.random() < 0.05:
            deeds = [self.go_back]
        await self.random.choice(deeds)()
        for _ in range(self.random.choice([0, 1, 5])):
            await asyncio.sleep(0)

    async def write(self) -> None:
        """Write some messages at a hub, which may die before it publishes them."""
        company = self.random.choice(self.hubs)
        epoch = company.village.store.epoch
        bodies = [str(self.random.random()) for _ in range(self.random.choice([1, 1, 3, 20]))]
        written = await company.commit("ada", *bodies)
        if self.random.random() < 0.8:
            company.publish(written, epoch)

    async def come(self) -> None:
        """Let a client come back."""
        await self.random.choice(self.readers).come(self.random.choice(self.hubs))

    async def trouble(self) -> None:
        """Change what is wrong between the hubs."""
        self.ether.losing = self.random.choice([0.0, 0.0, 0.3, 1.0])
        self.ether.repeating = self.random.choice([0.0, 0.5])
        self.ether.delaying = self.random.choice([0.0, 0.5])

    async def bring(self) -> None:
        """Let what was delayed arrive."""
        self.ether.bring_delayed()

    async def compare(self) -> None:
        """Let a hub compare its heads."""
        with suppress(Refusal):
            await self.random.choice(self.hubs).hub.check_heads()

    async def go_back(self) -> None:
        """Let the database lose its last events; some other hub has found it out already."""
        self.went_back += 1
        store, room = self.hubs[0].village.store, self.hubs[0].room
        async with store.transaction([room]) as opened:
            head = (await opened.head(room)).seq
            kept = self.random.randint(max(1, head - 30), head)
            gone = (events.c.stream == room, events.c.seq > kept)
            await opened.execute(delete(events).where(*gone))
            await opened.execute(update(streams).where(streams.c.name == room).values(head=kept))
            epoch = f"{self.random.getrandbits(64):016x}"
            await opened.execute(update(installation).values(epoch=epoch))

    async def end(self) -> None:
        """Let all trouble end, and everybody come to the end of everything."""
        self.ether.losing = self.ether.repeating = self.ether.delaying = 0.0
        self.ether.bring_delayed()
        for company in self.hubs:
            with suppress(EpochRenewed):
                await company.hub.check_heads()
            await company.hub.check_heads()
        for reader in self.readers:
            if reader.is_cut_off:
                await reader.come(self.random.choice(self.hubs))
        for company in self.hubs:
            await company.settled()
        for reader in self.readers:
            reader.take()


@pytest.fixture
async def stores(tmp_path: Path, clock: HandClock) -> AsyncIterator[list[Store]]:
    opened: list[Store] = [await open_sqlite(tmp_path / "hubbub.db", clock) for _ in range(2)]
    yield opened
    for store in opened:
        await store.close()


@pytest.mark.parametrize("seed", range(4))
async def test_every_client_ends_with_what_the_database_holds(
    stores: list[Store], clock: HandClock, seed: int
) -> None:
    random = Random(seed)
    ether = Ether(random)
    hubs = []
    for store in stores:
        broker = ether.broker()
        hub = Hub(store, broker, clock, sockets_per_member=1_000)
        hubs.append(Company(Village(store, clock), hub, broker))
    here, there = hubs
    await here.gather("ada", "bo")
    there.ids, there.sign_ins, there.room = here.ids, here.sign_ins, here.room
    life = Life(hubs, ether, random)
    for _ in range(STEPS):
        await life.step()
    await life.end()
    log = [msgspec.json.decode(each.json()) for each in await here.village.log(here.room)]
    async with stores[0].snapshot() as reading:
        found = await reading.row(select(installation.c.epoch))
    assert found is not None
    assert [store.epoch for store in stores] == 2 * [found.epoch]
    assert life.went_back
    assert sum(reader.resets for reader in life.readers)
    for reader in life.readers:
        assert reader.epoch == found.epoch
        assert reader.log == log
