"""Whatever dies in between: each event is applied once and in order, each write happens once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub_protocol.client_session import ClientSession
from hubbub_protocol.codec import write_frame
from hubbub_protocol.commands import Command, Hello, Send, Subscribe
from hubbub_protocol.frames import Frame, Ok, Skip
from tests.protocol.dialogue import (
    KEY,
    OTHER,
    ROOM,
    Dialogue,
    message,
    refused,
    state,
    subscribed,
    welcome,
)

STREAMS = (ROOM, OTHER)


@dataclass
class Line:
    """One socket, as the hub sees it."""

    to_client: list[tuple[bytes, bool]] = field(default_factory=list)
    """What is on its way, and whether it is an event."""
    receives: set[str] = field(default_factory=set)
    refused_keys: dict[str, str] = field(default_factory=dict)
    """Per stream, the key that was refused and must come again first."""

    def put(self, *frames: Frame) -> None:
        """Send frames that are no events."""
        self.to_client += [(write_frame(frame, "msgpack"), False) for frame in frames]


class World:
    """A hub that keeps the protocol, a client, and a network that breaks at will."""

    def __init__(self) -> None:
        self.client = Dialogue(resume=dict.fromkeys(STREAMS, 0))
        self.logs: dict[str, list[str]] = {stream: [] for stream in STREAMS}
        """The body of every event, per stream; empty for those this member skips."""
        self.keys: dict[str, int] = {}
        self.line: Line | None = None
        self.refusing = 0
        """How many of the next new writes are refused for the moment."""
        self.written: dict[str, list[str]] = {stream: [] for stream in STREAMS}
        """What the client was asked to write, in order."""

    # What may happen

    def append(self, stream: str) -> None:
        """Somebody else writes."""
        self._append(stream, "of another")

    def append_skipped(self, stream: str) -> None:
        """Somebody writes whom this member does not see."""
        self._append(stream, "")

    def write(self, stream: str) -> None:
        """The client writes."""
        ref = self.client.session.new_ref()
        body = f"own {ref}"
        self.written[stream].append(body)
        self.client.session.submit(
            Send(ref=ref, stream=stream, key=f"{KEY[:-4]}{ref:05d}", body=body)
        )

    def deliver(self, stream: str) -> None:
        """The client says what it has to say, and the next frame reaches it."""
        self._listen()
        if self.line is not None and self.line.to_client:
            data, _ = self.line.to_client.pop(0)
            self.client.hear_bytes(data)

    def duplicate(self, stream: str) -> None:
        """The next event comes twice."""
        self._with_next_event(lambda events, at: events.insert(at, events[at]))

    def drop(self, stream: str) -> None:
        """The next event gets lost."""
        self._with_next_event(lambda events, at: events.pop(at))

    def refuse(self, stream: str) -> None:
        """The hub is too busy for the next new write."""
        self.refusing += 1

    def reconnect(self, stream: str) -> None:
        """Open a socket if there is none."""
        if self.line is None:
            self.client.now += 60
            self.client.session.socket_opened(self.client.now)
            self.line = Line()
            self._listen()

    def cut(self, stream: str) -> None:
        """The socket dies: the hub has heard what was said, the client nothing more."""
        self._listen()
        self.cut_at_once(stream)

    def cut_at_once(self, stream: str) -> None:
        """The socket dies with everything under way in both directions."""
        self.client.said()
        if self.line is not None:
            self.line = None
            self.client.lose()

    def pass_time(self, stream: str) -> None:
        """Time passes, though not long enough for silence."""
        self.client.wait(2)

    # The end

    def settle(self) -> None:
        """Let everything arrive that is still under way, and one event more in each stream."""
        self.refusing = 0
        self.reconnect(ROOM)
        for _ in range(2):  # the second event shows that the first one got lost
            for stream in STREAMS:
                self.append(stream)
            self._run_dry()

    def _run_dry(self) -> None:
        assert self.line is not None
        for _ in range(1000):
            self._listen()
            if not self.line.to_client:
                self.client.wait(2)
                self._listen()
            if not self.line.to_client:
                return
            self.deliver(ROOM)
        raise AssertionError("The client and the hub never come to rest")

    # The hub

    def _listen(self) -> None:
        if self.line is not None:
            for command in self.client.said():
                self._answer(self.line, command)

    def _answer(self, line: Line, command: Command) -> None:
        match command:
            case Hello():
                states = [state(stream, seq) for stream, seq in command.resume.items()]
                line.put(welcome(*states))
                for stream, seq in command.resume.items():
                    self._replay(line, stream, seq)
            case Subscribe():
                for each in command.streams:
                    assert isinstance(each.seq, int)
                    line.put(subscribed(command.ref, each.stream, each.seq))
                    self._replay(line, each.stream, each.seq)
            case Send():
                self._take_write(line, command)

    def _take_write(self, line: Line, send: Send) -> None:
        known = self.keys.get(send.key)
        barrier = line.refused_keys.get(send.stream)
        if known is not None:
            line.put(Ok(ref=send.ref, seq=known, at=1, duplicate=True))
        elif barrier not in (None, send.key):
            line.put(refused(send.ref, after_ms=100))
        elif self.refusing:
            self.refusing -= 1
            line.refused_keys[send.stream] = send.key
            line.put(refused(send.ref, after_ms=100))
        else:
            line.refused_keys.pop(send.stream, None)
            self.keys[send.key] = self._append(send.stream, send.body)
            line.put(Ok(ref=send.ref, seq=self.keys[send.key], at=1))

    def _append(self, stream: str, body: str) -> int:
        self.logs[stream].append(body)
        seq = len(self.logs[stream])
        if self.line is not None and stream in self.line.receives:
            self._give(self.line, stream, seq)
        return seq

    def _replay(self, line: Line, stream: str, after: int) -> None:
        line.receives.add(stream)
        for seq in range(after + 1, len(self.logs[stream]) + 1):
            self._give(line, stream, seq)

    def _give(self, line: Line, stream: str, seq: int) -> None:
        body = self.logs[stream][seq - 1]
        data = (
            message(stream, seq, body)
            if body
            else write_frame(Skip(stream=stream, seq=seq), "msgpack")
        )
        line.to_client.append((data, True))

    def _with_next_event(self, change: Callable[[list[tuple[bytes, bool]], int], object]) -> None:
        if self.line is not None:
            frames = self.line.to_client
            at = next((at for at, (_, is_event) in enumerate(frames) if is_event), None)
            if at is not None:
                change(frames, at)


DEEDS: tuple[Callable[[World, str], None], ...] = (
    World.append,
    World.append_skipped,
    World.write,
    World.write,
    World.write,
    World.deliver,
    World.deliver,
    World.deliver,
    World.deliver,
    World.duplicate,
    World.drop,
    World.refuse,
    World.reconnect,
    World.reconnect,
    World.reconnect,
    World.cut,
    World.cut_at_once,
    World.pass_time,
)
"""What may happen next; the ordinary more often than the rest."""


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(STREAMS)), min_size=40, max_size=120)
)
def test_each_event_is_applied_once_in_order_and_each_write_happens_once_in_order(
    deeds: list[tuple[Callable[[World, str], None], str]],
) -> None:
    world = World()
    for deed, stream in deeds:
        deed(world, stream)
    world.settle()
    for stream in STREAMS:
        log = world.logs[stream]
        assert world.client.applied(stream) == list(range(1, len(log) + 1))
        assert [body for body in log if body.startswith("own")] == world.written[stream]
    assert len(world.client.told(Ok)) == sum(len(each) for each in world.written.values())


@given(st.binary(max_size=200))
def test_no_bytes_make_a_session_raise(data: bytes) -> None:
    dialogue = Dialogue()
    dialogue.open()
    dialogue.hear_bytes(data)
    assert isinstance(dialogue.session, ClientSession)
    assert dialogue.phase() in ("live", "leaving")
