"""Members of one room who write all the time, through whatever becomes of the hub."""

import asyncio
import random
from collections.abc import Callable, Container, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Final

from hubbub import Session
from hubbub_load.chaos.accounts import Account
from hubbub_load.chaos.door import Door
from hubbub_load.chaos.mate import Mate, Note
from hubbub_load.chaos.pairs import Matchmaker, Pair
from hubbub_load.chaos.stranger import pry
from hubbub_load.history.record import Step
from hubbub_protocol.codec import Encoding

ENCODINGS: Final[Sequence[Encoding]] = ("json", "msgpack")
EVERYBODY: Final = range(10_000)
AT_ONCE: Final = 3
"""So many messages of one member may be unanswered."""


class Crew:
    """Members of one room, each with an open session and some hands that write."""

    def __init__(
        self,
        ports: Sequence[int],
        accounts: Sequence[Account],
        stream: str,
        chance: random.Random,
        thought_s: float = 0.02,
        writers: Container[int] = EVERYBODY,
    ) -> None:
        self._arrival = asyncio.Event()
        self.mates = [
            Mate(account, stream, ENCODINGS[number % 2], self._arrival, thought_s)
            for number, account in enumerate(accounts)
        ]
        self.doors = [Door(ports, chance) for _ in accounts]
        self._hubs = len(ports)
        self._writers = writers  # by their number
        self._chance = chance
        self._stop = asyncio.Event()
        self._sessions: list[Session] = []
        self._hands: list[asyncio.Task[None]] = []
        self._readers: list[asyncio.Task[None]] = []
        self._open = AsyncExitStack()
        self._pairs: list[tuple[Matchmaker, Pair]] = []

    def pair_off(self, matchmaker: Matchmaker, pairs: Sequence[Pair]) -> None:
        """Let these write to each other too, part and come together again, from the start on."""
        for pair in pairs:
            self._pairs.append((matchmaker, pair))
            for mate in self.mates:
                if mate.account in (pair.one, pair.other):
                    mate.direct.append(pair.stream)

    async def start(self) -> None:
        """Open the sessions, follow all streams from their first event, and begin to write."""
        self.spread()
        for mate, door in zip(self.mates, self.doors, strict=True):
            await self._open.enter_async_context(door)
            session = await self._open.enter_async_context(mate.session(door.address))
            self._sessions.append(session)
            self._readers.append(asyncio.create_task(mate.read(session), name=mate.account.name))
            for stream in mate.streams:
                await session.subscribe(stream, after=0)
        for number, (mate, session) in enumerate(zip(self.mates, self._sessions, strict=True)):
            rooms = [mate.stream] * AT_ONCE if number in self._writers else []
            for stream in [*rooms, *mate.direct]:
                self._begin(mate, mate.write(session, stream, self._chance, self._stop))
        for matchmaker, pair in self._pairs:
            self._begin_pair(matchmaker, pair)
        for task in (*self._hands, *self._readers):
            task.add_done_callback(lambda _: self._arrival.set())

    def _begin_pair(self, matchmaker: Matchmaker, pair: Pair) -> None:
        """Let a pair part and meet, while somebody else tries to get into their direct channel."""
        sessions = list(zip(self.mates, self._sessions, strict=True))
        strangers = [each for each in sessions if pair.stream not in each[0].direct]
        one = next(mate for mate in self.mates if mate.account == pair.one)
        self._begin(one, matchmaker.part_and_meet(pair, self._stop))
        stranger, session = self._chance.choice(strangers)
        self._begin(stranger, pry(session, pair.stream, self._chance, self._stop))

    def _begin(self, mate: Mate, deed: Coroutine[None, None, None]) -> None:
        self._hands.append(asyncio.create_task(deed, name=mate.account.name))

    def talking_to(self, hub: int) -> list[Mate]:
        """Return the members who have a session on this hub now."""
        pairs = zip(self.mates, self.doors, strict=True)
        return [mate for mate, door in pairs if door.behind == hub and mate.live]

    def spread(self) -> None:
        """Cut some members off and lead them to other hubs, so that each hub has its share."""
        begin = self._chance.randrange(self._hubs)
        for number, door in enumerate(self.doors, start=begin):
            if door.behind != number % self._hubs:
                door.lead_to(number % self._hubs)

    def unanswered(self, hub: int) -> int:
        """Return how many messages of the members who talk to this hub have no answer now."""
        return sum(mate.unanswered for mate in self.talking_to(hub))

    @property
    def acknowledged(self) -> int:
        """How many messages have been acknowledged."""
        return sum(mate.acknowledged for mate in self.mates)

    def steps(self) -> list[Step]:
        """Return what the pairs did to their personal connections."""
        return [step for _, pair in self._pairs for step in pair.steps]

    @property
    def refused(self) -> int:
        """How many messages were refused, since the personal connection had ended."""
        return sum(mate.refused for mate in self.mates)

    def notes(self) -> list[Note]:
        """Return all that was sent."""
        return [note for mate in self.mates for note in mate.notes]

    def failures(self) -> list[str]:
        """Say which members gave up, and why; none should."""
        return [
            f"{task.get_name()} gave up: {error!r}"
            for task in (*self._hands, *self._readers)
            if task.done() and not task.cancelled() and (error := task.exception())
        ]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; it is looked at whenever something has come.

        A member who gives up counts as that too.
        """
        while not holds():
            self._arrival.clear()
            await self._arrival.wait()

    async def finish(self, heads: Callable[[], Mapping[str, int]]) -> None:
        """Stop writing, and return when all is answered and everybody has all of it."""
        self._stop.set()
        await asyncio.gather(*self._hands)
        ends = heads()
        await self.until(
            lambda: all(
                seq >= ends.get(stream, 0)
                for session in self._sessions
                for stream, seq in session.cursors().items()
            )
        )

    async def close(self) -> None:
        """Close the sessions."""
        for task in (*self._hands, *self._readers):
            task.cancel()
        await asyncio.gather(*self._hands, *self._readers, return_exceptions=True)
        await self._open.aclose()
