"""A hub that has too much to do says so, and when to come again."""

import asyncio
import json
import socket

from uvicorn.config import Config
from uvicorn.server import ServerState

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.socket import Socket
from tests.server.ws.edges import edge_of

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: hubbub.v1.json\r\n\r\n"
)


async def answer_of(edge: Edge) -> bytes:
    """Ask for a socket, and return all that comes until it is closed."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.create_connection(lambda: Socket(edge, Config(app=""), ServerState(), {}), sock=ours)
    with theirs:
        await loop.sock_sendall(theirs, UPGRADE)
        heard = b""
        while chunk := await loop.sock_recv(theirs, 65_536):
            heard += chunk
        return heard


async def test_a_hub_with_too_much_to_do_closes_new_sockets_with_4013_and_a_time_to_come_again(
    desk: Desk, door: Door, sending: Sending
) -> None:
    edge = edge_of(desk, door, sending)
    for _ in range(2):
        edge.admission.note_lag(5.0)
    heard = await answer_of(edge)
    assert heard.startswith(b"HTTP/1.1 101 ")
    bye = json.loads(heard[heard.index(b"{") : heard.index(b"}") + 1])
    assert (bye["t"], bye["code"]) == ("bye", 4013)
    assert 1000 <= bye["retry_ms"] < 5000
    assert (4013).to_bytes(2, "big") in heard[heard.index(b"}") :]
