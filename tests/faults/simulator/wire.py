"""The link between one client and one hub: frames take a little, stay in order, and may be lost.

At the hub's end it is the outlet of a real :class:`~hubbub_server.ws.conversation.Conversation`,
as ``ws.socket`` is, without the HTTP and WebSocket framing around it.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final, Protocol

from hubbub_protocol.codec import Encoding
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Bye, Ping
from hubbub_server.hub.frame import built
from hubbub_server.ws.conversation import Conversation
from hubbub_server.ws.edge import Edge
from tests.faults.simulator.notes import Leaving
from tests.faults.simulator.virtual_loop import NOBODY, Life
from tests.server.hub.ear import texts_in

HIGH_WATER: Final = 2_048
"""Above that many unsent bytes the client lags; small, since simulated messages are."""
_LOW_WATER: Final = 512
_LONGEST_S: Final = 0.005
_APART_S: Final = 1e-6


class ClientEnd(Protocol):
    """The client, as its wire sees it."""

    encoding: Encoding

    def hear(self, wire: "Wire", data: bytes, left: Leaving) -> None:
        """Take a frame."""

    def lose(self, wire: "Wire", code: int | None) -> None:
        """Learn that the wire is gone."""

    def note_lag(self) -> None:
        """Learn that the hub writes nothing more until the client has read."""


class Wire:
    """One WebSocket. All that the hub does with it is done by the hub's life."""

    def __init__(self, client: ClientEnd, edge: Edge, life: Life, chance: Random) -> None:
        self.encoding: Encoding = client.encoding
        self.full = False
        self.closing = False  # at the hub's end
        self.cut = False  # nothing passes any more
        self._client = client
        self._edge = edge
        self._life = life
        self._chance = chance
        self._up_at = 0.0  # when the latest frame to the hub arrives
        self._down_at = 0.0
        # What has arrived while the client does not read.
        self._unread: list[tuple[bytes, Leaving]] | None = None
        self._unsent = 0  # bytes written and not taken by the client
        self._unheard: list[bytes] = []  # from the client, until it reads what is for it
        self._silent = False  # whether nothing came since the last ping
        self._unsent_then = 0
        self._drained: asyncio.Future[None] | None = None
        self._talk: Conversation | None = None
        self._slot = -1
        self._to_hub(self._open)

    # The client's end

    def say(self, data: bytes) -> None:
        """Send a message to the hub."""
        self._to_hub(partial(self._take, data))

    def stop_reading(self) -> None:
        """Let everything pile up."""
        if self._unread is None:
            self._unread = []

    def read_on(self) -> None:
        """Take what has piled up."""
        unread, self._unread = self._unread, None
        for data, left in unread or ():
            self._read(data, left)

    def hang_up(self) -> None:
        """Close it; the hub learns of it when all before has arrived."""
        self._to_hub(self._lost)

    def break_off(self, client_after_s: float, hub_after_s: float) -> None:
        """Lose all that is under way; the ends learn of it later."""
        if self.cut:
            return
        self.cut = True
        loop = asyncio.get_running_loop()
        loop.call_later(client_after_s, self._client.lose, self, None, context=NOBODY)
        loop.call_later(hub_after_s, self._tell, self._lost, context=NOBODY)

    # The hub's end: the outlet

    def write(self, frames: bytes) -> None:
        """Write frames."""
        if self.closing:
            return
        left = Leaving(asyncio.get_running_loop().time(), self._edge.hub.control_head)
        for data in texts_in(frames):
            self._unsent += len(data)
            self._to_client(partial(self._arrive, data, left))
        if not self.full and self._unsent > HIGH_WATER:
            self.full = True
            self._client.note_lag()

    async def drained(self) -> None:
        """Wait until the client has read most of what was written, or is gone."""
        if self.full and not self.closing:
            if self._drained is None:
                self._drained = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._drained)

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Say ``bye`` and close."""
        if self.closing:
            return
        self.write(built(Bye(code=int(code), reason=reason, retry_ms=retry_ms), self.encoding))
        self._to_client(partial(self._closed, int(code)))
        self._lost()

    def finish(self, code: CloseCode, reason: str) -> None:
        """Close as soon as everything is answered."""
        if self._talk is None:
            self.close(code, reason)
        else:
            self._talk.finish(code, reason)

    def ping(self) -> None:
        """Ask the client for a sign of life."""
        self._silent = True
        self.write(built(Ping(), self.encoding))
        self._unsent_then = self._unsent

    def check(self, now_us: int) -> None:
        """Close if the client gave no sign of life since the ping."""
        del now_us
        if self._silent and self._unsent >= self._unsent_then:
            self.close(CloseCode.NO_PONG, "No answer to ping")

    # Between

    def _open(self) -> None:
        self._talk = Conversation(self._edge, self, None, "")
        self._slot = self._edge.liveness.add(self)

    def _take(self, data: bytes) -> None:
        if self.full:
            self._unheard.append(data)
            return
        self._silent = False
        if self._talk is not None and not self.closing:
            self._talk.take(data)

    def _lost(self) -> None:
        """Let go of everything at the hub's end. Again: nothing happens."""
        if self.closing:
            return
        self.closing = True
        self._wake()
        if self._slot >= 0:
            self._edge.liveness.discard(self, self._slot)
        if self._talk is not None:
            self._talk.end()

    def _wake(self) -> None:
        if self._drained is not None:
            self._drained.set_result(None)
            self._drained = None

    def _arrive(self, data: bytes, left: Leaving) -> None:
        if self._unread is not None:
            self._unread.append((data, left))
        else:
            self._read(data, left)

    def _read(self, data: bytes, left: Leaving) -> None:
        self._unsent -= len(data)
        if self.full and self._unsent <= _LOW_WATER:
            self._tell(self._drain)
        self._client.hear(self, data, left)

    def _drain(self) -> None:
        """Have the hub learn that there is room again."""
        if not self.full or self._unsent > _LOW_WATER:
            return
        self.full = False
        self._wake()
        unheard, self._unheard = self._unheard, []
        for data in unheard:
            self._take(data)

    def _closed(self, code: int) -> None:
        self._client.lose(self, code)

    def _to_hub(self, deed: Callable[[], None]) -> None:
        self._up_at = self._next_time(self._up_at)
        arrive = partial(self._tell, deed)
        asyncio.get_running_loop().call_at(self._up_at, self._pass, arrive, context=NOBODY)

    def _to_client(self, deed: Callable[[], None]) -> None:
        self._down_at = self._next_time(self._down_at)
        asyncio.get_running_loop().call_at(self._down_at, self._pass, deed, context=NOBODY)

    def _next_time(self, latest: float) -> float:
        now = asyncio.get_running_loop().time()
        return max(latest + _APART_S, now + self._chance.random() * _LONGEST_S)

    def _pass(self, deed: Callable[[], None]) -> None:
        if not self.cut:
            deed()

    def _tell(self, deed: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_soon(deed, context=self._life.context)
