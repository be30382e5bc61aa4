"""One who asks for a personal connection, and all that comes of what they do afterwards."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import msgspec

from hubbub_protocol.streams import inbox_stream
from hubbub_server.store.interface import Store
from tests.server.answers.commands import Said, events_until, say
from tests.server.answers.house import House, Map, Phone, open_house, open_phone
from tests.server.answers.relations import Cast, Pair
from tests.server.answers.requests import Request, asked_of
from tests.server.answers.traces import Entry, Trace, TracedBroker, TracedStore, count_rows
from tests.server.store.hand_clock import HandClock

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_OF_ITS_OWN: Final = ("x-request-id", "date")
"""Headers that are another one in each answer."""


async def _say_nothing(cast: Cast) -> None:
    cast.house.clock.move(1_000_000)


async def _put_off(cast: Cast) -> None:
    await cast.circle.put_off(cast.other, cast.pair.request)


async def _decline(cast: Cast) -> None:
    await cast.circle.decline(cast.other, cast.pair.request)


async def _block(cast: Cast) -> None:
    await cast.circle.block(cast.other, cast.me)


ANSWERS: Final[dict[str, Callable[[Cast], Awaitable[None]]]] = {
    "no answer": _say_nothing,
    "not now": _put_off,
    "decline": _decline,
    "block": _block,
}
"""What the receiver may do, but for accepting."""


@dataclass(frozen=True)
class Consequence:
    """What came of one call."""

    answer: str
    heard: str
    """The frames that came on the sender's socket meanwhile."""
    trace: list[Entry]
    new_rows: dict[str, int]
    """By table."""


@dataclass
class Sender:
    """One who has asked. What comes of each call is kept, with ids as numbers."""

    store: Store
    house: House
    cast: Cast
    phone: Phone
    trace: Trace
    seen: dict[str, Consequence] = field(default_factory=dict)
    """By the name of the call."""
    _rows: dict[str, int] = field(default_factory=dict)
    """In each table, after the last call."""
    _names: dict[str, str] = field(default_factory=dict)
    """Of ids that are the same to all senders."""

    @property
    def pair(self) -> Pair:
        """The sender and the receiver."""
        return self.cast.pair

    async def do(self, call: str, deed: Awaitable[object]) -> None:
        """Do something and keep what comes of it."""
        before = self._rows or await count_rows(self.store)
        heard = len(self.phone.heard)
        self.trace.take()
        answer = await deed
        trace = self.trace.take()
        await self.phone.ask({"t": "history", "stream": "room:of-nobody"})  # all else has come
        frames = [frame for frame in self.phone.heard[heard:] if "ref" not in frame]
        self._rows = await count_rows(self.store)
        more = {table: rows - before[table] for table, rows in self._rows.items()}
        self.seen[call] = Consequence(self._named(answer), self._named(frames), trace, more)

    async def ask(self, request: Request) -> Map:
        """Ask over HTTP, and return the whole answer."""
        operation, path, body = asked_of(self.pair, request)
        answer = await self.house.ask(self.pair.token, operation.method, path, body)
        headers = {name: text for name, text in answer.headers.items() if name not in _OF_ITS_OWN}
        text = answer.text.replace(answer.headers["x-request-id"], "")
        return {"status": answer.status_code, "headers": headers, "body": text}

    async def say(self, said: Said) -> Map:
        """Say a command on the socket, and return its answer."""
        heard = len(self.phone.heard)
        answer = await say(self.phone, self.pair, said)
        if answer["t"] == "subscribed" and isinstance(answer["head"], int):
            await events_until(self.phone, str(answer["stream"]), answer["head"], heard)
        if said.command == "connect" and answer["t"] == "ok":
            self.pair.request = str(answer["id"])
        return answer

    async def ask_again(self) -> Map:
        """Send another request to the same receiver."""
        answer = await self.ask(Request("ask_to_connect", {"member": "{other}"}))
        asked = msgspec.json.decode(str(answer["body"]))
        self.pair.request = asked["request"]["id"]
        return answer

    async def read(self, stream: str) -> str:
        """Read a stream from its beginning, on a new socket."""
        async with open_phone(self.house.edge, self.pair.token) as anew:
            asked: Map = {"t": "subscribe", "streams": [{"stream": stream, "seq": 0}]}
            head = (await anew.ask(asked))["head"]
            assert isinstance(head, int)
            await events_until(anew, stream, head)
            return str([frame for frame in anew.heard if frame.get("stream") == stream])

    def name(self, *ids: str) -> None:
        """Give numbers to ids, in this order, for all that follows."""
        for id_ in ids:
            self._names.setdefault(id_, f"id{len(self._names)}")

    def _named(self, value: object) -> str:
        text = str(value).replace(self.house.desk.store.epoch, "")
        text = _COLOUR.sub("", text)  # is made of a member's id
        names = dict(self._names)
        return _ID.sub(lambda id_: names.setdefault(id_[0], f"id{len(names)}"), text)


@asynccontextmanager
async def sender_after(store: Store, clock: HandClock, answer: str) -> AsyncIterator[Sender]:
    """Let one ask another, who answers like this, with the sender's phone at their ear."""
    trace = Trace()
    async with open_house(TracedStore(store, trace), TracedBroker(trace), clock) as house:
        cast = Cast(house)
        await cast.meet(strangers=False, is_bot=False)
        await _let_somebody_be_declined(cast)
        await cast.ask()
        async with open_phone(house.edge, cast.pair.token) as phone:
            words = cast.pair.words
            for stream in (inbox_stream(cast.pair.me), words["room_stream"]):
                await phone.ask({"t": "subscribe", "streams": [{"stream": stream}]})
            sender = Sender(store, house, cast, phone, trace)
            sender.name(*(str(word) for word in words.values()))
            await sender.do("the answer", ANSWERS[answer](cast))
            yield sender


async def _let_somebody_be_declined(cast: Cast) -> None:
    """Let the receiver's decoy have been used: its first event makes the row of its head."""
    request = await cast.circle.request(cast.host, cast.other)
    await cast.circle.decline(cast.other, request)
    await cast.circle.withdraw(cast.host, request)
