"""Comparing the streams of this process with the store: what finds every lost publication.

It happens at once after a doubt, every 5 s without one, and within a second while the broker is
away or the store refuses. A doubt that comes during a comparison makes another one follow.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import CONTROL
from hubbub_server.broker.interface import Broker
from hubbub_server.clock import Clock
from hubbub_server.hub import pauses
from hubbub_server.hub.check_times import LOOK_EVERY_S, CheckTimes
from hubbub_server.hub.freshness import Freshness, moment_of
from hubbub_server.hub.head_reads import HEADS_AT_ONCE
from hubbub_server.hub.live_streams import LiveStreams
from hubbub_server.hub.streams import HubStream
from hubbub_server.logs import logger
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store

T = TypeVar("T")

_PATIENCE_S: Final = 3.0
"""A store that takes longer is asked again: what it says then would be old."""


class HeadCheck:
    """What was compared, and when: of the control stream, of all others, and whether it worked."""

    def __init__(self, store: Store, broker: Broker, streams: LiveStreams, clock: Clock) -> None:
        self.rights = Freshness(clock)
        self._store = store
        self._broker = broker
        self._streams = streams
        self._clock = clock
        self._times = CheckTimes(clock)
        self._doubted = asyncio.Event()  # a comparison is to follow at once
        self._control: asyncio.Task[None] | None = None  # one comparison of it at a time
        self._refused = False  # whether the last comparison failed

    def begin_anew(self) -> None:
        """Know nothing of rights, as another epoch begins, and open the control stream at once."""
        self.rights.forget()
        self._control = None  # whoever waits for it finds out that nothing is known
        self.doubt()

    def doubt(self) -> None:
        """Learn that publications may have been lost: all streams are suspect from now on."""
        self._streams.doubts += 1
        self._doubted.set()

    async def watch(self) -> None:
        """Compare whenever it is time, until cancelled."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._doubted.wait(), LOOK_EVERY_S)
            hurried = self._broker.away or self._refused
            if self._doubted.is_set() or self._times.is_due(hurried=hurried):
                self._doubted.clear()
                await self._check_and_say()
                self._streams.close_idle()

    async def watch_pauses(self) -> None:
        """Doubt after every pause of the process, until cancelled."""
        looking = pauses.Pauses(self._clock)
        while True:
            await asyncio.sleep(pauses.LOOK_EVERY_S)
            paused_s = looking.look()
            if paused_s is not None:
                logger.warning("this hub did not run for a while", seconds=round(paused_s, 1))
                self.doubt()

    async def check(self) -> None:
        """Fetch what was committed without a publication reaching this process.

        Raises the refusal of a store that cannot be asked.
        """
        refused: Refusal | None = None
        try:
            await self.check_control()  # first: it ends what else the others would be given
        except Refusal as refusal:
            refused = refusal  # maybe of that stream alone
        streams = self._streams.to_compare()
        for begin in range(0, len(streams), HEADS_AT_ONCE):
            await self._compare(streams[begin : begin + HEADS_AT_ONCE])
        if refused is not None:
            raise refused

    async def check_control(self) -> None:
        """Compare the control stream, and return when it is obeyed up to its head."""
        if self._control is None:
            self._control = asyncio.get_running_loop().create_task(self._check_control())
            self._control.add_done_callback(self._end_control)
        await asyncio.shield(self._control)

    async def confirm_rights(self) -> None:
        """Return when the control stream was checked within the last 10 s, by a check if need be.

        Raises the refusal of a store that cannot be asked.
        """
        while not self.rights.holds:
            await self.check_control()

    async def regain_rights(self) -> None:
        """Return when the control stream was checked within the last 10 s, however long that takes.

        A store that refuses is asked again by the checks of all streams.
        """
        while not self.rights.holds:
            try:
                await self.check_control()
            except Refusal:
                await self.rights.next_check()

    async def _check_control(self) -> None:
        began = moment_of(self._clock)
        control = (await self._streams.open([CONTROL]))[CONTROL]
        await self._compare([control])
        await _in_time(self._streams.reach(control, control.wanted))
        if not control.closed:  # by another epoch, which has another one
            self.rights.note_check(began)

    def _end_control(self, task: "asyncio.Task[None]") -> None:
        if self._control is task:
            self._control = None
        if not task.cancelled():
            task.exception()  # whoever waits is told too; but all may have gone

    async def _compare(self, streams: Sequence[HubStream]) -> None:
        # All as it is before the store is asked: it may only have more.
        epoch, doubts = self._store.epoch, self._streams.doubts
        streams = [stream for stream in streams if not stream.closed]  # by another epoch
        delivered = {stream.name: stream.head for stream in streams}
        heads = await _in_time(self._store.read_heads(list(delivered)))
        for stream in streams:
            head = heads[stream.name].seq
            if head < delivered[stream.name]:
                await self._renew_epoch(epoch, stream.name, delivered[stream.name], head)
            self._streams.begin_to_reach(stream, head)
            stream.compared = max(stream.compared, doubts)

    async def _check_and_say(self) -> None:
        """Compare; a store that refuses is logged once, and once when it is back."""
        try:
            await self.check()
        except EpochRenewed:
            pass  # it is in the log, and the doubt that came with it makes a comparison follow
        except Refusal as refusal:
            if not self._refused:
                logger.warning("streams cannot be compared; tried again", detail=refusal.detail)
            self._refused = True
        except Exception as error:  # noqa: BLE001 - what is served goes on, and this may pass
            if not self._refused:
                logger.error("streams cannot be compared; tried again", exc_info=error)
            self._refused = True
        else:
            if self._refused:
                logger.info("streams are compared again")
            self._refused = False
        self._times.note_check()

    async def _renew_epoch(self, known: str, name: str, delivered: int, stored: int) -> None:
        """Begin another epoch, as the database lacks what clients have: it has gone back.

        Raises :class:`EpochRenewed`.
        """
        logger.error(
            "the database lacks events that were delivered",
            stream=name,
            delivered_head=delivered,
            stored_head=stored,
        )
        await _in_time(self._store.renew_epoch(known))
        raise EpochRenewed


async def _in_time(asked: Awaitable[T]) -> T:
    """Await what the store is asked. Raises a refusal when it takes too long."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await asked
    except TimeoutError as error:
        raise Refusal(
            "unavailable", f"The database took more than {_PATIENCE_S:g} s", after_ms=1000
        ) from error
