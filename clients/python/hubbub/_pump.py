"""What moves a session: it opens links, and carries frames between them and the state machine.

One task per session. Everything that is decided is decided by
:class:`hubbub_protocol.client_session.ClientSession`; here is only the doing.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

from hubbub._errors import LinkError
from hubbub._link import Dial, Link, LinkClosed
from hubbub_protocol.client_news import News
from hubbub_protocol.client_session import ClientSession

Deliver = Callable[[list[News]], Awaitable[None]]
"""Takes what happened, in order. Until it returns, nothing more is read from the link."""

FrameTap = Callable[[bytes], None]
"""Sees every frame of the hub as it came, before anything is made of it."""


class Pump:
    """Keeps one session going over as many links as it takes."""

    def __init__(
        self,
        machine: ClientSession,
        dial: Dial,
        deliver: Deliver,
        *,
        on_frame: FrameTap | None = None,
    ) -> None:
        self.machine = machine
        self._dial = dial
        self._deliver = deliver
        self._on_frame = on_frame
        self._link: Link | None = None
        """The open link, if there is one."""

    async def run(self) -> None:
        """Open links one after the other until the session ends or the task is cancelled."""
        loop = asyncio.get_running_loop()
        while (open_at := self.machine.next_deadline()) is not None:
            await asyncio.sleep(open_at - loop.time())
            code, reason = await self._open_and_serve()
            self.machine.socket_closed(loop.time(), _chance(), code, reason)
            await self._deliver(self.machine.news())

    def flush(self) -> None:
        """Send at once what the session has to say; without a link it waits for the next."""
        if self._link is not None:
            now = asyncio.get_running_loop().time()
            for data in self.machine.data_to_send(now):
                self._link.send(data)

    async def _open_and_serve(self) -> tuple[int | None, str]:
        """Serve one link to its end; return the code and reason of its close."""
        try:
            self._link = await self._dial()
        except LinkError as error:
            return None, str(error)
        try:
            await self._serve(self._link)
        except LinkClosed as closed:
            return closed.code, closed.reason or "the socket was closed"
        finally:
            link, self._link = self._link, None
            await link.close()
        return None, ""

    async def _serve(self, link: Link) -> None:
        loop = asyncio.get_running_loop()
        self.machine.socket_opened(loop.time())
        self.flush()
        while (deadline := self.machine.next_deadline()) is not None:
            for data in await link.receive(deadline):
                if self._on_frame is not None:
                    self._on_frame(data)
                self.machine.receive_frame(data, loop.time())
            self.machine.wake(loop.time())
            self.flush()  # before the news: a pong must not wait for a slow reader
            await self._deliver(self.machine.news())


def _chance() -> float:
    return random.random()  # noqa: S311 - spreads clients over time; nothing secret
