"""Writing a stream's events to the sockets that are in step: few writes, short turns.

One pass writes the same bytes to every socket. Events that arrive while it runs gather, and the
next pass writes them joined, once per socket: no timer, no delay when idle, and under load the
cost of a delivery falls by the number joined.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Final, Protocol

from hubbub_protocol.codec import Encoding
from hubbub_protocol.frames import Frame
from hubbub_server import metrics
from hubbub_server.hub.frame import built
from hubbub_server.hub.freshness import Freshness
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.ring import Entry, joined
from hubbub_server.hub.substitutes import Substitutes

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

    def take_role(self, entry: Entry) -> None:
        """Have the role that an event of the stream gives its member, if it is this one."""

    def hidden_among(self, members: AbstractSet[str]) -> AbstractSet[str]:
        """Return those of these members whose doings in the stream are not shown to this one."""

    def fall_behind(self, cursor: int) -> None:
        """Be in step no longer, and be served from a place of its own."""

    def end(self) -> None:
        """Receive the stream no longer."""


class FanOut:
    """The sockets in step with a stream, and what is on its way to them."""

    __slots__ = ("_gathered", "_loop", "_name", "_passing", "_rights", "_waiting", "in_step",
                 "passed", "screened")  # fmt: skip

    def __init__(
        self, name: str, passed: int, loop: asyncio.AbstractEventLoop, rights: Freshness
    ) -> None:
        self.passed = passed  # the last seq given to a pass; who has it may come into step
        self.in_step: dict[Follower, None] = {}
        self.screened: set[Follower] = set()  # those, in step or behind, who do not see everybody
        self._name = name  # of the stream
        self._loop = loop
        self._rights = rights  # whether it is known who is screened from whom
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

    def whisper_of(self, author: str, frame: Frame) -> None:
        """Write something of the moment that a member does, to those who see the member."""
        if not self.screened:
            self.whisper(frame)
        else:
            whose = {author}
            self.whisper(frame, [one for one in self.in_step if not one.hidden_among(whose)])

    def _begin_pass(self) -> None:
        batch = _first_batch(self._gathered)
        del self._gathered[: len(batch)]
        self.passed = batch[-1].seq
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()
        metrics.DELIVERIES.inc(len(self.in_step) * len(batch))
        write = self._writing(batch)
        if not self._rights.holds and any(entry.author is not None for entry in batch):
            # It is not known who may see this. They are served when it is; see `catch_up`.
            write = partial(self._leave_all_behind, batch[0].seq - 1)
        self._run_turn(list(self.in_step), 0, write, partial(self._end_pass, batch[-1]))

    def _writing(self, batch: list[Entry]) -> Callable[[Sequence[Follower]], None]:
        """Return what writes a pass to some of those in step."""
        before = batch[0].seq - 1
        frames: dict[Encoding, bytes] = {}
        substitutes: Substitutes | None = None

        def write(some: Sequence[Follower]) -> None:
            nonlocal substitutes
            if self.screened and not self.screened.isdisjoint(some):
                substitutes = substitutes or Substitutes(self._name, batch)
                some = self._write_to_screened(some, substitutes, before)
            for subscription in some:
                if not subscription.in_step:
                    continue  # it has left since the pass began
                outlet = subscription.outlet
                if outlet.full:
                    self._leave_behind(subscription, before)
                    continue
                encoding = outlet.encoding
                data = frames.get(encoding)
                if data is None:
                    data = frames[encoding] = joined(batch, encoding)
                outlet.write(data)

        return write

    def _write_to_screened(
        self, some: Sequence[Follower], substitutes: Substitutes, before: int
    ) -> Sequence[Follower]:
        """Write a pass to those of them who do not see everybody; return the others."""
        others = []
        for subscription in some:
            if subscription not in self.screened:
                others.append(subscription)
            elif subscription.in_step and subscription.outlet.full:
                self._leave_behind(subscription, before)
            elif subscription.in_step:
                outlet = subscription.outlet
                outlet.write(substitutes.joined(subscription, outlet.encoding))
        return others

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
        elif last.role is not None:
            for subscription in list(self.in_step):
                subscription.take_role(last)
        if self._gathered:
            self._loop.call_soon(self._begin_pass)
        else:
            self._passing = False

    def _leave_all_behind(self, cursor: int, some: Sequence[Follower]) -> None:
        for subscription in some:
            if subscription.in_step:
                self._leave_behind(subscription, cursor)

    def _leave_behind(self, subscription: Follower, cursor: int) -> None:
        del self.in_step[subscription]
        subscription.fall_behind(cursor)


def _first_batch(gathered: list[Entry]) -> list[Entry]:
    """Return what one pass joins.

    Up to a departure, since it ends subscriptions behind it, or a new role, since with it one sees
    everybody or no longer.
    """
    size = 0
    for count, entry in enumerate(gathered, start=1):
        size += len(entry.event)
        if entry.departed is not None or entry.role is not None or size >= _JOIN_BYTES:
            return gathered[:count]
    return gathered[:]


def _nothing() -> None:
    """What follows a whisper."""
