"""Who sends a head line by line and never its end is closed in time and holds nobody up."""

import asyncio
import time
from typing import Final

import httpx
import pytest

from hubbub_load.programs.served_hub import ServedHub
from hubbub_server.http.wire import HEAD_TIMEOUT_S

pytestmark = pytest.mark.slow

CLIENTS: Final = 150
LINE_EVERY_S: Final = 2.0
BEGINNINGS: Final = {
    "a page": b"GET / HTTP/1.1\r\nHost: hub\r\n",
    "an account": b"POST /api/v1/accounts HTTP/1.1\r\nHost: hub\r\nContent-Length: 9\r\n",
    "a WebSocket": b"GET /ws HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\n",
}


async def dawdle(port: int, beginning: bytes) -> float:
    """Send a line now and then; returns after how many seconds the hub has closed."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(beginning)
    closed = asyncio.create_task(reader.read())
    while not closed.done():
        await asyncio.wait([closed], timeout=LINE_EVERY_S)
        writer.write(b"X-Slow: yes\r\n")
    try:
        assert await closed == b""
    except ConnectionResetError:
        pass  # cut off, without a word
    writer.close()
    return time.monotonic() - began


async def test_slow_heads_are_closed_in_time_and_others_are_served(hub: ServedHub) -> None:
    beginnings = list(BEGINNINGS.values())
    slow = [
        asyncio.create_task(dawdle(hub.port, beginnings[n % len(beginnings)]))
        for n in range(CLIENTS)
    ]
    served: list[float] = []
    async with httpx.AsyncClient() as client:
        while not all(task.done() for task in slow):
            began = time.monotonic()
            assert (await client.get(f"{hub.address}/health/ready")).is_success
            served.append(time.monotonic() - began)
            await asyncio.sleep(0.1)
    took = await asyncio.gather(*slow)
    assert min(took) > HEAD_TIMEOUT_S - 1
    assert max(took) < HEAD_TIMEOUT_S + 3
    assert max(served) < 1.0
    print(f"closed after {max(took):.1f} s; others waited {1000 * max(served):.0f} ms at most")
