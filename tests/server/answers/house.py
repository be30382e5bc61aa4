"""A hub in this process with all its parts but the network, and members who ask things of it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

import httpx
import msgspec

from hubbub_protocol.commands import ClientInfo, Hello
from hubbub_protocol.limits import Limits
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.passwords import Passwords
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.interface import Broker
from hubbub_server.domain.attempts import AttemptLimits, Attempts
from hubbub_server.domain.origins import Reachability
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.endpoints import endpoints
from hubbub_server.hub.hub import Hub
from hubbub_server.store.interface import Store
from hubbub_server.ws.conversation import Conversation
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.liveness import Liveness
from tests.server.http.program import ORIGIN
from tests.server.hub.ear import Ear, texts_in
from tests.server.people import ADDRESS
from tests.server.store.hand_clock import HandClock

Map = dict[str, object]
LIMITS = Limits(sends_per_second=10**6, new_account_sends_per_second=10**6, send_burst=10**6)


class Phone(Ear):
    """A socket of a member's, with what was said on it."""

    def __init__(self, edge: Edge) -> None:
        super().__init__()
        self.heard: list[Map] = []  # every frame so far
        self._news = asyncio.Event()
        self._conversation = Conversation(edge, self, None, ADDRESS)
        self._refs: Iterator[int] = count(1)

    def write(self, frames: bytes) -> None:
        """Take frames."""
        self.heard += (msgspec.json.decode(text) for text in texts_in(frames))
        self._news.set()

    async def hello(self, token: str) -> None:
        """Open the session."""
        client = ClientInfo(name="test", version="1")
        said = Hello(token=token, device="phone", client=client)
        self._conversation.take(msgspec.json.encode(said))
        await self.frame("welcome")

    async def ask(self, command: Map) -> Map:
        """Say a command and return its answer, without the ref."""
        ref = next(self._refs)
        self._conversation.take(msgspec.json.encode({"ref": ref, **command}))
        answer = await self.frame("ok", "error", "subscribed", "messages", ref=ref)
        return {name: value for name, value in answer.items() if name != "ref"}

    async def say(self, command: Map) -> Map:
        """Say a command that is only answered when it is refused; return the refusal, if any."""
        before = len(self.heard)
        self._conversation.take(msgspec.json.encode(command))
        await self.ask({"t": "history", "stream": "room:of-nobody"})  # which waits its turn
        refused = (each for each in self.heard[before:] if each.get("to") == command["stream"])
        return next(refused, {"t": "ok"})

    async def frame(self, *kinds: str, after: int = 0, **fields: object) -> Map:
        """Wait for a frame of such a kind with such fields, behind the first ``after`` frames."""
        looked_at = after
        async with asyncio.timeout(30):
            while True:
                for frame in self.heard[looked_at:]:
                    if frame["t"] in kinds and fields.items() <= frame.items():
                        return frame
                looked_at = len(self.heard)
                self._news.clear()
                await self._news.wait()

    def hang_up(self) -> None:
        """Close the socket."""
        self._conversation.end()


@asynccontextmanager
async def open_phone(edge: Edge, token: str) -> AsyncIterator[Phone]:
    """Open a socket and its session."""
    phone = Phone(edge)
    await phone.hello(token)
    yield phone
    phone.hang_up()


@dataclass(frozen=True)
class House:
    """One hub."""

    edge: Edge
    clock: HandClock
    client: httpx.AsyncClient

    @property
    def desk(self) -> Desk:
        """What actions need at hand."""
        return self.edge.desk

    @property
    def door(self) -> Door:
        """The way in."""
        return self.edge.door

    @property
    def sending(self) -> Sending:
        """The messages that wait for their commit."""
        return self.edge.sending

    async def ask(self, token: str, method: str, path: str, body: object = None) -> httpx.Response:
        """Ask over HTTP."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        return await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    @asynccontextmanager
    async def phone(self, token: str) -> AsyncIterator[Phone]:
        """Open a socket."""
        async with open_phone(self.edge, token) as phone:
            yield phone


@asynccontextmanager
async def open_sockets(store: Store, broker: Broker, clock: HandClock) -> AsyncIterator[Edge]:
    """Put together what sockets need."""
    desk = Desk(store, broker, clock, LIMITS, WriteRates(clock, LIMITS))
    sending = Sending(desk)
    door = Door(
        passwords=Passwords(time_cost=1, memory_kib=8),
        attempts=Attempts(AttemptLimits(per_account=1000, per_address=100_000)),
        sign_in_days=3650,
        bot_token_days=3650,
    )
    committing = asyncio.create_task(sending.run(), name="commit messages")
    yield Edge(
        desk=desk,
        door=door,
        hub=Hub(store, broker, clock, sockets_per_member=10),
        sending=sending,
        liveness=Liveness(clock, 25_000, 10_000),
        reach=Reachability(),
        cookie="token",
        ping_ms=25_000,
    )
    committing.cancel()


@asynccontextmanager
async def open_house(store: Store, broker: Broker, clock: HandClock) -> AsyncIterator[House]:
    """Put a hub together."""
    async with open_sockets(store, broker, clock) as edge:
        parts = HttpParts(
            desk=edge.desk,
            endpoints=endpoints(edge.door, edge.sending),
            reach=Reachability(),
            pages={},
            is_draining=lambda: False,
        )
        transport = httpx.ASGITransport(build_http(parts))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            yield House(edge, clock, client)
