"""A door to many hubs: one address for a client, behind which now this hub answers, now that one.

What a load balancer does for all clients a door does for one, so that one knows at each moment
which hub the client talks to.
"""

import asyncio
import random
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

_CHUNK: Final = 65_536


class Door:
    """One address, which leads to any hub of a list that listens."""

    def __init__(self, ports: Sequence[int], chance: random.Random) -> None:
        self.behind: int | None = None  # the index of the hub that the client talks to now
        self._first: int | None = None  # the hub that is tried before the others
        self._ports = ports
        self._chance = chance
        self._server: asyncio.Server | None = None
        self._latest: asyncio.StreamWriter | None = None  # to the client, as it came last
        self._passing: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()  # unset while the door is stalled
        self._flows.set()
        self._truncates = False

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
            self.shut()
            await self._server.wait_closed()

    @property
    def address(self) -> str:
        """Where the client finds a hub."""
        if self._server is None:
            raise LookupError("The door is not open: use it in an async with statement")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def lead_to(self, hub: int) -> None:
        """Cut the client off; when it comes again it is led to this hub, if that listens."""
        self._first = hub
        self.shut()

    def shut(self) -> None:
        """Cut the client off."""
        for writer in self._passing:
            writer.transport.abort()

    def stall(self) -> None:
        """Let nothing through, in neither direction, and keep everything open."""
        self._flows.clear()

    def go_on(self) -> None:
        """Let through again what waits, and what comes."""
        self._flows.set()

    def truncate(self) -> None:
        """Let half of what comes next through, from either side, and cut the client off."""
        self._truncates = True

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = await self._find()
        if found is None:
            writer.close()
            return
        self.behind, answers, asks = found
        self._latest = writer
        both = {writer, asks}
        self._passing |= both
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._copy(reader, asks))
                tasks.create_task(self._copy(answers, writer))
        finally:
            self._passing -= both
            if self._latest is writer:  # the client has not come again meanwhile
                self.behind = None
            for each in both:
                each.close()

    async def _find(self) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Open a link to a hub that listens, any of them."""
        order = list(range(len(self._ports)))
        self._chance.shuffle(order)
        order.sort(key=lambda index: index != self._first)
        for index in order:
            try:
                answers, asks = await asyncio.open_connection("127.0.0.1", self._ports[index])
            except OSError:
                continue
            return index, answers, asks
        return None

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Copy one direction to its end, and end the other side's with it."""
        try:
            while data := await reader.read(_CHUNK):
                await self._flows.wait()
                if self._truncates:
                    self._truncates = False
                    writer.write(data[: len(data) // 2])
                    await writer.drain()
                    self.shut()
                    return
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # one side is gone
        finally:
            writer.close()
