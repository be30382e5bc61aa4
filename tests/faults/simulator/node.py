"""A hub of a simulated world, put together as the program does it; it dies and starts again."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TypeVar

from hubbub_protocol.limits import Limits
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.passwords import Passwords
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from hubbub_server.domain.origins import Reachability
from hubbub_server.hub.hub import Hub
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.liveness import Liveness
from tests.faults.simulator.air import Air, AirBroker
from tests.faults.simulator.clock import VirtualClock
from tests.faults.simulator.fault_store import FaultStore, Trouble
from tests.faults.simulator.shared_database import InlineStore, SharedDatabase
from tests.faults.simulator.virtual_loop import Life, VirtualLoop
from tests.faults.simulator.wire import ClientEnd, Wire

T = TypeVar("T")

LIMITS = Limits(send_burst=8, sends_per_second=20)
PING_MS = 4_000
PONG_MS = 2_000
_MOST_AHEAD_US = 400_000
_DRAIN_S = 5.0


@dataclass
class Surroundings:
    """What all hubs of a world share."""

    loop: VirtualLoop
    database: SharedDatabase
    air: Air
    chance: Random
    note: Callable[[str], None]
    on_death: "Callable[[Node], None]"


class Node:
    """One hub, from its start to its end."""

    def __init__(self, place: int, around: Surroundings) -> None:
        self.place = place
        self.life = Life(f"hub {place}")
        self.wires: list[Wire] = []
        self.draining = False
        self._around = around
        ahead_us = around.chance.randint(-_MOST_AHEAD_US, _MOST_AHEAD_US)
        clock = VirtualClock(around.loop, ahead_us)
        self.trouble = Trouble(self.die, around.note)
        self._store: InlineStore = around.database.store(clock, around.chance)
        self.broker: AirBroker = around.air.hub_broker(self.life)
        store = FaultStore(self._store, self.trouble)
        self.desk = Desk(store, self.broker, clock, LIMITS, WriteRates(clock, LIMITS))
        self.tasks: list[asyncio.Task[None]] = []
        self.edge = self.life.context.run(self._build)

    def _build(self) -> Edge:
        desk = self.desk
        self.hub = Hub(desk.store, desk.broker, desk.clock, sockets_per_member=LIMITS.sockets)
        self.sending = Sending(desk)
        liveness = Liveness(desk.clock, PING_MS, PONG_MS)
        edge = Edge(
            desk=desk,
            door=Door(Passwords(1, 8), Attempts(AttemptLimits()), 90, 365),
            hub=self.hub,
            sending=self.sending,
            liveness=liveness,
            reach=Reachability("http://hub.test"),
            cookie="hubbub",
            ping_ms=PING_MS,
        )
        for deed in (self.hub.run(), self.sending.run(), liveness.run()):
            self._begin(deed)
        return edge

    def _begin(self, deed: Coroutine[object, object, None]) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(deed))

    def accept(self, client: ClientEnd) -> Wire | None:
        """Let a client in, unless nobody answers here."""
        if self.life.over or self.draining:
            return None
        # Its own chance: in which order a hub writes to several sockets is nobody's decision.
        chance = Random(self._around.chance.getrandbits(64))
        wire = Wire(client, self.edge, self.life, chance)
        self.wires.append(wire)
        return wire

    def ask(self, deed: Coroutine[object, object, T]) -> "asyncio.Task[T]":
        """Have the hub do something, as an HTTP request does."""
        return self._around.loop.create_task(deed, context=self.life.context.copy())

    def die(self) -> None:
        """End as after ``kill -9``: with all that was in memory, and with all links."""
        if self.life.over:
            return
        self.life.end()
        self._around.air.remove(self.broker)
        self._store.break_off()
        self._around.database.lock.take_from(self.life)
        for wire in self.wires:
            wire.break_off(self._around.chance.random() * 0.5, 0.0)
        self._around.on_death(self)

    def drain(self) -> None:
        """End as after ``SIGTERM``."""
        self.draining = True
        self._around.loop.tell(self.life, partial(self._begin, self._drain()))

    async def _drain(self) -> None:
        await self.hub.drain()
        self.hub.close_all()
        await asyncio.sleep(1)
        self.die()

    def pause(self) -> None:
        """Stand still, as after ``SIGSTOP``."""
        self.life.pause()

    def go_on(self) -> None:
        """Go on, if it does not do so already."""
        if not self.life.over:
            self._around.loop.resume(self.life)
