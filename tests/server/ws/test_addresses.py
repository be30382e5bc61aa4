"""By which address a client is known at its socket: guessing codes counts against it."""

import asyncio
import json
from collections.abc import AsyncIterator
from ipaddress import ip_network
from uuid import uuid4

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.domain.attempts import AttemptLimits
from hubbub_server.domain.origins import Reachability
from hubbub_server.ws.socket import Socket
from tests.server.people import People
from tests.server.ws.edges import edge_of

PROXY = Reachability(trusted_proxies=(ip_network("127.0.0.0/8"),))
NO_PROXY = Reachability()


class Guessing:
    """A hub at which a member guesses contact codes, from wherever."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.token = token

    async def guess(self, forwarded_for: str) -> str:
        """Guess a contact code through a proxy that says so; return how it is refused."""
        async with connect(
            f"ws://127.0.0.1:{self.port}/ws",
            subprotocols=[Subprotocol("hubbub.v1.json")],
            additional_headers={"X-Forwarded-For": forwarded_for},
        ) as socket:
            client = {"name": "test", "version": "1"}
            hello = {"t": "hello", "device": str(uuid4()), "client": client, "token": self.token}
            await socket.send(json.dumps(hello))
            await socket.recv()
            guess = {"t": "connect", "ref": 1, "key": str(uuid4()), "code": "ABCD-EFGH"}
            await socket.send(json.dumps(guess))
            return str(json.loads(await socket.recv())["code"])


@pytest.fixture
async def guessing(
    desk: Desk, door: Door, sending: Sending, people: People, reach: Reachability
) -> AsyncIterator[Guessing]:
    member = await people.member("ada")
    door.attempts.limits = AttemptLimits(per_account=1, per_address=1)
    edge = edge_of(desk, door, sending, reach)
    server = await asyncio.get_running_loop().create_server(
        lambda: Socket(edge, Config(app=""), ServerState(), {}), "127.0.0.1", 0
    )
    async with server:
        yield Guessing(server.sockets[0].getsockname()[1], member.token)


@pytest.mark.parametrize("reach", [PROXY])
async def test_behind_a_trusted_proxy_each_client_guesses_for_itself(guessing: Guessing) -> None:
    first, again, other = [
        await guessing.guess(address)
        for address in ("203.0.113.5", "198.51.100.1, 203.0.113.5", "203.0.113.6")
    ]
    assert (first, again, other) == ("not_found", "rate_limited", "not_found")


@pytest.mark.parametrize("reach", [NO_PROXY])
async def test_what_a_client_says_of_its_address_itself_does_not_count(guessing: Guessing) -> None:
    first, other = [await guessing.guess(address) for address in ("203.0.113.5", "203.0.113.6")]
    assert (first, other) == ("not_found", "rate_limited")
