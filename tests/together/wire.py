"""Speaking to a hub with bare JSON over a bare WebSocket: what any program in any language can."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from copy import copy
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from hubbub_load.programs.plain import PLAIN

WAIT_S = 10.0
"""Nothing here takes as long; a frame that has not come by then never comes."""

Map = dict[str, object]


class Member:
    """An account of its own, with its token."""

    def __init__(self, address: str, answer: Map) -> None:
        self.address = address
        self.token = str(answer["token"])
        self.sign_in = str(answer["sign_in"])
        me = answer["me"]
        assert isinstance(me, dict)
        self.id = str(me["id"])
        self.username = str(me["username"])

    def at(self, address: str) -> "Member":
        """Return the same member and sign-in, who talks to another hub."""
        there = copy(self)
        there.address = address
        return there

    def ask(self, method: str, path: str, body: Map | None = None) -> Map:
        """Ask over HTTP and return the answer; an empty map for none."""
        answer = httpx.request(
            method,
            f"{self.address}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            verify=PLAIN,
        )
        assert answer.is_success, answer.text
        return answer.json() if answer.content else {}

    def found_room(self, **more: object) -> str:
        """Make a room and return its id."""
        purpose = {"statement": "To talk about bread", "kind": "hobby"}
        return str(self.ask("POST", "/rooms", {"name": "Bread", "purpose": purpose, **more})["id"])


def register(address: str, username: str | None = None) -> Member:
    """Make an account."""
    body = {
        "username": username or f"m{uuid4().hex[:12]}",
        "display_name": "Somebody",
        "password": uuid4().hex,
    }
    answer = httpx.post(f"{address}/api/v1/accounts", json=body, verify=PLAIN)
    assert answer.is_success, answer.text
    return Member(address, answer.json())


def become_owner(address: str, set_up_token: str) -> Member:
    """Make the community's owner, with the token of the set-up link."""
    account = {"username": "olga", "display_name": "Olga", "password": "correct horse battery"}
    body = account | {"token": set_up_token}
    answer = httpx.post(f"{address}/api/v1/setup", json=body, verify=PLAIN)
    assert answer.is_success, answer.text
    return Member(address, answer.json())


class Wire:
    """One WebSocket."""

    def __init__(self, link: ClientConnection) -> None:
        self.link = link
        self.welcome: Map = {}

    async def say(self, command: object) -> None:
        """Send a map, a list of maps, or anything else as it is."""
        await self.link.send(command if isinstance(command, str | bytes) else json.dumps(command))

    async def hear(self, *kinds: str) -> Map:
        """Return the next frame of these kinds (``t``); pass over the others."""
        async with asyncio.timeout(WAIT_S):
            while True:
                frame: Map = json.loads(await self.link.recv())
                if frame["t"] in kinds:
                    return frame

    async def hear_events(self, stream: str, until: int) -> list[Map]:
        """Return the events of a stream that come from now on, up to that ``seq``."""
        events: list[Map] = []
        while not events or int(str(events[-1]["seq"])) < until:
            event = await self.hear("event")
            if event["stream"] == stream:
                events.append(event)
        return events

    async def ask(self, command: Mapping[str, object], ref: int = 7) -> Map:
        """Send a command with a ref and return its answer."""
        await self.say({"ref": ref, **command})
        return await self.hear("ok", "error", "subscribed", "messages", "reset")

    async def send_message(self, stream: str, body: str, **more: object) -> Map:
        """Write a message and return the answer."""
        key = str(more.pop("key", uuid4()))
        return await self.ask({"t": "send", "stream": stream, "key": key, "body": body, **more})

    async def closed(self) -> tuple[int, str]:
        """Wait for the close, and return its code and reason."""
        try:
            async with asyncio.timeout(WAIT_S):
                while True:
                    await self.link.recv()
        except ConnectionClosed as end:
            return (end.rcvd.code, end.rcvd.reason) if end.rcvd else (1006, "no close frame")


@asynccontextmanager
async def bare_wire(
    address: str, headers: Mapping[str, str] | None = None, subprotocol: str = "hubbub.v1.json"
) -> AsyncIterator[Wire]:
    """Open a socket and say nothing."""
    url = address.replace("http", "ws", 1) + "/ws"
    protocols = [Subprotocol(subprotocol)]
    async with connect(url, subprotocols=protocols, additional_headers=headers) as link:
        yield Wire(link)


def hello(token: str | None, **more: object) -> Map:
    """Put the first command together."""
    client = {"name": "test", "version": "1"}
    return {"t": "hello", "device": uuid4().hex, "client": client, "token": token, **more}


@asynccontextmanager
async def wire(member: Member, **more: object) -> AsyncIterator[Wire]:
    """Open a session."""
    async with bare_wire(member.address) as opened:
        await opened.say(hello(member.token, **more))
        opened.welcome = await opened.hear("welcome")
        yield opened
