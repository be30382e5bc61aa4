"""The broker of many hubs: Redis carries what they publish."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hubbub_server.broker.interface import Receiver
from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.broker.redis.address import read_url
from hubbub_server.broker.redis.channels import checked_namespace, probe_channel, stream_channel
from hubbub_server.broker.redis.link import Link, LinkBrokenError, open_link
from hubbub_server.broker.redis.outage import Outage
from hubbub_server.broker.redis.outbox import Outbox
from hubbub_server.broker.redis.subscriber import PROBE, Subscriber
from hubbub_server.broker.wire import origin_of
from hubbub_server.clock import Clock
from hubbub_server.metrics import REDIS_LINK_UP, REDIS_RECONNECTS


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for Redis, in seconds."""

    open_s: float = 3.0
    """For a link to be open and signed in."""
    confirm_s: float = 10.0
    """For all subscriptions to be confirmed on a new link."""
    probe_every_s: float = 2.0
    answer_s: float = 2.0
    """For a probe to come back, before the link counts as dead."""
    first_delay_s: float = 0.1
    most_delay_s: float = 2.0
    """Between two attempts: at random up to the first, twice that, … up to the most."""

    def delay_s(self, attempt: int, chance: float) -> float:
        """Return the pause before an attempt, the first being 0; ``chance`` is from 0 to 1."""
        return chance * min(self.most_delay_s, self.first_delay_s * 2.0 ** min(attempt, 16))


class RedisBroker:
    """Hands the hub's publications to its own receiver at once, and to other hubs through Redis.

    ``namespace`` is the same for all hubs of an installation that are in the same epoch, and for
    no other on this Redis; ``hub_id`` is another one for every process. Raises
    :class:`ValueError` for a URL or namespace that is none.
    """

    def __init__(
        self,
        url: str,
        *,
        namespace: str,
        hub_id: str,
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        origin = origin_of(hub_id)
        self._address = read_url(url)
        self._namespace = checked_namespace(namespace)
        self._patience = patience or Patience()
        self._probe_channel = probe_channel(namespace, hub_id)
        self._outbox = Outbox(namespace, origin)
        self._subscriber = Subscriber(origin, clock)
        self._subscriber.subscriptions.want(self._probe_channel, PROBE)
        self._outage = Outage(clock, self._address.place)
        self._away = True
        self._was_there = False
        self._probes = 0  # sent so far; the number of the last is what must come back
        self._answered = asyncio.Event()  # the last probe came back
        self._confirmed = asyncio.Event()  # Redis confirmed something
        self._asking = False  # whether the subscriptions of this loop turn will be sent

    @property
    def away(self) -> bool:
        """Whether what other hubs publish does not arrive now."""
        return self._away

    def attach(self, receiver: Receiver) -> None:
        """Name the one receiver of this process."""
        self._subscriber.receiver = receiver

    def publish(self, publication: Publication) -> None:
        """Give a committed event to the receiver, if it listens, and to Redis."""
        receiver = self._subscriber.receiver
        self._outbox.publish(publication)
        if receiver is not None and self._listens(publication.stream):
            receiver.receive(publication)

    def whisper(self, whisper: Whisper) -> None:
        """Give something of the moment to the receiver, if it listens, and to Redis."""
        receiver = self._subscriber.receiver
        self._outbox.whisper(whisper)
        if receiver is not None and self._listens(whisper.stream):
            receiver.overhear(whisper)

    def begin_anew(self, epoch: str) -> None:
        """Carry for another epoch, which is the namespace from now on: nothing is listened to."""
        self._namespace = checked_namespace(epoch)
        self._outbox.begin_anew(epoch)
        self._subscriber.subscriptions.give_up_all_but(self._probe_channel)
        self._ask_soon()

    async def listen(self, stream: str) -> None:
        """Receive the publications of a stream; returns when Redis confirmed it, or is away.

        Whoever is cancelled meanwhile, or finds Redis away, listens nevertheless, until
        :meth:`unlisten`.
        """
        subscriptions = self._subscriber.subscriptions
        channel = stream_channel(self._namespace, stream)
        subscriptions.want(channel, stream)
        self._ask_soon()
        if not (self._away or subscriptions.is_certain(channel)):
            await subscriptions.confirmation(channel)

    async def unlisten(self, stream: str) -> None:
        """Receive them no longer; does not wait."""
        self._subscriber.subscriptions.give_up(stream_channel(self._namespace, stream))
        self._ask_soon()

    async def run(self) -> None:
        """Keep the links to Redis, until cancelled; breaks are mended by itself."""
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            began_s = loop.time()
            try:
                await self._follow()
            except LinkBrokenError as broken:
                self._outage.report(broken)
            # A link that breaks as soon as it is there counts as another failure.
            lasted = loop.time() - began_s > self._patience.most_delay_s
            attempt = 0 if lasted else attempt + 1
            await asyncio.sleep(self._patience.delay_s(attempt, random.random()))  # noqa: S311

    def _listens(self, stream: str) -> bool:
        return stream_channel(self._namespace, stream) in self._subscriber.subscriptions.streams

    def _ask_soon(self) -> None:
        """Ask Redis once for all that changes in this loop turn."""
        if not self._asking:
            self._asking = True
            asyncio.get_running_loop().call_soon(self._ask)

    def _ask(self) -> None:
        self._asking = False
        self._subscriber.ask()

    async def _follow(self) -> None:
        """Open both links and keep them. Raises :class:`LinkBrokenError` in the end."""
        within_s = self._patience.open_s
        async with (
            open_link(self._address, within_s) as hearing,
            open_link(self._address, within_s) as speaking,
        ):
            links = (hearing, speaking)
            try:
                self._outbox.open(speaking)
                self._subscriber.open(hearing, self._take_probe, self._confirmed.set)
                await self._settle(links)
                await self._probe(links)
                self._come_back()
                while True:
                    await _pause(links, self._patience.probe_every_s)
                    await self._probe(links)
            finally:
                self._leave()

    async def _settle(self, links: Sequence[Link]) -> None:
        """Wait until all that is wanted is confirmed, also what is wanted meanwhile."""
        self._subscriber.ask()
        while not self._subscriber.subscriptions.settled:
            self._confirmed.clear()
            within_s = self._patience.confirm_s
            await _until(self._confirmed, links, within_s, "subscriptions were not confirmed")
            # Now, and not later in this turn: what is left to ask would not be confirmed by itself.
            self._subscriber.ask()

    async def _probe(self, links: Sequence[Link]) -> None:
        """Publish to ourselves and hear it: both links and all between them are alive."""
        self._probes += 1
        self._answered.clear()
        self._outbox.probe(self._probe_channel, b"%d" % self._probes)
        await _until(self._answered, links, self._patience.answer_s, "a probe was not answered")

    def _take_probe(self, payload: bytes) -> None:
        if payload == b"%d" % self._probes:
            self._answered.set()

    def _come_back(self) -> None:
        self._away = False
        REDIS_LINK_UP.set(1)
        if self._was_there:
            REDIS_RECONNECTS.inc()
        self._was_there = True
        self._outage.end(len(self._subscriber.subscriptions.streams) - 1)
        if self._subscriber.receiver is not None:
            self._subscriber.receiver.doubt()

    def _leave(self) -> None:
        self._away = True
        REDIS_LINK_UP.set(0)
        self._outbox.close()
        self._subscriber.close()


async def _pause(links: Sequence[Link], seconds: float) -> None:
    """Wait that long. Raises :class:`LinkBrokenError` as soon as a link breaks."""
    await asyncio.wait(
        [link.lost for link in links], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
    )
    for link in links:
        if link.lost.done():
            raise link.lost.result()


async def _until(
    event: asyncio.Event, links: Sequence[Link], within_s: float, otherwise: str
) -> None:
    """Wait for an event. Raises :class:`LinkBrokenError` when a link breaks or it takes longer."""
    waiting = asyncio.ensure_future(event.wait())
    ends: list[asyncio.Future[Literal[True]] | asyncio.Future[LinkBrokenError]] = [waiting]
    ends.extend(link.lost for link in links)
    try:
        await asyncio.wait(ends, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        # After a pause of this process the time is up before the answer is read: look once more.
        for _ in range(2):
            if not event.is_set():
                await asyncio.sleep(0)
    finally:
        waiting.cancel()
    for link in links:
        if link.lost.done():
            raise link.lost.result()
    if not event.is_set():
        raise LinkBrokenError(f"{otherwise} within {within_s:g} s")
