"""Several hubs over one database, with an ether between them that need not be reliable."""

from random import Random

from hubbub_protocol.events import Payload
from hubbub_protocol.streams import CONTROL
from hubbub_server.hub.hub import Hub
from hubbub_server.store.interface import NewEvent, Store, StoredEvent
from tests.server.broker.ether import Ether
from tests.server.hub.company import Company
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village


class Fleet:
    """One company at several hubs. The hubs check their heads only when they are told to."""

    def __init__(self, store: Store, clock: HandClock, hubs: int, random: Random) -> None:
        self.village = Village(store, clock)
        self.ether = Ether(random)
        self.at: list[Company] = []  # the same people, as each hub sees them
        for _ in range(hubs):
            broker = self.ether.broker()
            hub = Hub(store, broker, clock, sockets_per_member=1_000)
            self.at.append(Company(self.village, hub, broker))

    async def gather(self, owner: str, *names: str) -> None:
        """Make the members and their room; its head is 1."""
        first = self.at[0]
        await first.gather(owner, *names)
        for other in self.at:
            other.ids, other.sign_ins, other.room = first.ids, first.sign_ins, first.room
        await self.check_heads()

    async def check_heads(self) -> None:
        """Let every hub compare its streams with the store, and fetch what it lacks."""
        for company in self.at:
            await company.hub.check_heads()
        await self.at[0].settled()

    async def calm_down(self) -> None:
        """End all troubles, and let everything arrive."""
        self.ether.losing = self.ether.repeating = self.ether.delaying = 0.0
        for broker in self.ether.brokers:
            broker.come_back()
        self.ether.bring_delayed()
        await self.check_heads()

    async def command(self, payload: Payload) -> list[StoredEvent]:
        """Commit a control event."""
        async with self.village.store.transaction([CONTROL]) as opened:
            return await opened.append_events([NewEvent(CONTROL, "", payload)])

    async def happen(self, author: str, payload: Payload) -> list[StoredEvent]:
        """Commit some event of the room."""
        room = self.at[0].room
        async with self.village.store.transaction([room]) as opened:
            return await opened.append_events([NewEvent(room, self.at[0].ids[author], payload)])
