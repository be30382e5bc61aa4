"""People in a room, each able to write and to listen through the hub."""

import asyncio
from collections import defaultdict

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Payload
from hubbub_protocol.rooms import Role
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.publication import Publication, publication_class
from hubbub_server.domain.caller import Caller
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.session import Session
from hubbub_server.hub.subscribing import Answer, Granted, Wish
from hubbub_server.store.interface import NewEvent, StoredEvent
from tests.server.hub.ear import Ear
from tests.server.store.village import Village, accepted


class Company:
    """A room, its members by name, and the hub that they listen to."""

    def __init__(self, village: Village, hub: Hub, broker: Broker) -> None:
        self.village = village
        self.hub = hub
        self.broker = broker
        self.ids: dict[str, str] = {}
        self.sign_ins: defaultdict[str, str] = defaultdict(village.new_id)
        self.room = ""

    async def gather(self, owner: str, *names: str) -> None:
        """Make the members and their room; its head is 1."""
        for name in (owner, *names):
            self.ids[name] = await self.village.welcome(name)
        self.room = await self.village.found(self.ids[owner])
        await self.village.admit(self.room, *(self.ids[name] for name in names))

    async def commit(self, author: str, *bodies: str) -> list[StoredEvent]:
        """Write messages without telling the hub, as another process would."""
        messages = [self.village.message(self.room, self.ids[author], body) for body in bodies]
        written = accepted(await self.village.outcomes(*messages))
        return [one.events[0] for one in written]

    async def say(self, author: str, *bodies: str) -> None:
        """Write messages and publish them."""
        self.publish(await self.commit(author, *bodies))

    async def dismiss(self, name: str, *, publish: bool = True) -> int:
        """Remove a member; returns the seq of that event."""
        seq = await self.village.dismiss(self.room, self.ids[name], by=self.ids["ada"])
        if publish:
            self.publish(await self.village.store.read_page(self.room, seq - 1, seq))
        return seq

    async def happen(self, author: str, *payloads: Payload) -> None:
        """Let a member do something in the room, and publish it."""
        news = [NewEvent(self.room, self.ids[author], payload) for payload in payloads]
        async with self.village.store.transaction([self.room]) as opened:
            events = await opened.append_events(news)
        self.publish(events)

    async def give_role(self, name: str, role: Role) -> list[StoredEvent]:
        """Give a member a role without telling the hub."""
        seq = await self.village.give_role(self.room, self.ids[name], role, by=self.ids["ada"])
        return await self.village.store.read_page(self.room, seq - 1, seq)

    async def block(self, blocker: str, blocked: str) -> None:
        """Let one block another, and tell the hubs."""
        self.publish(await self.village.block(self.ids[blocker], self.ids[blocked]))

    async def unblock(self, blocker: str, blocked: str) -> None:
        """Let one block another no longer, and tell the hubs."""
        self.publish(await self.village.unblock(self.ids[blocker], self.ids[blocked]))

    def publish(self, events: list[StoredEvent], epoch: str | None = None) -> None:
        """Let the broker carry events that were committed, in the present epoch or another."""
        for event in events:
            self.broker.publish(
                Publication(
                    stream=event.stream,
                    epoch=epoch or self.village.store.epoch,
                    seq=event.seq,
                    actor=event.actor,
                    publication_class=publication_class(event.kind),
                    event=event.json(),
                )
            )

    def session(
        self, name: str, ear: Ear, device: str = "tab", hello: int | None = None
    ) -> Session:
        """Open a session of a member, whose hello has this number; None: it arrives now."""
        caller = Caller(self.ids[name], "person", "member", self.sign_ins[name], 0)
        number = self.hub.sessions.number_hello() if hello is None else hello
        return self.hub.open_session(caller, device, ear, number)

    async def ask(self, session: Session, seq: int | None, epoch: str | None = None) -> Answer:
        """Ask for the room's stream."""
        (answer,) = await self.hub.subscribe(session, [Wish(self.room, seq)], epoch)
        return answer

    async def listen(self, name: str, seq: int | None = None, ear: Ear | None = None) -> Ear:
        """Receive the room's stream from after ``seq`` on, in a new session."""
        heard = ear or Ear()
        answer = await self.ask(self.session(name, heard, device=str(id(heard))), seq)
        if isinstance(answer, Refusal):
            raise answer
        assert isinstance(answer, Granted)
        answer.begin()
        await self.settled()
        return heard

    async def settled(self) -> None:
        """Let everything that is under way in this process come to its end."""
        for _ in range(20):
            await asyncio.sleep(0)
            async with self.village.store.snapshot() as reading:
                await reading.head(self.room)
