"""A room whose members are spread over all hubs: some write, the others listen."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Final

from hubbub import Session
from hubbub_load.chaos.accounts import Account, share_a_room, sign_up
from hubbub_load.chaos.crew import ENCODINGS
from hubbub_load.chaos.mate import Mate
from hubbub_load.chaos.town import Town
from hubbub_load.history.record import Answer, Client, History, Log, Sent
from hubbub_protocol.codec import read_frame
from hubbub_protocol.events import Event
from hubbub_protocol.messages import Written

END_S: Final = 60.0
"""So long may it take until everybody has all of it."""
AT_ONCE: Final = 200
"""So many messages of one writer are asked for together, where it has to go fast."""
LETTERS: Final = "the quick brown fox jumps over the lazy dog "


@dataclass(frozen=True, slots=True)
class Members:
    """Who takes part."""

    writers: Sequence[Account]
    """One for each hub."""
    listeners: Sequence[Account]
    reader: Account
    """Who reads slowly, or was away."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one talks, and how much."""

    per_s: float
    least: int = 10
    most: int = 200
    """So many characters a message has, at random."""


@dataclass
class Said:
    """A message, and its answer once it came."""

    author: str
    body: str
    due: float
    """When it was to be sent: monotonic seconds."""
    sent_at: float
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message at one listener; in seconds."""

    due: float
    delay_s: float
    """From when it was due to when it came."""


async def sign_up_members(town: Town, listeners: int) -> Members:
    """Make the accounts."""
    names = [f"{role}{n}" for role, many in _roles(town, listeners) for n in range(many)]
    accounts = await sign_up(town.hubs[0].address, town.set_up_token, names)
    hubs = len(town.hubs)
    return Members(accounts[:hubs], accounts[hubs:-1], accounts[-1])


def _roles(town: Town, listeners: int) -> Iterable[tuple[str, int]]:
    return ("writer", len(town.hubs)), ("listener", listeners), ("reader", 1)


class Room:
    """What is said in a room, and who hears it."""

    def __init__(self, town: Town, members: Members, stream: str, chance: random.Random) -> None:
        self.stream = stream
        self.said: list[Said] = []  # in the order in which it was asked for
        self.mates = [
            Mate(account, stream, ENCODINGS[number % 2])
            for number, account in enumerate(members.listeners)
        ]
        self._town = town
        self._members = members
        self._chance = chance
        self._writing: list[Session] = []
        self._listening: list[Session] = []
        self._readers: list[asyncio.Task[None]] = []
        self._open = AsyncExitStack()

    @property
    def head(self) -> int:
        """The ``seq`` of the last message that was answered."""
        return max(said.written.seq for said in self.said if said.written is not None)

    async def open(self) -> None:
        """Open the sessions of those who write."""
        for hub, account in zip(self._town.hubs, self._members.writers, strict=True):
            session = Session(hub.address, token=account.token)
            self._writing.append(await self._open.enter_async_context(session))

    async def listen(self) -> None:
        """Open the sessions of those who listen, from now on."""
        hubs = self._town.hubs
        for number, mate in enumerate(self.mates):
            session = mate.session(hubs[number % len(hubs)].address)
            await self._open.enter_async_context(session)
            await session.subscribe(self.stream)
            self._readers.append(asyncio.create_task(mate.read(session), name=mate.account.name))
            self._listening.append(session)

    async def fill(self, messages: int, pace: Pace) -> None:
        """Write so many messages as fast as it goes."""
        for begin in range(0, messages, AT_ONCE * len(self._writing)):
            some = min(AT_ONCE * len(self._writing), messages - begin)
            await asyncio.gather(*[self._say(pace, time.monotonic()) for _ in range(some)])

    @asynccontextmanager
    async def talking(self, pace: Pace) -> AsyncIterator[None]:
        """Let them talk for the time of a block, at an even pace whatever the hubs do."""
        stop = asyncio.Event()
        talk = asyncio.create_task(self.talk(pace, stop), name="talk")
        try:
            yield
        finally:
            stop.set()
            await talk

    async def talk(self, pace: Pace, stop: asyncio.Event, most: int | None = None) -> None:
        """Write at an even pace, until told to stop or that many; return when all is answered."""
        begun = time.monotonic()
        async with asyncio.TaskGroup() as saying:
            for number in count() if most is None else range(most):
                due = begun + number / pace.per_s
                try:
                    async with asyncio.timeout(due - time.monotonic()):
                        await stop.wait()
                    return
                except TimeoutError:
                    saying.create_task(self._say(pace, due))

    async def all_heard(self) -> None:
        """Wait until everybody who listens has all that was said. Raises :class:`TimeoutError`."""
        async with asyncio.timeout(END_S):
            for mate, session in zip(self.mates, self._listening, strict=True):
                await read_up_to(mate, session, self.head)

    async def close(self) -> None:
        """Close the sessions."""
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        await self._open.aclose()

    def deliveries(self) -> list[Delivery]:
        """Return every message at every listener."""
        due = {said.written.seq: said.due for said in self.said if said.written is not None}
        return [
            Delivery(due[event.seq], at - due[event.seq])
            for mate in self.mates
            for frame, at in zip(mate.frames, mate.arrivals, strict=True)
            if isinstance(event := read_frame(frame, mate.encoding), Event) and event.seq in due
        ]

    def history(self, log: Log, others: Iterable[Client]) -> History:
        """Return all that was said and heard here, for the history checker."""
        return History(
            log={self.stream: log[self.stream]},
            sends=[
                Sent(said.author, self.stream, said.body, _answer(said.written))
                for said in self.said
            ],
            clients=[*(mate.client(self.stream) for mate in self.mates), *others],
        )

    async def _say(self, pace: Pace, due: float) -> None:
        number = len(self.said)
        author = number % len(self._writing)
        body = f"{number} {self._words(self._chance.randint(pace.least, pace.most))}"
        said = Said(self._members.writers[author].id, body, due, time.monotonic())
        self.said.append(said)
        said.written = await self._writing[author].send(self.stream, body)

    def _words(self, length: int) -> str:
        return (LETTERS * (length // len(LETTERS) + 1))[:length]


@asynccontextmanager
async def open_room(town: Town, members: Members, chance: random.Random) -> AsyncIterator[Room]:
    """Make a room, and its writers' sessions for the time of a block."""
    everybody = [*members.writers, *members.listeners, members.reader]
    stream = await share_a_room(town.hubs[0].address, everybody)
    room = Room(town, members, stream, chance)
    try:
        await room.open()
        yield room
    finally:
        await room.close()


async def read_up_to(mate: Mate, session: Session, seq: int) -> None:
    """Wait until a member who reads has that event of the stream."""
    while session.cursors()[mate.stream] < seq:
        mate.arrival.clear()
        await mate.arrival.wait()


def _answer(written: Written | None) -> Answer | None:
    return None if written is None else Answer(written.seq, written.at, written.id)
