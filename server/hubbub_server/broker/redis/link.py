"""One network link to Redis: bytes in, replies out; opened, signed in, closed."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, cast

import hiredis

from hubbub_server.broker.redis.address import Address
from hubbub_server.broker.wire import MOST_BYTES

_MOST_UNFINISHED_BYTES: Final = 4 * MOST_BYTES
"""What one unfinished reply may hold; ours are shorter, so more is no Redis of ours."""
_KEEPALIVE: Final = (("TCP_KEEPIDLE", 10), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3))
_NOTHING_YET: Final = object()
_SIGN_IN_REFUSALS: Final = ("WRONGPASS", "NOAUTH", "NOPERM", "ERR AUTH", "ERR invalid password")


class LinkBrokenError(Exception):
    """The link to Redis is of no use any more; the sentence says why, without a password."""


class SignInRefusedError(LinkBrokenError):
    """Redis does not let us in, or not do what we need: only the operator can mend that."""


def command(*words: bytes) -> bytes:
    """Return a command as Redis reads it."""
    return hiredis.pack_command(words)  # type: ignore[no-any-return,arg-type]  # its stub: one word


def without_words(said: str) -> str:
    """Return what Redis says of a command that it does not know, without the command's words.

    It repeats them, and one that it does not know may be the one with the password.
    """
    return said.partition(", with args beginning with")[0]


def unexpected_reply(reply: object) -> LinkBrokenError:
    """Say what Redis replied that it should not have: most often that it refuses something."""
    if not isinstance(reply, hiredis.ReplyError):
        return LinkBrokenError(f"Redis said what was not asked: {reply!r:.60}")
    said = without_words(str(reply))
    if said.startswith(_SIGN_IN_REFUSALS):
        return SignInRefusedError(f"Redis refuses: {said}")
    return LinkBrokenError(f"Redis answered: {said}")


class Link(asyncio.Protocol):
    """A network link that gives all replies of one read to ``take`` together."""

    __slots__ = ("_reader", "_transport", "_unfinished_bytes", "lost", "take")

    def __init__(self, take: Callable[[Sequence[object]], None]) -> None:
        self.take = take
        self.lost: asyncio.Future[LinkBrokenError] = asyncio.get_running_loop().create_future()
        self._reader = hiredis.Reader(notEnoughData=_NOTHING_YET)
        # Counted here: of an array the reader keeps the elements elsewhere than it counts.
        self._unfinished_bytes = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        found = transport.get_extra_info("socket")
        if found is not None and found.family != socket.AF_UNIX:
            _keep_alive(found)

    def data_received(self, data: bytes) -> None:
        """Hand on every whole reply that is there now."""
        replies: list[object] = []
        gets = self._reader.gets
        try:
            self._reader.feed(data)
            while (reply := gets()) is not _NOTHING_YET:
                replies.append(reply)
        except hiredis.ProtocolError as error:
            self.close(LinkBrokenError(f"what came is not Redis: {error}"))
            return
        self._unfinished_bytes = (
            self._reader.len() if replies else self._unfinished_bytes + len(data)
        )
        if self._unfinished_bytes > _MOST_UNFINISHED_BYTES:
            self.close(LinkBrokenError(f"a reply of more than {_MOST_UNFINISHED_BYTES} bytes came"))
        elif replies and not self.lost.done():
            self.take(replies)

    def connection_lost(self, exc: Exception | None) -> None:
        """End: it broke."""
        self._transport = None
        self._end(LinkBrokenError(str(exc) if exc else "Redis closed the link"))

    def write(self, data: bytes) -> None:
        """Send, unless the link is gone."""
        if self._transport is not None and not self.lost.done():
            self._transport.write(data)

    def finish(self) -> None:
        """Close the link once what was written is sent; nothing more is taken from it."""
        self._end(LinkBrokenError("the hub closed the link"))
        if self._transport is not None:
            self._transport.close()

    def close(self, reason: LinkBrokenError) -> None:
        """Cut the link at once; nothing more is taken from it."""
        self._end(reason)
        if self._transport is not None:
            self._transport.abort()

    def _end(self, reason: LinkBrokenError) -> None:
        if not self.lost.done():
            self.lost.set_result(reason)


@asynccontextmanager
async def open_link(address: Address, within_s: float) -> AsyncIterator[Link]:
    """Open a link and sign in; the host's name is looked up anew each time.

    Raises :class:`LinkBrokenError` when that fails or takes longer than ``within_s``.
    """
    answers: asyncio.Queue[object] = asyncio.Queue()

    def take(replies: Sequence[object]) -> None:
        for reply in replies:
            answers.put_nowait(reply)

    link = Link(take)
    try:
        try:
            async with asyncio.timeout(within_s):
                await _dial(address, link)
                for words in _greeting(address):
                    link.write(command(*words))
                    await _expect_ok(link, answers)
        except TimeoutError:
            raise LinkBrokenError(f"no answer within {within_s:g} s") from None
        except OSError as error:
            raise LinkBrokenError(error.strerror or str(error)) from error
        yield link
    except LinkBrokenError as broken:
        link.close(broken)
        raise
    finally:
        link.finish()


async def _dial(address: Address, link: Link) -> None:
    loop = asyncio.get_running_loop()
    if address.path is not None:
        await loop.create_unix_connection(lambda: link, address.path)
    else:
        await loop.create_connection(lambda: link, address.host, address.port, ssl=address.tls)


def _greeting(address: Address) -> list[tuple[bytes, ...]]:
    words: list[tuple[bytes, ...]] = []
    if address.password is not None:
        user = () if address.username is None else (address.username.encode(),)
        words.append((b"AUTH", *user, address.password.encode()))
    words.append((b"SELECT", str(address.database).encode()))
    return words


async def _expect_ok(link: Link, answers: "asyncio.Queue[object]") -> None:
    answer = asyncio.ensure_future(answers.get())
    try:
        await asyncio.wait((answer, link.lost), return_when=asyncio.FIRST_COMPLETED)
    finally:
        answer.cancel()  # nothing, where it is done
    if not answer.done():
        raise link.lost.result()
    said = answer.result()
    if said != b"OK":
        raise unexpected_reply(said)


def _keep_alive(link_socket: socket.socket) -> None:
    """Let the kernel find a peer that is gone, should the probes ever not."""
    link_socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE:
        if hasattr(socket, name):
            link_socket.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
