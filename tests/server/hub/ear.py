"""What a session writes to, in tests: it remembers every frame."""

import asyncio

import msgspec

from hubbub_protocol.codec import Encoding, read_frame
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import Event
from hubbub_protocol.frames import Skip


class Ear:
    """An outlet that keeps the events and other frames that were written to it."""

    def __init__(self, encoding: Encoding = "json") -> None:
        self.encoding: Encoding = encoding
        self.writes: list[bytes] = []
        self.closed: CloseCode | None = None
        self.retry_ms: int | None = None
        self._closing = asyncio.Event()
        self._written = asyncio.Event()
        self._full = False
        self._room = asyncio.Event()
        self._room.set()

    @property
    def full(self) -> bool:
        """Whether the client reads too slowly."""
        return self._full

    def stop_reading(self) -> None:
        """Let everything unsent pile up."""
        self._full = True
        self._room.clear()

    def read_on(self) -> None:
        """Take what has piled up."""
        self._full = False
        self._room.set()

    def write(self, frames: bytes) -> None:
        """Remember frames."""
        self.writes.append(frames)
        self._written.set()

    async def drained(self) -> None:
        """Wait until it reads on."""
        await self._room.wait()

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Remember why it was closed."""
        del reason
        self.closed = code
        self.retry_ms = retry_ms
        self._closing.set()

    async def hung_up(self) -> None:
        """Wait until the hub has closed."""
        await self._closing.wait()

    def finish(self, code: CloseCode, reason: str) -> None:
        """Close at once: nobody asked anything."""
        self.close(code, reason)

    async def hear(self, seq: int) -> None:
        """Wait until an event with this seq was written."""
        while seq not in self.seqs:
            self._written.clear()
            await self._written.wait()

    @property
    def seqs(self) -> list[int]:
        """The seq of every event, in the order of arrival."""
        return [int(frame["seq"]) for frame in self.frames if frame["t"] == "event"]  # type: ignore[call-overload]  # maps of JSON

    @property
    def seen(self) -> list[int]:
        """The seq of every event, and that of every skip as a negative one, as they came."""
        read = [read_frame(text, self.encoding) for data in self.writes for text in texts_in(data)]
        return [
            -frame.seq if isinstance(frame, Skip) else frame.seq
            for frame in read
            if isinstance(frame, Event | Skip)
        ]

    @property
    def frames(self) -> list[dict[str, object]]:
        """Every frame that was written as JSON."""
        return [msgspec.json.decode(text) for data in self.writes for text in texts_in(data)]


def texts_in(data: bytes) -> list[bytes]:
    """Take joined WebSocket frames apart, as RFC 6455 puts them together."""
    texts = []
    place = 0
    while place < len(data):
        size, begin = data[place + 1], place + 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size = int.from_bytes(data[begin : begin + width], "big")
            begin += width
        texts.append(data[begin : begin + size])
        place = begin + size
    return texts
