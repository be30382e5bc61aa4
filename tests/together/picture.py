"""Who is present in a room, as one socket was told."""

import asyncio
import json

from tests.together.wire import Map, Member, Wire

GONE_S = 25.0
"""A hub's death is noticed within 15 s; the rest is for a busy machine."""


class Picture:
    """Who is present in a room, as one socket was told."""

    def __init__(self, talk: Wire, stream: str) -> None:
        self.members: dict[str, str] = {}
        self._talk = talk
        self._stream = stream

    async def until(self, members: dict[str, str]) -> None:
        """Listen until exactly these are present."""
        async with asyncio.timeout(GONE_S):
            while self.members != members:
                frame: Map = json.loads(await self._talk.link.recv())
                if frame["t"] == "present":
                    self._take(frame)
                elif frame["t"] == "ping":
                    await self._talk.say({"t": "pong"})

    def _take(self, frame: Map) -> None:
        assert frame["stream"] == self._stream
        if frame.get("whole"):
            self.members = {}
        for state in ("active", "away", "gone"):
            for member in frame.get(state, ()):  # type: ignore[attr-defined]  # a list of ids
                self.members[member] = state
        self.members = {one: state for one, state in self.members.items() if state != "gone"}


async def enter(talk: Wire, stream: str) -> Picture:
    """Receive a room."""
    answer = await talk.ask({"t": "subscribe", "streams": [{"stream": stream}]})
    assert answer["t"] == "subscribed", answer
    return Picture(talk, stream)


def shared_room(owner: Member, other: Member) -> str:
    """Make a room in which both are, and return its stream."""
    room = owner.found_room()
    other.ask("POST", f"/rooms/{room}/join")
    return f"room:{room}"
