"""A client of the protocol, written from `protocol/README.md` alone, for any way of talking text.

It says hello and subscribes, writes, goes away before the event of it has come, comes back where it
was, answers two pings, writes again, and leaves when it has read that.
"""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import uuid4

Map = dict[str, object]
PINGS: Final = 2


class Line(Protocol):
    """One WebSocket, as far as a client of ours needs it."""

    async def say(self, text: str) -> None:
        """Send a text message."""

    async def hear(self) -> str:
        """Return the next text message."""


OpenLine = Callable[[], AbstractAsyncContextManager[Line]]


@dataclass
class Talker:
    """What a client remembers from one socket to the next."""

    token: str
    stream: str
    device: str = field(default_factory=lambda: str(uuid4()))
    epoch: str = ""
    place: int = 0
    """The ``seq`` of the last event that was applied."""
    events: list[Map] = field(default_factory=list)

    async def talk(self, open_line: OpenLine) -> None:
        """Have the whole conversation, over two sockets."""
        async with open_line() as line:
            welcome = await self._greet(line, {})
            self.epoch = str(welcome["epoch"])
            subscription = {"t": "subscribe", "ref": 1, "streams": [{"stream": self.stream}]}
            await line.say(json.dumps(subscription))
            self.place = int(str((await self._hear(line, "subscribed"))["after"]))
            await self._send(line, 2, "one")
        async with open_line() as line:
            resume: Map = {"resume": {self.stream: self.place}, "epoch": self.epoch}
            streams = (await self._greet(line, resume))["streams"]
            assert isinstance(streams, list)
            (resumed,) = streams
            assert (resumed["stream"], resumed["mode"]) == (self.stream, "replay")
            for _ in range(PINGS):
                await self._hear(line, "ping")
            ok = await self._send(line, 3, "two")
            while self.place < int(str(ok["seq"])):
                await self._hear(line, "event")

    async def _greet(self, line: Line, more: Map) -> Map:
        client = {"name": "foreign", "version": "1"}
        hello = {"t": "hello", "device": self.device, "client": client, "token": self.token}
        await line.say(json.dumps(hello | more))
        return await self._hear(line, "welcome")

    async def _send(self, line: Line, ref: int, body: str) -> Map:
        key = str(uuid4())
        send = {"t": "send", "ref": ref, "stream": self.stream, "key": key, "body": body}
        await line.say(json.dumps(send))
        return await self._hear(line, "ok")

    async def _hear(self, line: Line, kind: str) -> Map:
        """Take what comes up to a frame of that kind; answer pings and apply events."""
        while True:
            frame: Map = json.loads(await line.hear())
            if frame["t"] in ("error", "bye", "reset"):
                raise AssertionError(frame)
            if frame["t"] == "ping":
                await line.say('{"t":"pong"}')
            if frame["t"] == "event" and frame["seq"] == self.place + 1:
                self.place += 1
                self.events.append(frame)
            if frame["t"] == kind:
                return frame
