"""The streams of this process: opened for those who want them, kept while somebody does.

A stream is *cold* (unknown here) until somebody asks for it; *subscribing* while the broker is
asked to bring its publications, and the store for its head after that; then *live*, with
``head`` + 1 as the next event; and *suspect* from every doubt until its head was compared with the
store again. A suspect stream still delivers what comes next: it may only lack something.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from hubbub_protocol.streams import CONTROL, stream_kind
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.publication import Publication
from hubbub_server.clock import Clock
from hubbub_server.hub.gap_reads import GapReads
from hubbub_server.hub.head_reads import HeadReads
from hubbub_server.hub.seldom import Seldom
from hubbub_server.hub.streams import HubStream
from hubbub_server.hub.unhurried import Unhurried
from hubbub_server.logs import logger
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store

LINGER_S: Final = (30.0, 55.0)
"""A stream without a subscriber is kept for a time between these, for those who come back."""

StreamState = Literal["cold", "subscribing", "live", "suspect"]
MakeStream = Callable[[str, int], HubStream]
"""Makes a stream of a name and a head."""


class _Opening:
    """A stream that is subscribing."""

    __slots__ = ("arrived", "void")

    def __init__(self) -> None:
        self.arrived = 0  # the highest seq that was published meanwhile
        self.void = False  # whether another epoch has begun meanwhile


class LiveStreams:
    """The table of streams that are not cold, by name."""

    def __init__(self, store: Store, broker: Broker, clock: Clock, make: MakeStream) -> None:
        self.doubts = 0  # how often publications of all streams may have been lost
        self._store = store
        self._broker = broker
        self._clock = clock
        self._make = make
        self._heads = HeadReads(store)
        self._gaps = GapReads(store, clock)
        self._live: dict[str, HubStream] = {}
        self._opening: dict[str, _Opening] = {}
        self._tasks: dict[_Opening, asyncio.Task[HubStream]] = {}  # also of those that are void
        self._closing: dict[str, asyncio.Task[None]] = {}  # the broker is told to bring no more
        self._idle_until: dict[str, float] = {}  # monotonic seconds, for those nobody receives
        self._foreign = Seldom()
        self._unhurried = Unhurried(self._deliver)

    def find(self, name: str) -> HubStream | None:
        """Return a live or suspect stream, or None."""
        return self._live.get(name)

    def state_of(self, name: str) -> StreamState:
        """Tell how far a stream is to be relied on here."""
        stream = self._live.get(name)
        if stream is None:
            return "subscribing" if name in self._opening else "cold"
        return "suspect" if stream.compared < self.doubts else "live"

    def to_compare(self) -> list[HubStream]:
        """Return the suspect streams; if there are none, all."""
        suspect = [stream for stream in self._live.values() if stream.compared < self.doubts]
        return suspect or list(self._live.values())

    async def open(self, names: Iterable[str]) -> dict[str, HubStream]:
        """Return streams by name; those that are cold become live now, all at the same time."""
        streams: dict[str, HubStream] = {}
        openings: dict[str, asyncio.Task[HubStream]] = {}
        for name in names:
            self._idle_until.pop(name, None)  # somebody is about to receive it
            stream = self._live.get(name)
            if stream is None:
                openings[name] = self._begin_opening(name)
            else:
                streams[name] = stream
        for name, task in openings.items():
            # Another session may wait for the same task: one that gives up must not end it.
            streams[name] = await asyncio.shield(task)
        return streams

    def receive(self, publication: Publication) -> None:
        """Deliver a publication, or fetch what is missing before it; into inboxes a bit later."""
        if publication.epoch != self._store.epoch:
            self._report_foreign(publication)
        elif stream_kind(publication.stream) == "inbox":
            self._unhurried.take(publication)
        else:
            self._deliver(publication)

    async def reach(self, stream: HubStream, seq: int) -> None:
        """Return when a stream has arrived here up to ``seq``, which is known to be committed.

        Raises a refusal if the store does not give it.
        """
        if stream.head < seq:
            await asyncio.shield(self._gaps.begin(stream, seq))

    def begin_to_reach(self, stream: HubStream, seq: int) -> None:
        """Have a stream arrive here up to ``seq``, which is known to be committed."""
        if stream.head < seq:
            self._gaps.begin(stream, seq)

    def close_idle(self) -> None:
        """Close the streams that nobody has received for a while."""
        now = self._clock.monotonic_s()
        idle = [
            name
            for name, stream in self._live.items()
            if not stream.subscriptions and name != CONTROL
        ]
        self._idle_until = {
            name: self._idle_until.get(name) or now + random.uniform(*LINGER_S)  # noqa: S311
            for name in idle
        }
        over = [name for name, until in self._idle_until.items() if until <= now]
        for name in over:
            self._live.pop(name).closed = True
            del self._idle_until[name]
        self._let_go(over)

    def begin_anew(self) -> None:
        """Let all streams be cold, as another epoch begins; the broker listens to none of them."""
        for stream in self._live.values():
            stream.closed = True
        for opening in self._opening.values():
            opening.void = True
        self._live.clear()
        self._opening.clear()
        self._idle_until.clear()
        self._unhurried.clear()

    def close(self) -> None:
        """End what is under way."""
        self._unhurried.clear()
        for task in self._tasks.values():
            task.cancel()
        for closing in self._closing.values():
            closing.cancel()
        self._heads.close()
        self._gaps.close()

    def _deliver(self, publication: Publication) -> None:
        stream = self._live.get(publication.stream)
        if stream is None:
            opening = self._opening.get(publication.stream)
            if opening is not None:
                opening.arrived = max(opening.arrived, publication.seq)
        elif not stream.receive(publication):
            self._gaps.begin(stream, publication.seq)

    def _begin_opening(self, name: str) -> "asyncio.Task[HubStream]":
        opening = self._opening.get(name)
        if opening is None:
            opening = self._opening[name] = _Opening()
            task = asyncio.get_running_loop().create_task(self._open(name, opening))
            self._tasks[opening] = task
            task.add_done_callback(_take_exception)
        return self._tasks[opening]

    async def _open(self, name: str, opening: _Opening) -> HubStream:
        head, doubts = -1, -1
        try:
            if name in self._closing:
                await asyncio.wait([self._closing[name]])  # else the broker might stop behind us
            if not opening.void:
                await self._broker.listen(name)
            # Anew after a doubt: else what was lost meanwhile would not be missed.
            while doubts != self.doubts and not opening.void:
                doubts = self.doubts
                head = await self._heads.read(name)
        except Exception:
            if not opening.void:
                self._let_go([name])
            raise
        finally:
            del self._tasks[opening]
            if not opening.void:
                del self._opening[name]
        if opening.void:
            raise EpochRenewed
        stream = self._live[name] = self._make(name, head)
        stream.compared = doubts
        self.begin_to_reach(stream, opening.arrived)
        return stream

    def _let_go(self, names: Sequence[str]) -> None:
        """Have the broker bring these no longer; who opens one meanwhile waits for that."""
        if not names:
            return
        task = asyncio.get_running_loop().create_task(self._unlisten(names))
        self._closing.update(dict.fromkeys(names, task))

    async def _unlisten(self, names: Sequence[str]) -> None:
        try:
            await asyncio.gather(*(self._broker.unlisten(name) for name in names))
        finally:
            for name in names:
                del self._closing[name]

    def _report_foreign(self, publication: Publication) -> None:
        if self._foreign.allows(self._clock.monotonic_s()):
            logger.error(
                "publications of another epoch are dropped",
                stream=publication.stream,
                epoch=publication.epoch,
                own_epoch=self._store.epoch,
            )


def _take_exception(task: "asyncio.Task[HubStream]") -> None:
    """Look at it, since all who asked may have gone."""
    if not task.cancelled():
        task.exception()
