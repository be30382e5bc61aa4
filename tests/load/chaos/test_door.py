"""A door passes everything on, until it is told to stall, to truncate or to cut off."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from hubbub_load.chaos.door import Door

Link = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1000):
            writer.write(data)
    except OSError:
        pass
    finally:
        writer.close()


async def read_to_the_end(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the other side has gone, in whatever way."""
    heard = b""
    try:
        while data := await reader.read(1):
            heard += data
    except OSError:
        pass
    return heard


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    """A door to a server that repeats what it is told."""
    async with (
        await asyncio.start_server(echo, "127.0.0.1", 0) as server,
        Door([server.sockets[0].getsockname()[1]], random.Random(1)) as opened,
    ):
        yield opened


@pytest.fixture
async def link(door: Door) -> AsyncIterator[Link]:
    """A client that has come through the door."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(door.address.split(":")[-1]))
    yield reader, writer
    writer.transport.abort()


async def test_what_is_said_while_it_is_stalled_comes_once_it_goes_on(
    door: Door, link: Link
) -> None:
    reader, writer = link
    writer.write(b"before")
    assert await reader.readexactly(6) == b"before"
    door.stall()
    writer.write(b"meanwhile")
    heard = asyncio.create_task(reader.readexactly(9))
    done, _ = await asyncio.wait([heard], timeout=0.05)
    assert not done
    door.go_on()
    assert await heard == b"meanwhile"


async def test_it_truncates_what_comes_next_and_cuts_off(door: Door, link: Link) -> None:
    reader, writer = link
    door.truncate()
    writer.write(b"never said to the end")
    heard = await read_to_the_end(reader)
    assert b"never said".startswith(heard)


async def test_it_cuts_off_and_the_next_one_comes_through(door: Door, link: Link) -> None:
    reader, writer = link
    writer.write(b"x")
    assert await reader.readexactly(1) == b"x"
    door.shut()
    assert await read_to_the_end(reader) == b""
    again, asks = await asyncio.open_connection("127.0.0.1", int(door.address.split(":")[-1]))
    asks.write(b"y")
    assert await again.readexactly(1) == b"y"
    asks.transport.abort()
