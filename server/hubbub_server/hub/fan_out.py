"""Writing a stream's events to the sockets that are in step: few writes, short turns.

One pass writes the same bytes to every socket. Events that arrive while it runs gather, and the
next pass writes them joined, once per socket: no timer, no delay when idle, and under load the
cost of a delivery falls by the number joined.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final, Protocol

from hubbub_protocol.codec import Encoding
from hubbub_protocol.frames import Frame
from hubbub_server import metrics
from hubbub_server.hub.frame import built
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.ring import Entry, joined

_TURN_WRITES: Final = 64
_TURN_S: Final = 0.002
_LOOK_EVERY: Final = 16
"""After so many writes the time is looked at."""
_JOIN_BYTES: Final = 131_072
"""One pass joins at most about that much."""


class Follower(Protocol):
    """A session's place in the stream, as the stream sees it."""

    in_step: bool

    @property
    def outlet(self) -> Outlet:
        """Where its frames are written."""

    def ended_by(self, departed: str | None, seq: int) -> bool:
        """Whether an event of the stream is the member's own departure, later than the rights."""

    def fall_behind(self, cursor: int) -> None:
        """Be in step no longer, and be served from a place of its own."""

    def end(self) -> None:
        """Receive the stream no longer."""


class FanOut:
    """The sockets in step with a stream, and what is on its way to them."""

    __slots__ = ("_gathered", "_loop", "_passing", "_waiting", "in_step", "passed")

    def __init__(self, loop: asyncio.AbstractEventLoop, passed: int) -> None:
        self.passed = passed  # the last seq given to a pass; who has it may come into step
        self.in_step: dict[Follower, None] = {}
        self._loop = loop
        self._gathered: list[Entry] = []  # the events after ``passed``
        self._passing = False  # whether a pass runs, or is about to
        self._waiting: list[asyncio.Future[None]] = []  # those who wait for the next pass

    def offer(self, entry: Entry) -> None:
        """Take the next event of the stream."""
        self._gathered.append(entry)
        if not self._passing:
            self._passing = True
            # In a turn of its own, so that all events of one commit go in one write.
            self._loop.call_soon(self._begin_pass)

    def next_pass(self) -> "asyncio.Future[None]":
        """Return what is done when the next pass has begun."""
        future = self._loop.create_future()
        self._waiting.append(future)
        return future

    def whisper(
        self,
        frame: Frame,
        to: Collection[Follower] | None = None,
        missed: Callable[[Follower], None] | None = None,
    ) -> None:
        """Write something of the moment to every socket in step that has room for it.

        ``to`` are the stream's subscriptions that it is for, without it all; ``missed`` is called
        for each of them that does not get it.
        """
        frames: dict[Encoding, bytes] = {}

        def write(some: Sequence[Follower]) -> None:
            for subscription in some:
                outlet = subscription.outlet
                if subscription.in_step and not outlet.full:
                    if outlet.encoding not in frames:
                        frames[outlet.encoding] = built(frame, outlet.encoding)
                    outlet.write(frames[outlet.encoding])
                elif missed is not None:
                    missed(subscription)

        self._run_turn(list(self.in_step if to is None else to), 0, write, _nothing)

    def _begin_pass(self) -> None:
        batch = _first_batch(self._gathered)
        del self._gathered[: len(batch)]
        self.passed = batch[-1].seq
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()
        frames: dict[Encoding, bytes] = {}

        def write(some: Sequence[Follower]) -> None:
            for subscription in some:
                if not subscription.in_step:
                    continue  # it has left since the pass began
                outlet = subscription.outlet
                if outlet.full:
                    self._leave_behind(subscription, batch[0].seq - 1)
                    continue
                encoding = outlet.encoding
                data = frames.get(encoding)
                if data is None:
                    data = frames[encoding] = joined(batch, encoding)
                outlet.write(data)

        metrics.DELIVERIES.inc(len(self.in_step) * len(batch))
        self._run_turn(list(self.in_step), 0, write, partial(self._end_pass, batch[-1]))

    def _run_turn(
        self,
        everyone: Sequence[Follower],
        begin: int,
        write: Callable[[Sequence[Follower]], None],
        then: Callable[[], None],
    ) -> None:
        """Write to the next of them, some at a time; give way after 64 sockets or 2 ms."""
        deadline = self._loop.time() + _TURN_S
        end = min(begin + _TURN_WRITES, len(everyone))
        while begin < end and self._loop.time() < deadline:
            write(everyone[begin : begin + _LOOK_EVERY])
            begin += _LOOK_EVERY
        if begin < len(everyone):
            self._loop.call_soon(self._run_turn, everyone, begin, write, then)
        else:
            then()

    def _end_pass(self, last: Entry) -> None:
        if last.departed is not None:
            for subscription in list(self.in_step):
                if subscription.ended_by(last.departed, last.seq):
                    subscription.end()
        if self._gathered:
            self._loop.call_soon(self._begin_pass)
        else:
            self._passing = False

    def _leave_behind(self, subscription: Follower, cursor: int) -> None:
        del self.in_step[subscription]
        subscription.fall_behind(cursor)


def _first_batch(gathered: list[Entry]) -> list[Entry]:
    """Return what one pass joins: up to a departure, since it ends subscriptions behind it."""
    size = 0
    for count, entry in enumerate(gathered, start=1):
        size += len(entry.event)
        if entry.departed is not None or size >= _JOIN_BYTES:
            return gathered[:count]
    return gathered[:]


def _nothing() -> None:
    """What follows a whisper."""
