"""A simulated world: hubs on one store, members with clients, and what befalls them."""

import asyncio
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final

from hubbub_protocol.client_session import ClientSession, Identity
from hubbub_protocol.codec import Encoding
from hubbub_protocol.commands import ClientInfo
from hubbub_protocol.streams import inbox_stream, room_stream
from tests.faults.simulator.air import Air
from tests.faults.simulator.member import Member
from tests.faults.simulator.node import Node, Surroundings
from tests.faults.simulator.request import Asked, Deed, Request
from tests.faults.simulator.shared_database import SharedDatabase
from tests.faults.simulator.steps import FRIENDS, HUBS
from tests.faults.simulator.tally import Tally
from tests.faults.simulator.village import Village
from tests.faults.simulator.virtual_loop import NOBODY, VirtualLoop
from tests.faults.simulator.wire import Wire

_PROGRAM: Final = ClientInfo("simulated", "1")
_BACK_S: Final = 0.2


class World:
    """Everything that there is while one schedule is carried out."""

    def __init__(self, village: Village, seed: int, loop: VirtualLoop, tally: Tally) -> None:
        self.village = village
        self.tally = tally
        self.loop = loop
        self.chance = Random(seed)
        self.calm = False  # whether nothing more is to go wrong
        self.requests: list[Request] = []
        self.lives: list[Node] = []  # every hub there ever was
        database = village.database
        database.begin_world()
        self.air = Air(self.chance, self.note)
        self._around = Surroundings(
            loop, database, self.air, self.chance, self.note, self._replace_later
        )
        self.nodes = [self._start(place) for place in range(HUBS)]
        everyone = [account for account, _ in village.people]
        also = self.chance.choice(everyone[1 : FRIENDS + 1])
        self.members = [self._member(place, each.name) for place, each in enumerate(everyone)]
        self.members.append(self._member(everyone.index(also), f"{also.name} on the road"))

    @property
    def database(self) -> SharedDatabase:
        """The database of all hubs."""
        return self.village.database

    def note(self, kind: str) -> None:
        """Count something that happened."""
        self.tally[kind] += 1

    def open_doors(self) -> None:
        """Let all members come."""
        for member in self.members:
            member.turn()

    def choose(self) -> Node:
        """Choose a hub, as a load balancer does that does not know which ones live."""
        return self.chance.choice(self.nodes)

    def request(self, asked: Asked, deed: Deed) -> Request:
        """Ask for a change over HTTP."""
        request = Request(asked, deed, self._living)
        self.requests.append(request)
        request.ask()
        return request

    def later(self, after_s: float, deed: Callable[[], object]) -> None:
        """Have something happen that belongs to no hub."""
        self.loop.call_later(after_s, deed, context=NOBODY)

    def calm_down(self) -> None:
        """Let nothing go wrong any more, and mend what is broken."""
        self.calm = True
        self.air.clear()
        for node in self.nodes:
            node.trouble.clear()
            node.go_on()
            if node.broker.away:
                self.loop.tell(node.life, node.broker.come_back)
        for member in self.members:
            if member.wire is not None:
                member.wire.read_on()

    async def end(self) -> None:
        """End everything, also what the dead have left behind."""
        for member in self.members:
            member.stop()
        for asked in self.requests:
            asked.stop()
        me = asyncio.current_task()
        tasks = [task for task in self.loop.tasks if task is not me and not task.done()]
        for task in tasks:
            task.cancel()
        for node in self.lives:
            self.loop.resume(node.life)
        if tasks:
            await asyncio.wait(tasks, timeout=5)

    def _start(self, place: int) -> Node:
        node = Node(place, self._around)
        self.lives.append(node)
        return node

    def _replace_later(self, dead: Node) -> None:
        self.later(_BACK_S + self.chance.random() * 2, partial(self._replace, dead.place))

    def _replace(self, place: int) -> None:
        self.nodes[place] = self._start(place)

    def _living(self) -> Node | None:
        node = self.choose()
        return None if node.life.over or node.draining else node

    def _let_in(self, member: Member) -> Wire | None:
        return self.choose().accept(member)

    def _member(self, place: int, device: str) -> Member:
        account, _ = self.village.people[place]
        encoding: Encoding = "msgpack" if place % 2 else "json"
        identity = Identity(device, _PROGRAM, account.token, encoding)
        room = room_stream(self.village.room)
        session = ClientSession(
            identity,
            resume={room: 0, inbox_stream(account.id): 0},
            epoch=self.database.epoch,
        )
        return Member(account, self.village.room, session, identity, self._let_in, self.chance)
