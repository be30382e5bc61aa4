"""One member's session, over as many sockets as it takes, by the protocol's own rules."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from random import Random
from time import monotonic
from typing import Final

from hubbub_load.crowd import Account
from hubbub_load.member_socket import MemberSocket, open_socket
from hubbub_load.whereabouts import Stay
from hubbub_protocol.client_news import News
from hubbub_protocol.client_session import ClientSession, Identity
from hubbub_protocol.codec import Encoding
from hubbub_protocol.commands import ClientInfo

DEVICE: Final = "hubbub-load"
CLIENT: Final = ClientInfo("hubbub-load", "1")


class MemberSession:
    """Keeps a session on a socket until it is stopped; frames go straight to ``take_news``."""

    def __init__(
        self,
        account: Account,
        hubs: Sequence[str],
        encoding: Encoding,
        draw: Random,
        take_news: Callable[[News, float], None],
    ) -> None:
        self.session = ClientSession(Identity(DEVICE, CLIENT, account.token, encoding))
        self.stays: list[Stay] = []
        """Where it was: one stay for every socket."""
        self.unapplied = 0
        """Events that the hub gave although their turn was past or not yet come."""
        self.rate_limited = 0
        """Writes refused with ``rate_limited``; the session repeats them."""
        self._hubs = itertools.cycle(hubs)
        self._encoding = encoding
        self._draw = draw
        self._take_news = take_news
        self._socket: MemberSocket | None = None
        self._awake = asyncio.Event()
        """Set when the running task must look at the session before its deadline."""
        self._looks_at = 0.0
        """When the running task looks again by itself."""
        self._stopped = False

    async def run(self) -> None:
        """Keep the session on a socket until :meth:`stop` or until the hub closes for good."""
        while self.session.phase != "ended" and not self._stopped:
            await self._sleep_until(self.session.next_deadline() or 0.0)
            hub = next(self._hubs)
            try:
                self._socket = await open_socket(hub, self._encoding, self)
            except (OSError, TimeoutError) as error:
                self.session.socket_closed(monotonic(), self._draw.random(), None, str(error))
                self._pass_news()
                continue
            self.stays.append(Stay(monotonic(), hub))
            self.session.socket_opened(monotonic())
            self.flush()
            await self._attend(self._socket)

    def flush(self) -> None:
        """Write what the session has to say, and see that its next deadline is kept."""
        if self._socket is not None and not self._socket.lost:
            for message in self.session.data_to_send(monotonic()):
                self._socket.write(message)
        deadline = self.session.next_deadline()
        if deadline is None or deadline < self._looks_at:
            self._awake.set()

    def drop(self) -> None:
        """Lose the socket without a word; the session goes on with the next hub's."""
        if self._socket is not None:
            self._socket.drop()

    def stop(self) -> None:
        """Close the socket and let :meth:`run` return."""
        self._stopped = True
        self._awake.set()

    def lose_socket(self) -> None:
        """Let :meth:`run` see that the socket is lost."""
        self._awake.set()

    async def _attend(self, socket: MemberSocket) -> None:
        while self.session.phase in ("greeting", "live") and not self._stopped:
            if socket.lost:
                break
            await self._sleep_until(self.session.next_deadline() or 0.0)
            self.session.wake(monotonic())
            self.flush()
        socket.close()
        if not self._stopped:
            self.session.socket_closed(
                monotonic(), self._draw.random(), socket.close_code, socket.close_reason
            )
            self._pass_news()

    def receive_message(self, message: bytes) -> None:
        """Take one message from the hub, straight from the socket."""
        now = monotonic()
        self.session.receive_frame(message, now)
        news = self.session.news()
        for each in news:
            self._take_news(each, now)
        if not news:
            self._note_silent(message)
        self.flush()

    def _note_silent(self, message: bytes) -> None:
        """Count what the session settles by itself and does not tell."""
        start = message[:24]  # `t` comes first in what a hub writes
        if b"event" in start:
            self.unapplied += 1
        elif b"error" in start and b"rate_limited" in message:
            self.rate_limited += 1

    def _pass_news(self) -> None:
        now = monotonic()
        for each in self.session.news():
            self._take_news(each, now)

    async def _sleep_until(self, at: float) -> None:
        """Sleep until then, or until woken, or until the socket is lost (which wakes)."""
        self._looks_at = at
        self._awake.clear()
        try:
            async with asyncio.timeout(at - monotonic()):
                await self._awake.wait()
        except TimeoutError:
            pass
