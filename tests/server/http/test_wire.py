"""Requests that come in pieces, half, slowly or without end, over a real port."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import uvicorn
from uvicorn.server import ServerState

from hubbub_server.http import reading, wire
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.reading import MAX_BODY_BYTES
from hubbub_server.http.wire import MAX_HEAD_BYTES, HttpWire
from tests.server.people import PASSWORD

Link = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Dial = Callable[[], Awaitable[Link]]

ADA = json.dumps({"username": "ada", "display_name": "Ada", "password": PASSWORD}).encode()
HEAD = b"POST /api/v1/accounts HTTP/1.1\r\nHost: hub.test\r\nContent-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n"
GET = b"GET /health/live HTTP/1.1\r\nHost: hub.test\r\n\r\n"
UPGRADE = b"GET /ws HTTP/1.1\r\nHost: hub.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
SOON_S = 0.02


class Upgraded(asyncio.Protocol):
    """What a link becomes that is upgraded: it says again what it hears."""

    def __init__(self, **of_uvicorn: object) -> None:
        del of_uvicorn

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say that it is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        """Say it again, but for the request itself."""
        if not data.startswith(b"GET "):
            self._transport.write(data)


@pytest.fixture
async def dial(application: HttpParts) -> AsyncIterator[Dial]:
    """Open a link to the application, which is served in this process."""
    config = uvicorn.Config(
        build_http(application),
        lifespan="off",
        log_config=None,
        interface="asgi3",
        ws=Upgraded,
    )
    config.load()
    state = ServerState()
    served = await asyncio.get_running_loop().create_server(
        lambda: HttpWire(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    writers: list[asyncio.StreamWriter] = []

    async def open_link() -> Link:
        reader, writer = await asyncio.open_connection(*served.sockets[0].getsockname())
        writers.append(writer)
        return reader, writer

    yield open_link
    for writer in writers:
        writer.close()
    served.close()
    await asyncio.gather(*state.tasks)


async def answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Read one answer: its status and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = dict(line.split(b": ", 1) for line in head.splitlines()[1:] if line)
    body = await reader.readexactly(int(lines[b"content-length"]))
    return int(head.split()[1]), body.decode()


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """Read until the link is gone, whether it was closed or cut off."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def test_a_request_may_come_byte_by_byte(dial: Dial) -> None:
    reader, writer = await dial()
    for byte in HEAD + LENGTH % len(ADA) + ADA:
        writer.write(bytes([byte]))
        await asyncio.sleep(0)
    status, body = await answer(reader)
    assert (status, json.loads(body)["me"]["username"]) == (201, "ada")


async def test_a_request_that_ends_in_the_middle_does_nothing_and_harms_nobody(dial: Dial) -> None:
    _, writer = await dial()
    writer.write(HEAD + LENGTH % len(ADA) + ADA[:-1])
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    reader, writer = await dial()
    writer.write(HEAD + LENGTH % len(ADA) + ADA)
    status, _ = await answer(reader)
    assert status == 201, "the name is still free"


async def test_a_body_that_does_not_come_to_its_end_is_answered(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BODY_TIMEOUT_S", SOON_S)
    reader, writer = await dial()
    writer.write(HEAD + LENGTH % len(ADA) + ADA[:-1])
    status, body = await answer(reader)
    assert (status, json.loads(body)["code"]) == (400, "bad_request")
    assert f"got {len(ADA) - 1} bytes" in json.loads(body)["detail"]


async def test_a_body_of_the_greatest_length_may_come_at_once(dial: Dial) -> None:
    reader, writer = await dial()
    body = ADA + b" " * (MAX_BODY_BYTES - len(ADA))
    writer.write(HEAD + LENGTH % len(body) + body)
    assert (await answer(reader))[0] == 201


async def test_a_body_without_end_is_refused_at_the_limit(dial: Dial) -> None:
    reader, writer = await dial()
    writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    writer.write(b"%x\r\n%b" % (10 * MAX_BODY_BYTES, b"x" * (MAX_BODY_BYTES + 1)))
    status, body = await answer(reader)
    assert (status, json.loads(body)["code"]) == (413, "too_large")


async def test_a_head_that_comes_too_slowly_is_cut_off(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "HEAD_TIMEOUT_S", SOON_S)
    reader, writer = await dial()
    writer.write(HEAD)
    assert await end_of(reader) == b""


async def test_a_link_on_which_nothing_is_asked_is_cut_off(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "HEAD_TIMEOUT_S", SOON_S)
    reader, _ = await dial()
    assert await end_of(reader) == b""


async def test_a_head_without_end_is_cut_off(dial: Dial) -> None:
    reader, writer = await dial()
    writer.write(HEAD + b"X-More: " + b"x" * MAX_HEAD_BYTES)
    async with asyncio.timeout(wire.HEAD_TIMEOUT_S / 2):
        assert await end_of(reader) == b""


async def test_a_link_may_be_asked_again_and_again(dial: Dial) -> None:
    reader, writer = await dial()
    for _ in range(3):
        writer.write(GET)
        assert (await answer(reader))[0] == 200


@pytest.mark.parametrize(
    ("request_bytes", "status", "rest"),
    [
        pytest.param(GET, 200, b"\r\n", id="a blank line"),
        pytest.param(
            b"PUT /nowhere HTTP/1.1\r\nHost: hub.test\r\nContent-Length: 9\r\n\r\n",
            405,
            b"x",
            id="the body of what was refused before it came",
        ),
    ],
)
async def test_what_belongs_to_no_request_keeps_no_link(
    dial: Dial, monkeypatch: pytest.MonkeyPatch, request_bytes: bytes, status: int, rest: bytes
) -> None:
    reader, writer = await dial()
    writer.write(request_bytes)
    assert (await answer(reader))[0] == status
    monkeypatch.setattr(wire, "HEAD_TIMEOUT_S", SOON_S)
    writer.write(rest)
    async with asyncio.timeout(5):
        assert await end_of(reader) == b""


async def test_a_link_is_kept_for_another_request_longer_than_clients_keep_it(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wire.KEEP_ALIVE_S > 60, "as long as load balancers do"
    monkeypatch.setattr(wire, "KEEP_ALIVE_S", SOON_S)
    reader, writer = await dial()
    writer.write(GET)
    assert (await answer(reader))[0] == 200
    async with asyncio.timeout(4):  # uvicorn's own time is 5 s
        assert await end_of(reader) == b""


async def test_a_link_that_was_asked_before_it_is_upgraded_is_not_cut_off(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = await dial()
    writer.write(GET)
    await answer(reader)
    monkeypatch.setattr(wire, "HEAD_TIMEOUT_S", SOON_S)
    writer.write(UPGRADE)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    assert await end_of((await dial())[0]) == b"", "which says when that time is over"
    writer.write(b"there?")
    assert await reader.readexactly(6) == b"there?"


async def test_what_is_no_http_is_the_same_error_object(dial: Dial) -> None:
    reader, writer = await dial()
    writer.write(b"HELO hub.test\r\n\r\n")
    status, body = await answer(reader)
    error = json.loads(body)
    assert (status, error["code"], error["retry"]) == (400, "bad_request", False)
    assert error["request_id"]
