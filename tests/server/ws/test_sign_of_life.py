"""A client is there as long as it says something or reads something; what it says may wait."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.ws.socket import Socket
from tests.server.ws.edges import edge_of

MUCH = bytes(8_000_000)
"""More than the kernel keeps."""
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: hubbub.v1.json\r\n\r\n"
)


@dataclass(frozen=True)
class Link:
    """A socket of the hub, and the client's end of the same link."""

    hub_side: Socket
    transport: asyncio.Transport
    client: socket.socket

    async def read_some(self) -> None:
        """Read until the hub has got rid of something, as a slow client does."""
        unsent = self.transport.get_write_buffer_size()
        while self.transport.get_write_buffer_size() >= unsent:
            await asyncio.get_running_loop().sock_recv(self.client, 65_536)

    async def read_all(self) -> None:
        """Read until nothing is left to send."""
        while self.transport.get_write_buffer_size():
            await asyncio.get_running_loop().sock_recv(self.client, 65_536)

    async def read_up_to(self, end: bytes) -> None:
        """Read until these bytes have come."""
        heard = b""
        while not heard.endswith(end):
            chunk = await asyncio.get_running_loop().sock_recv(self.client, 65_536)
            heard = (heard + chunk)[-len(end) :]

    async def cut_off(self) -> None:
        """Wait until there is nobody at the other end."""
        with suppress(BrokenPipeError):
            while True:
                with suppress(BlockingIOError):
                    self.client.send(b"?")
                await asyncio.sleep(0)


@pytest.fixture
async def link(desk: Desk, door: Door, sending: Sending) -> AsyncIterator[Link]:
    edge = edge_of(desk, door, sending)
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    transport, hub_side = await asyncio.get_running_loop().create_connection(
        lambda: Socket(edge, Config(app="", log_config=None), ServerState(), {}), sock=ours
    )
    yield Link(hub_side, transport, theirs)
    transport.abort()
    theirs.close()
    await asyncio.sleep(0)


def is_cut_off(link: Link) -> bool:
    """Look whether the hub takes the client for gone."""
    link.hub_side.check(now_us=0)
    return link.hub_side.closing


def is_read_from(link: Link) -> bool:
    """Look whether the hub takes what the client says."""
    assert link.transport.is_reading() is not link.hub_side.full
    return link.transport.is_reading()


async def test_a_client_that_says_nothing_after_a_ping_is_cut_off(link: Link) -> None:
    link.hub_side.ping()
    assert is_cut_off(link)


async def test_a_client_that_reads_nothing_after_a_ping_is_cut_off(link: Link) -> None:
    link.hub_side.write(MUCH)
    link.hub_side.ping()
    assert is_cut_off(link)


async def test_a_client_that_reads_slowly_is_not_cut_off(link: Link) -> None:
    link.hub_side.write(MUCH)
    link.hub_side.ping()
    await link.read_some()
    assert not is_cut_off(link)


async def test_a_client_that_reads_slowly_and_gets_more_meanwhile_is_not_cut_off(
    link: Link,
) -> None:
    link.hub_side.write(MUCH)
    link.hub_side.ping()
    await link.read_some()
    link.hub_side.write(MUCH)
    assert not is_cut_off(link)


async def test_a_client_that_gets_more_and_reads_nothing_is_cut_off(link: Link) -> None:
    link.hub_side.write(MUCH)
    link.hub_side.ping()
    link.hub_side.write(MUCH)
    assert is_cut_off(link)


async def test_who_reads_too_slowly_is_not_read_from_until_it_has_caught_up(link: Link) -> None:
    assert is_read_from(link)
    link.hub_side.write(MUCH)
    assert not is_read_from(link)
    await link.read_all()
    assert is_read_from(link)


async def test_who_does_not_read_the_answers_to_many_commands_is_soon_answered_no_more(
    link: Link,
) -> None:
    link.hub_side.data_received(UPGRADE)
    nonsense = Frame(Opcode.TEXT, b"{}").serialize(mask=True)
    link.hub_side.data_received(20_000 * nonsense)
    assert link.hub_side.full
    assert link.transport.get_write_buffer_size() < 300_000


async def test_what_came_before_the_pause_is_answered_after_it(link: Link) -> None:
    link.hub_side.data_received(UPGRADE)
    link.hub_side.write(MUCH)
    link.hub_side.data_received(2 * Frame(Opcode.PING, b"there?").serialize(mask=True))
    async with asyncio.timeout(10):
        await link.read_up_to(2 * Frame(Opcode.PONG, b"there?").serialize(mask=False))


async def test_who_says_goodbye_and_does_not_read_is_cut_off(
    link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub_server.ws.socket._LINGER_S", 0.0)
    link.hub_side.data_received(UPGRADE)
    link.hub_side.write(MUCH)
    link.hub_side.data_received(Frame(Opcode.CLOSE, b"").serialize(mask=True))
    async with asyncio.timeout(10):
        await link.cut_off()
