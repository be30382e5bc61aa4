"""The streams that are live in this process: opened, kept without a hole, and closed again."""

import asyncio
import random
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.publication import Publication
from hubbub_server.clock import Clock
from hubbub_server.hub.streams import HubStream
from hubbub_server.logs import logger
from hubbub_server.store.interface import Store

_HEAD_CHECK_S: Final = 5.0
_LINGER_S: Final = 30.0
"""A stream without a subscriber is kept that long, for those who come back."""
_HEADS_AT_ONCE: Final = 500


class LiveStreams:
    """The table of live streams, by name."""

    def __init__(self, store: Store, broker: Broker, clock: Clock) -> None:
        self._store = store
        self._broker = broker
        self._clock = clock
        self._live: dict[str, HubStream] = {}
        self._opening: dict[str, asyncio.Task[HubStream]] = {}
        self._repairs: dict[str, asyncio.Task[None]] = {}  # one read in flight per stream
        self._idle_since: dict[str, float] = {}  # monotonic seconds, for those nobody receives
        self._doubted = asyncio.Event()  # set when publications may have been lost
        self._cut_off: set[str] = set()  # those of which it was logged that the database lost some

    def find(self, name: str) -> HubStream | None:
        """Return a live stream, or None."""
        return self._live.get(name)

    async def open(self, name: str) -> HubStream:
        """Return a live stream, made live now if it is not."""
        self._idle_since.pop(name, None)  # somebody is about to receive it
        stream = self._live.get(name)
        if stream is not None:
            return stream
        task = self._opening.get(name)
        if task is None:
            task = self._opening[name] = asyncio.get_running_loop().create_task(self._open(name))
            task.add_done_callback(lambda _: self._opening.pop(name))
        # Another session may wait for the same task: one that gives up must not end it.
        return await asyncio.shield(task)

    def receive(self, publication: Publication) -> None:
        """Deliver a publication, or fetch what is missing before it."""
        stream = self._live.get(publication.stream)
        if stream is not None and not stream.receive(publication):
            self._begin_repair(stream)

    def doubt(self) -> None:
        """Compare all heads soon: publications may have been lost."""
        self._doubted.set()

    async def reach(self, stream: HubStream, seq: int) -> None:
        """Return when the stream has arrived here up to ``seq``, which is known to be committed."""
        while stream.head < seq:
            await asyncio.shield(self._begin_repair(stream))

    async def watch(self) -> None:
        """Compare all heads with the store now and then, and close what nobody receives."""
        while True:
            # Not all hubs at the same moment.
            patience_s = _HEAD_CHECK_S * random.uniform(0.8, 1.2)  # noqa: S311
            with suppress(TimeoutError):
                await asyncio.wait_for(self._doubted.wait(), patience_s)
            self._doubted.clear()
            try:
                await self.check_heads()
            except Refusal as refusal:
                logger.warning("head check failed", detail=refusal.detail)
            await self.close_idle()

    async def check_heads(self) -> None:
        """Fetch what was committed without a publication reaching this process."""
        names = list(self._live)
        for begin in range(0, len(names), _HEADS_AT_ONCE):
            # As they are before the store is asked: it may only have more.
            streams = [self._live.get(name) for name in names[begin : begin + _HEADS_AT_ONCE]]
            delivered = {stream.name: stream.head for stream in streams if stream is not None}
            heads = await self._store.read_heads(list(delivered))
            for name, head in heads.items():
                if head.seq < delivered[name]:
                    self._report_loss(name, delivered[name], head.seq)
                stream = self._live.get(name)
                if stream is not None and head.seq > stream.head:
                    self._begin_repair(stream)

    async def close_idle(self) -> None:
        """Close the streams that nobody has received for a while."""
        now = self._clock.monotonic_s()
        idle = {
            name
            for name, stream in self._live.items()
            if not stream.subscriptions and name != CONTROL
        }
        self._idle_since = {name: self._idle_since.get(name, now) for name in idle}
        for name, since in list(self._idle_since.items()):
            # Not one that was opened anew while the broker was waited for.
            if now - since >= _LINGER_S and self._idle_since.get(name) == since:
                del self._live[name]
                self._cut_off.discard(name)
                del self._idle_since[name]
                await self._broker.unlisten(name)

    async def close(self) -> None:
        """End what is under way."""
        tasks: Iterable[asyncio.Task[HubStream] | asyncio.Task[None]] = (
            *self._opening.values(),
            *self._repairs.values(),
        )
        for task in tasks:
            task.cancel()

    async def _open(self, name: str) -> HubStream:
        await self._broker.listen(name)
        head = (await self._store.read_heads([name]))[name]
        stream = HubStream(name, head.seq, asyncio.get_running_loop())
        self._live[name] = stream
        # What was published between the two lines above was not for anybody: look again.
        await asyncio.shield(self._begin_repair(stream))
        return stream

    def _begin_repair(self, stream: HubStream) -> "asyncio.Task[None]":
        task = self._repairs.get(stream.name)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._repair(stream))
            self._repairs[stream.name] = task
            task.add_done_callback(partial(self._end_repair, stream.name))
        return task

    def _end_repair(self, name: str, task: "asyncio.Task[None]") -> None:
        del self._repairs[name]
        error = None if task.cancelled() else task.exception()
        if error is not None:  # whoever waits for it learns of it too; the next head check repeats
            logger.error("a stream could not be repaired", stream=name, reason=repr(error))

    def _report_loss(self, name: str, delivered: int, stored: int) -> None:
        """Say once that the database lacks what clients have: it was restored beneath the hub."""
        if name in self._cut_off:
            return
        self._cut_off.add(name)
        logger.error(
            "the database lacks events that were delivered; "
            "stop the hub, run `hubbub renew-epoch` and start it again",
            stream=name,
            delivered_head=delivered,
            stored_head=stored,
        )

    async def _repair(self, stream: HubStream) -> None:
        while True:
            page = await self._store.read_page(stream.name, stream.head, None)
            for event in page:
                stream.fill(event)
            if not page:
                return
