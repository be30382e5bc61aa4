"""The streams that a client wants, and how far it has come in each."""

from itertools import islice
from typing import Final, Literal

from hubbub_protocol.client_news import (
    StreamLeft,
    StreamNews,
    StreamRefused,
    StreamReset,
    StreamSubscribed,
)
from hubbub_protocol.commands import StreamFrom, Subscribe, Unsubscribe
from hubbub_protocol.frames import Error, Reset, StreamState, Subscribed, Welcome
from hubbub_protocol.limits import MAX_STREAMS_PER_SUBSCRIBE

ASK_AGAIN_S: Final = 1.0
"""The wait before a refused subscription is asked for again where the hub names none."""

StreamPhase = Literal["wanted", "asked", "resuming", "live"]
"""To be asked for; asked for; named in ``hello.resume`` and not yet decided; received."""


class _Subscription:
    """One wanted stream."""

    __slots__ = ("departed", "head", "phase", "ref", "seq")

    def __init__(self, seq: int | None) -> None:
        self.seq = seq
        """The last event applied; None until the hub has said where the present is."""
        self.phase: StreamPhase = "wanted"
        self.ref = -1
        """The ``ref`` of the ``subscribe`` that asks for it, while ``asked``."""
        self.head = 0
        """While ``live``: the head at which the hub found the right to read."""
        self.departed = 0
        """The ``seq`` of the latest departure of one's own that was applied; 0: none."""


class Subscriptions:
    """The cursors of a session, and which streams are to be asked for, asked for, or received."""

    def __init__(self, epoch: str | None = None) -> None:
        self.epoch = epoch
        """The epoch of all cursors; None before the first welcome."""
        self._streams: dict[str, _Subscription] = {}
        self._wanted: dict[str, float] = {}
        """The streams to be asked for, and the time before which they are not."""
        self._asks: dict[int, set[str]] = {}
        """The streams that each unanswered ``subscribe`` still waits for, by ``ref``."""
        self._unwanted: dict[str, None] = {}
        """The streams that this socket may still bring, and of which the hub is to be told."""
        self._farewells: set[int] = set()
        """The ``ref`` of each unanswered ``unsubscribe``."""

    def want(self, stream: str, seq: int | None) -> None:
        """Want a stream from after ``seq``, or from the present; replaces what was wanted."""
        self._streams[stream] = _Subscription(seq)
        self._wanted[stream] = 0.0

    def leave(self, stream: str) -> None:
        """Want a stream no longer, and have the hub told before anything is asked for."""
        if stream in self._streams:
            self._forget(stream)
            self._unwanted[stream] = None

    def cursors(self) -> dict[str, int]:
        """Return the last applied ``seq`` of every stream that has one."""
        return {name: each.seq for name, each in self._streams.items() if each.seq is not None}

    @property
    def unanswered(self) -> int:
        """How many commands wait for an answer."""
        return len(self._asks) + len(self._farewells)

    def start_resuming(self) -> dict[str, int]:
        """Begin anew on a new socket; return the cursors for ``hello.resume``."""
        self._asks.clear()
        self._wanted.clear()
        self._unwanted.clear()  # the next socket starts without subscriptions
        self._farewells.clear()
        for stream, each in self._streams.items():
            if each.seq is None:
                self._want_again(stream, 0.0)
            else:
                each.phase = "resuming"
        return self.cursors()

    def take_welcome(self, welcome: Welcome) -> list[StreamNews]:
        """Note what of ``hello.resume`` is received now; a new epoch voids every cursor."""
        news: list[StreamNews] = []
        if self.epoch not in (None, welcome.epoch):
            news.extend(self._reset(stream, 0) for stream in self.cursors())
        self.epoch = welcome.epoch
        for state in welcome.streams:
            subscription = self._streams.get(state.stream)
            if subscription is not None and subscription.phase == "resuming":
                news.extend(self._grant(subscription, state))
        return news

    def take_subscribed(self, frame: Subscribed) -> list[StreamNews]:
        """Note that a stream is received, unless something else was wanted of it meanwhile."""
        self._settle(frame.ref, frame.stream)
        subscription = self._asked(frame.stream, frame.ref)
        if subscription is None:
            return []
        if subscription.seq is None:
            subscription.seq = frame.after
        state = StreamState(
            stream=frame.stream,
            head=frame.head,
            after=frame.after,
            mode=frame.mode,
            read=frame.read,
        )
        return self._grant(subscription, state)

    def take_reset(self, frame: Reset) -> list[StreamNews]:
        """Drop what is void: one stream, or all that were received or resuming."""
        self.epoch = frame.epoch
        if frame.stream is None:
            void = [stream for stream in self._streams if self._counts_on_cursor(stream)]
            return [self._reset(stream, frame.head) for stream in void]
        if frame.ref is not None:
            self._settle(frame.ref, frame.stream)
            concerned = self._asked(frame.stream, frame.ref) is not None
        else:  # a stream wanted anew since is decided by the answer to that
            concerned = self._counts_on_cursor(frame.stream)
        return [self._reset(frame.stream, frame.head)] if concerned else []

    def take_error(self, error: Error, now: float) -> list[StreamNews] | None:
        """Note a refused subscription; None if the error concerns something else."""
        if error.ref is None:
            subscription = self._streams.get(error.to or "")
            if subscription is None or subscription.phase != "resuming":
                return None
            return self._refuse(error.to or "", error, now)
        if self.take_ok(error.ref):
            return []
        if error.ref not in self._asks:
            return None
        refused = [error.to] if error.to is not None else sorted(self._asks[error.ref])
        news: list[StreamNews] = []
        for stream in refused:
            self._settle(error.ref, stream)
            if self._asked(stream, error.ref) is not None:
                news.extend(self._refuse(stream, error, now))
        return news

    def take_ok(self, ref: int) -> bool:
        """Note the answer to an ``unsubscribe``; False if it answers something else."""
        if ref not in self._farewells:
            return False
        self._farewells.remove(ref)
        return True

    def advance(self, stream: str, seq: int) -> bool:
        """Move a cursor on if ``seq`` is the next; on a gap, want the stream from the cursor."""
        subscription = self._streams.get(stream)
        if subscription is None or subscription.seq is None or seq <= subscription.seq:
            return False
        if seq == subscription.seq + 1:
            subscription.seq = seq
            return True
        if subscription.phase == "live":
            self._want_again(stream, 0.0)
        return False

    def depart(self, stream: str, seq: int) -> list[StreamNews]:
        """Note that the event applied last was one's own departure from the room."""
        subscription = self._streams[stream]
        subscription.departed = seq
        return self._end_departed(stream, subscription)

    def next_command(self, now: float, ref: int) -> Subscribe | Unsubscribe | None:
        """Return what is to be said next; a stream that is wanted again is left first."""
        if self._unwanted:
            left = list(islice(self._unwanted, MAX_STREAMS_PER_SUBSCRIBE))
            for stream in left:
                del self._unwanted[stream]
            self._farewells.add(ref)
            return Unsubscribe(ref=ref, streams=left)
        return self._next_ask(now, ref) if self._wanted else None

    def next_deadline(self) -> float | None:
        """Return when the next stream is to be asked for."""
        return min(self._wanted.values(), default=None)

    def _next_ask(self, now: float, ref: int) -> Subscribe | None:
        """Ask for at most 100 of the wanted streams whose time has come, or return None."""
        ready = (stream for stream, at in self._wanted.items() if at <= now)
        due = list(islice(ready, MAX_STREAMS_PER_SUBSCRIBE))
        if not due:
            return None
        self._asks[ref] = set(due)
        streams = []
        for stream in due:
            del self._wanted[stream]
            subscription = self._streams[stream]
            subscription.phase = "asked"
            subscription.ref = ref
            seq = subscription.seq
            streams.append(StreamFrom(stream) if seq is None else StreamFrom(stream, seq))
        return Subscribe(ref=ref, streams=streams, epoch=self.epoch)

    def _grant(self, subscription: _Subscription, state: StreamState) -> list[StreamNews]:
        subscription.phase = "live"
        subscription.head = state.head
        return [StreamSubscribed(state), *self._end_departed(state.stream, subscription)]

    def _end_departed(self, stream: str, subscription: _Subscription) -> list[StreamNews]:
        """End what the hub ends; a departure below the head is older than the right to read."""
        if subscription.phase != "live":
            return []  # it is asked for anew, and the answer decides
        if not subscription.departed or subscription.departed < subscription.head:
            return []
        self._forget(stream)
        return [StreamLeft(stream)]

    def _forget(self, stream: str) -> None:
        self._streams.pop(stream, None)
        self._wanted.pop(stream, None)

    def _want_again(self, stream: str, at: float) -> None:
        self._streams[stream].phase = "wanted"
        self._wanted[stream] = at

    def _asked(self, stream: str, ref: int) -> _Subscription | None:
        subscription = self._streams.get(stream)
        if subscription is None or subscription.phase != "asked" or subscription.ref != ref:
            return None
        return subscription

    def _counts_on_cursor(self, stream: str) -> bool:
        subscription = self._streams.get(stream)
        return subscription is not None and subscription.phase in ("live", "resuming")

    def _reset(self, stream: str, head: int) -> StreamReset:
        self._forget(stream)
        return StreamReset(stream, head)

    def _settle(self, ref: int, stream: str) -> None:
        waiting = self._asks.get(ref)
        if waiting is not None:
            waiting.discard(stream)
            if not waiting:
                del self._asks[ref]

    def _refuse(self, stream: str, error: Error, now: float) -> list[StreamNews]:
        if not error.retry:
            self._forget(stream)
            return [StreamRefused(stream, error)]
        wait_s = ASK_AGAIN_S if error.after_ms is None else error.after_ms / 1000
        self._want_again(stream, now + wait_s)
        return []
