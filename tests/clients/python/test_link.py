"""The network link: WebSocket messages by the batch, its close codes, and its patience."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvloop
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from hubbub import LinkClosed, LinkError
from hubbub._link import MAX_WAITING, Link, WebSocketLink, open_link, socket_url
from hubbub_protocol.codec import Encoding

Serve = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def linked(talk: Serve, *, encoding: Encoding = "msgpack") -> AsyncIterator[Link]:
    """Open a link to a server that talks like this."""
    subprotocols = [Subprotocol("hubbub.v1.msgpack"), Subprotocol("hubbub.v1.json")]
    async with serve(
        talk, "127.0.0.1", 0, subprotocols=subprotocols, ping_interval=None, close_timeout=0.1
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        link = await open_link(f"ws://127.0.0.1:{port}/ws", encoding)
        try:
            yield link
        finally:
            await link.close()


def later(seconds: float = 10.0) -> float:
    """Return a loop time in the future."""
    return asyncio.get_running_loop().time() + seconds


async def received(link: Link, count: int) -> list[bytes]:
    """Receive so many messages."""
    found: list[bytes] = []
    while len(found) < count:
        found += await link.receive(later())
    return found


@pytest.mark.parametrize(
    ("hub_url", "url"),
    [
        ("http://localhost:8000", "ws://localhost:8000/ws"),
        ("http://localhost:8000/", "ws://localhost:8000/ws"),
        ("https://example.org/chat", "wss://example.org/chat/ws"),
        ("http://[::1]:8000", "ws://[::1]:8000/ws"),
    ],
)
def test_the_address_of_the_socket_comes_from_that_of_the_hub(hub_url: str, url: str) -> None:
    assert socket_url(hub_url) == url


@pytest.mark.parametrize("hub_url", ["", "localhost:8000", "ftp://x", "http://", "ws://x"])
def test_any_other_address_is_refused(hub_url: str) -> None:
    with pytest.raises(ValueError, match="A hub's address is like"):
        socket_url(hub_url)


@pytest.mark.parametrize("encoding", ["msgpack", "json"])
async def test_messages_go_both_ways_as_binary_or_text(encoding: Encoding) -> None:
    async def echo(socket: ServerConnection) -> None:
        async for data in socket:
            assert isinstance(data, str) == (encoding == "json")
            await socket.send(data)

    async with linked(echo, encoding=encoding) as link:
        for data in (b"one", "zwölf".encode(), b""):
            link.send(data)
        assert await received(link, 3) == [b"one", "zwölf".encode(), b""]


async def test_a_message_in_pieces_comes_as_one() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.send([b"a" * 70_000, b"b", b"c"])
        await socket.send(b"whole")
        await socket.wait_closed()

    async with linked(talk) as link:
        assert await received(link, 2) == [b"a" * 70_000 + b"bc", b"whole"]


async def test_text_that_is_not_utf_8_ends_the_link_and_is_not_received() -> None:
    async def talk(server: ServerConnection) -> None:
        await server.send("für".encode(), text=True)
        await server.send(b"\xff", text=True)
        await server.send(b"never", text=True)

    async with linked(talk, encoding="json") as link:
        assert await received(link, 1) == ["für".encode()]
        with pytest.raises(LinkClosed):
            await received(link, 1)


async def test_receiving_returns_nothing_when_nothing_came_in_time() -> None:
    async with linked(lambda socket: socket.wait_closed()) as link:
        assert await link.receive(later(0.001)) == []


async def test_a_close_is_told_after_all_that_came_before_it() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.send(b"last")
        await socket.close(4013, "busy")

    async with linked(talk) as link:
        assert await received(link, 1) == [b"last"]
        with pytest.raises(LinkClosed, match="busy") as caught:
            await link.receive(later())
        assert caught.value.code == 4013
        link.send(b"into the void")


async def test_a_socket_that_is_cut_off_closes_without_a_goodbye() -> None:
    async def talk(socket: ServerConnection) -> None:
        socket.transport.abort()

    async with linked(talk) as link:
        with pytest.raises(LinkClosed) as caught:
            await link.receive(later())
        assert caught.value.code == 1006


async def test_a_closed_link_says_goodbye() -> None:
    codes: list[int | None] = []

    async def talk(socket: ServerConnection) -> None:
        await socket.wait_closed()
        codes.append(socket.close_code)

    async with linked(talk) as link:
        await link.close()
    assert codes == [1000]


async def test_closing_does_not_wait_for_a_server_that_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hubbub._link.CLOSE_TIMEOUT_S", 0.01)

    async def talk(socket: ServerConnection) -> None:
        socket.transport.pause_reading()  # so that the goodbye is never seen
        await socket.wait_closed()

    async with linked(talk) as link, asyncio.timeout(5):
        await asyncio.sleep(0)
        await link.close()


async def test_a_link_that_nobody_receives_from_stops_reading() -> None:
    sent = 0

    async def talk(socket: ServerConnection) -> None:
        nonlocal sent
        for _ in range(20_000):
            await socket.send(b"x" * 1000)
            sent += 1
        await socket.wait_closed()

    async with linked(talk) as link:
        await link.receive(later())
        assert isinstance(link, WebSocketLink)
        before = -1
        while link._reading or before != sent:
            before = sent
            await asyncio.sleep(0.05)
        assert MAX_WAITING <= len(link._frames) <= sent < 20_000
        assert len(await received(link, 19_000)) >= 19_000


# What is no hub


async def answer(reply: bytes) -> LinkError:
    """Open a link to what answers every request with these bytes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        try:
            if not reply:
                await reader.read()
        except ConnectionError:
            pass  # given up on
        finally:
            writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(LinkError) as caught:
            await open_link(f"ws://127.0.0.1:{port}/ws", "msgpack")
    return caught.value


async def test_an_answer_in_plain_http_is_named_by_its_status() -> None:
    error = await answer(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
    assert "answered with HTTP 503 instead of a WebSocket" in str(error)


async def test_an_answer_that_is_no_http_is_named() -> None:
    assert "did not receive a valid HTTP response" in str(await answer(b"SSH-2.0\r\n\r\n"))


async def test_silence_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub._link.OPEN_TIMEOUT_S", 0.05)
    assert "did not answer within" in str(await answer(b""))


async def test_a_websocket_that_does_not_speak_hubbub_is_named() -> None:
    async with serve(lambda socket: socket.wait_closed(), "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        with pytest.raises(LinkError, match=r"does not speak hubbub\.v1"):
            await open_link(f"ws://127.0.0.1:{port}/ws", "msgpack")


async def test_a_port_where_nobody_listens_is_named() -> None:
    with pytest.raises(LinkError, match=r"ws://127\.0\.0\.1:1/ws cannot be reached"):
        await open_link("ws://127.0.0.1:1/ws", "msgpack")


def test_a_link_opens_on_uvloop_too() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.send(b"hello")
        await socket.wait_closed()

    async def listen() -> list[bytes]:
        async with linked(talk) as link:
            return await received(link, 1)

    assert uvloop.run(listen()) == [b"hello"]
