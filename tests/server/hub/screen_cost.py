"""What blocks cost a room: `python -m tests.server.hub.screen_cost`.

A room of 1,000 members in one process, each with a real socket (a pair of which the other end is
read between the turns), gets messages over the hub's own stream and fan-out. CPU time of this
process is counted, for rooms with more and more blocked pairs in turn, and each is set beside the
room without any: only such ratios carry over to another machine. ``--deaf`` leaves the kernel out,
so that what is left is the hub's own work.
"""

import argparse
import asyncio
import gc
import socket
import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Final

import uvloop

from hubbub_protocol.codec import Encoding, event_json, write_payload
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import MessageSent
from hubbub_protocol.ids import make_id
from hubbub_protocol.streams import room_stream
from hubbub_server.broker.publication import Publication
from hubbub_server.clock import SystemClock
from hubbub_server.domain.caller import Caller
from hubbub_server.hub.freshness import Freshness, moment_of
from hubbub_server.hub.screen import Screen
from hubbub_server.hub.streams import HubStream
from hubbub_server.hub.subscription import Rights, Subscription
from hubbub_server.store.blocks import BlocksOf

MEMBERS: Final = 1_000
PAIRS: Final = (1, 10, 100)
JOINED: Final = (1, 8)
ROOM: Final = room_stream(make_id(0, 1))
PAYLOAD: Final = write_payload(MessageSent(id=make_id(0, 2), body="x" * 128))
PEOPLE: Final = [make_id(1, number) for number in range(MEMBERS)]


class Wire:
    """An outlet that writes to one end of a pair of sockets."""

    encoding: Encoding = "json"
    full = False

    def __init__(self, *, deaf: bool) -> None:
        self._near, self._far = socket.socketpair()
        self._deaf = deaf

    def write(self, frames: bytes) -> None:
        """Write to the socket, which has room for all that is written in a turn."""
        if not self._deaf:
            self._near.send(frames)

    def read(self) -> None:
        """Take what has come to the other end."""
        if not self._deaf:
            self._far.recv(1 << 20)

    async def drained(self) -> None:
        """Wait for nothing: it is read in time."""

    def close(self, code: CloseCode, reason: str, retry_ms: int | None = None) -> None:
        """Do nothing."""

    def finish(self, code: CloseCode, reason: str) -> None:
        """Do nothing."""


class Seat:
    """A member who follows the room. See :class:`~hubbub_server.hub.subscription.Owner`."""

    def __init__(self, member: str, wire: Wire, stream: HubStream, screen: Screen) -> None:
        self.caller = Caller(member, "person", "member", "", 0)
        self.outlet = wire
        self.screen: Screen | None = screen
        self.behind: dict[Subscription, None] = {}
        subscription = Subscription(self, stream, 0, Rights(0))
        subscription.in_step = True
        stream.subscriptions.add(subscription)
        stream.fan_out.in_step[subscription] = None
        subscription.tell_screen()

    def add(self, subscription: Subscription) -> None:
        """Everybody is here from the beginning."""
        raise NotImplementedError

    look_at = fall_behind = drop = add


@dataclass
class Room:
    """A room with so many blocked pairs, and what its passes have cost."""

    name: str
    stream: HubStream
    authors: Sequence[str]
    """Who write, in turn."""

    async def deliver(self, passes: int, joined: int) -> float:
        """Let so many passes go through the room; returns CPU seconds for each."""
        stream = self.stream
        batches = [
            [self._publication(stream.head + number * joined + place) for place in range(joined)]
            for number in range(passes)
        ]
        began = time.process_time()
        for batch in batches:
            for publication in batch:
                stream.receive(publication)
            while stream.fan_out._passing:  # noqa: ASYNC110 - the loop's turns are measured too
                await asyncio.sleep(0)
        return (time.process_time() - began) / passes

    def _publication(self, before: int) -> Publication:
        seq = before + 1
        author = self.authors[seq % len(self.authors)]
        event = event_json(ROOM, seq, seq, author, PAYLOAD)
        return Publication(ROOM, "", seq, author, "authored", event)


Blocked = Mapping[str, Set[str]]
"""From whom each of those is screened who are."""


def spread(pairs: int) -> Blocked:
    """Let members block each other two by two, nobody twice."""
    couples = zip(PEOPLE[: 2 * pairs : 2], PEOPLE[1 : 2 * pairs : 2], strict=True)
    return {one: {other} for a, b in couples for one, other in ((a, b), (b, a))}


def gathered(pairs: int) -> Blocked:
    """Let so many members block the same one."""
    return {PEOPLE[0]: set(PEOPLE[1 : pairs + 1])} | {
        one: {PEOPLE[0]} for one in PEOPLE[1 : pairs + 1]
    }


def make_room(blocked: Blocked, wires: Sequence[Wire], rights: Freshness) -> HubStream:
    """Seat everybody in a room."""
    stream = HubStream(ROOM, 0, asyncio.get_running_loop(), rights)
    for member, wire in zip(PEOPLE, wires, strict=True):
        screen = Screen()
        screen.learn(BlocksOf(0, frozenset(blocked.get(member, ())), frozenset()))
        Seat(member, wire, stream, screen)
    return stream


async def measure(turns: int, passes: int, *, deaf: bool) -> None:
    """Measure all rooms in turn, and print what each costs beside the room without blocks."""
    clock = SystemClock()
    rights = Freshness(clock)
    wires = [Wire(deaf=deaf) for _ in PEOPLE]
    rooms = [
        Room("nobody has blocked anybody", make_room({}, wires, rights), PEOPLE),
        # Those who are screened write, so that each message is a skip to some.
        *(
            Room(f"{n} pairs of two", make_room(spread(n), wires, rights), PEOPLE[: 2 * n])
            for n in PAIRS
        ),
        *(
            Room(f"{n} have blocked the author", make_room(gathered(n), wires, rights), PEOPLE[:1])
            for n in PAIRS
        ),
    ]
    costs: dict[tuple[int, str], list[float]] = {}
    gc.collect()
    gc.freeze()
    chance = Random(0)
    for _ in range(turns):
        for joined in JOINED:
            for room in chance.sample(rooms, len(rooms)):
                rights.note_check(moment_of(clock))
                cost = await room.deliver(passes, joined)
                costs.setdefault((joined, room.name), []).append(cost)
                for wire in wires:
                    wire.read()
    print_costs(rooms, costs)


def print_costs(rooms: Sequence[Room], costs: Mapping[tuple[int, str], Sequence[float]]) -> None:
    """Print the median of each room, and the median of its ratios to the first."""
    for joined in JOINED:
        print(f"\nmessages in a write: {joined:<19}µs a pass   ratio")
        bare = costs[joined, rooms[0].name]
        for room in rooms:
            cost = costs[joined, room.name]
            ratio = median([one / other for one, other in zip(cost, bare, strict=True)])
            print(f"{room.name:38}{median(cost) * 1e6:11.0f}{ratio:8.3f}")


def main() -> None:
    """Read how long to measure, and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.server.hub.screen_cost")
    parser.add_argument("--turns", type=int, default=20, help="of all rooms")
    parser.add_argument("--passes", type=int, default=20, help="of each room in a turn")
    parser.add_argument("--deaf", action="store_true", help="write to nobody")
    asked = parser.parse_args()
    uvloop.run(measure(asked.turns, asked.passes, deaf=asked.deaf))


if __name__ == "__main__":
    main()
