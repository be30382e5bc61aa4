"""A sender that always has so many sends unanswered, and a watcher that counts what comes."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic
from uuid import uuid4

from hubbub_load.sends.seat import Seat, take_seat
from hubbub_load.sends.share import SendingSeat, WatchingSeat
from hubbub_load.sends.wire import FIRST_REF, SendTemplate, find_ok_ref, frame_command, is_event
from hubbub_protocol.commands import StreamFrom, Subscribe
from hubbub_protocol.frames import Error, Ok, Subscribed


@dataclass(slots=True)
class SenderTally:
    """What became of one sender's sends."""

    hub: str
    stream: str
    acknowledged: int = 0
    """In all, warm-up and end included."""
    unanswered: int = 0
    """When it was given up."""
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals by their sentence."""
    latencies_s: "array[float]" = field(default_factory=lambda: array("d"))
    """Of every send that was acknowledged while it was counted."""
    lost: str | None = None
    """Why its socket ended before its time."""


class Sender:
    """One member who sends. A refused send is not replaced by another one."""

    def __init__(self, plan: SendingSeat, body: str) -> None:
        self.tally = SenderTally(plan.hub, plan.stream)
        self._plan = plan
        self._template = SendTemplate(plan.stream, str(uuid4()), body)
        self._seat: Seat | None = None
        self._sent_at: dict[int, float] = {}
        """By ``ref``: what is unanswered."""
        self._next_ref = FIRST_REF
        self._begin, self._end = 0.0, 0.0
        """Between these acknowledgements are counted; after it nothing is sent."""

    async def open(self) -> None:
        """Open the session. Raises OSError."""
        self._seat = await take_seat(self._plan.hub, self._plan.account.token, self._take)

    def start(self, in_flight: int, begin: float, end: float) -> None:
        """Begin to send; count between these two times and send nothing later."""
        self._begin, self._end = begin, end
        self._send(in_flight, monotonic())

    def count_unanswered(self) -> int:
        """Count the sends whose answer may still come."""
        lost = self._seat is None or self._seat.lost is not None
        return 0 if lost else len(self._sent_at)

    def close(self) -> SenderTally:
        """Leave, and tell what became of the sends."""
        self.tally.unanswered = len(self._sent_at)
        if self._seat is not None:
            self.tally.lost = self._seat.lost
            self._seat.close()
        return self.tally

    def _send(self, count: int, now: float) -> None:
        build, sent_at, first = self._template.build, self._sent_at, self._next_ref
        self._next_ref = first + count
        frames = []
        for ref in range(first, first + count):
            sent_at[ref] = now
            frames.append(build(ref))
        if self._seat is not None:
            self._seat.write(b"".join(frames))

    def _take(self, messages: list[bytes]) -> None:
        now = monotonic()
        answered = 0
        for message in messages:
            ref = find_ok_ref(message)
            if ref is None:
                ref = self._read_rare(message)
            sent_at = None if ref is None else self._sent_at.pop(ref, None)
            if sent_at is None:
                continue
            answered += 1
            if self._begin <= now < self._end:
                self.tally.latencies_s.append(now - sent_at)
        self.tally.acknowledged += answered
        if answered and now < self._end:
            self._send(answered, now)

    def _read_rare(self, message: bytes) -> int | None:
        """Read what is no ordinary ``ok``; return the ``ref`` if a send is acknowledged by it."""
        frame = None if self._seat is None else self._seat.read_rare(message)
        match frame:
            case Ok(ref=ref):
                return ref
            case Error(ref=int() as ref, code=code, detail=detail):
                self._sent_at.pop(ref, None)
                self.tally.refused[f"{code}: {detail}"] += 1
            case _:
                pass
        return None


class Watcher:
    """One member who receives every room and counts the events."""

    def __init__(self, plan: WatchingSeat) -> None:
        self.received = 0
        self.subscribed = 0
        """How many rooms it receives."""
        self._plan = plan
        self._seat: Seat | None = None

    async def open(self, streams: tuple[str, ...]) -> None:
        """Open the session and subscribe to every stream. Raises OSError."""
        self._seat = await take_seat(self._plan.hub, self._plan.account.token, self._take)
        for ref, stream in enumerate(streams):
            self._seat.write(frame_command(Subscribe(ref=ref, streams=[StreamFrom(stream)])))

    def close(self) -> str | None:
        """Leave; return why the socket ended before its time, if it did."""
        if self._seat is None:
            return None
        lost = self._seat.lost
        self._seat.close()
        return lost

    def _take(self, messages: list[bytes]) -> None:
        for message in messages:
            if is_event(message):
                self.received += 1
            elif self._seat is not None:
                self.subscribed += isinstance(self._seat.read_rare(message), Subscribed)
