"""Two who are connected, each at a hub of their own or both at one: what passes between them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import pytest

from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.served_hub import ServedHub
from tests.together.pairs import connect, part
from tests.together.picture import enter, shared_room
from tests.together.wire import Map, Member, Wire, register, wire

pytestmark = pytest.mark.slow

ROUNDS = 10


@dataclass(frozen=True)
class Pair:
    """Ada and Bo, and the stream of their direct channel."""

    ada: Member
    bo: Member
    stream: str


@pytest.fixture(params=["one hub on SQLite", "two hubs on PostgreSQL and Redis"])
def addresses(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Where the two are."""
    if request.param == "one hub on SQLite":
        hub: ServedHub = request.getfixturevalue("hub")
        return hub.address, hub.address
    cluster: ServedCluster = request.getfixturevalue("cluster")
    here, there = cluster.hubs
    return here.address, there.address


@pytest.fixture
def pair(addresses: tuple[str, str]) -> Pair:
    here, there = addresses
    ada, bo = register(here), register(there)
    shared_room(ada, bo)
    return Pair(ada, bo, connect(ada, bo))


async def subscribe(talk: Wire, stream: str, seq: int | None = None) -> Map:
    """Subscribe to a stream, from now on or from after a ``seq``."""
    wish: Map = {"stream": stream} if seq is None else {"stream": stream, "seq": seq}
    return await talk.ask({"t": "subscribe", "streams": [wish]})


async def refused_after_the_end(talk: Wire, stream: str) -> list[str]:
    """Try every write there is, and return the codes of the answers."""
    target: Map = {"stream": stream, "target": 2}
    writes: list[Map] = [
        {"t": "send", "stream": stream, "body": "Still there?"},
        {"t": "edit", **target, "body": "Never mind"},
        {"t": "react", **target, "emoji": "🍞"},
        {"t": "unreact", **target, "emoji": "🍞"},
        {"t": "pin", **target},
        {"t": "unpin", **target},
    ]
    answers = [await talk.ask({**write, "key": str(uuid4())}) for write in writes]
    await talk.say({"t": "typing", "stream": stream})
    answers.append(await talk.hear("error"))
    return [str(answer.get("code")) for answer in answers]


def events_of(member: Member, stream: str) -> list[Map]:
    """Return a whole stream."""
    found: list[Map] = []
    while True:
        page = member.ask("GET", f"/streams/{stream}/events?limit=200&after={len(found)}")
        events = page["events"]
        assert isinstance(events, list)
        found += events
        if len(found) == page["head"]:
            return found


async def test_both_receive_the_same_frames_in_one_order(pair: Pair) -> None:
    async with wire(pair.ada) as hers, wire(pair.bo) as his:
        for talk in (hers, his):
            await subscribe(talk, pair.stream)
        for number in range(10):
            await asyncio.gather(
                hers.say(message(pair.stream, f"hers {number}")),
                his.say(message(pair.stream, f"his {number}")),
            )
        heard = await asyncio.gather(
            hers.hear_events(pair.stream, 21), his.hear_events(pair.stream, 21)
        )
        answer = await his.ask(
            {"t": "react", "stream": pair.stream, "key": str(uuid4()), "target": 2, "emoji": "🍞"}
        )
        reacted = await hers.hear_events(pair.stream, 22)
    assert heard[0] == heard[1]
    assert [event["seq"] for event in heard[0]] == list(range(2, 22))
    for member, whose in ((pair.ada, "hers"), (pair.bo, "his")):
        bodies = [event["body"] for event in heard[0] if event["actor"] == member.id]
        assert bodies == [f"{whose} {number}" for number in range(10)]
    assert (answer["t"], reacted[-1]["kind"]) == ("ok", "reaction_added")


async def test_who_ends_it_closes_it_for_sockets_that_are_open_on_the_other_hub(
    pair: Pair,
) -> None:
    async with wire(pair.ada) as hers, wire(pair.bo) as his:
        for talk in (hers, his):
            await subscribe(talk, pair.stream)
        assert (await hers.send_message(pair.stream, "Good morning"))["seq"] == 2
        await asyncio.to_thread(part, pair.bo, pair.ada)
        for talk in (hers, his):
            end = (await talk.hear_events(pair.stream, 3))[-1]
            assert (end["kind"], end["actor"]) == ("direct_channel_ended", pair.bo.id)
            assert set(await refused_after_the_end(talk, pair.stream)) == {"not_connected"}
        deleted = await hers.ask(
            {"t": "delete", "stream": pair.stream, "key": str(uuid4()), "target": 2}
        )
        assert (deleted["t"], deleted["seq"]) == ("ok", 4)
        assert (await his.hear_events(pair.stream, 4))[-1]["kind"] == "message_deleted"


async def test_a_device_that_was_away_learns_of_the_end_and_of_the_reconnection(
    pair: Pair,
) -> None:
    await asyncio.to_thread(part, pair.ada, pair.bo)
    async with wire(pair.bo, resume={pair.stream: 1}) as his:
        assert (await his.hear_events(pair.stream, 2))[-1]["kind"] == "direct_channel_ended"
    assert await asyncio.to_thread(connect, pair.bo, pair.ada) == pair.stream
    async with wire(pair.bo, resume={pair.stream: 2}) as his:
        assert (await his.hear_events(pair.stream, 3))[-1]["kind"] == "direct_channel_opened"
        assert (await his.send_message(pair.stream, "There you are"))["seq"] == 4


async def test_to_a_third_it_answers_on_every_socket_as_one_that_never_was(pair: Pair) -> None:
    cleo = register(pair.ada.address)
    unknown = "direct:01890000-0000-7000-8000-000000000000"
    async with wire(cleo, resume={pair.stream: 0, unknown: 0}) as talk:
        assert talk.welcome["streams"] == []
        resumed = [await talk.hear("error") for _ in range(2)]
        for command in ("subscribe", "history", "send", "delete"):
            answers = [await talk.ask(about(command, stream)) for stream in (pair.stream, unknown)]
            resumed += answers
    for answer in resumed:
        answer.pop("to", None)
        answer.pop("ref", None)
    assert [answer["code"] for answer in resumed] == 10 * ["not_found"]
    assert all(answer == resumed[0] for answer in resumed)


async def test_the_two_see_each_other_until_the_end(pair: Pair) -> None:
    both = {pair.ada.id: "active", pair.bo.id: "active"}
    async with wire(pair.ada) as hers, wire(pair.bo) as his:
        here, there = await enter(hers, pair.stream), await enter(his, pair.stream)
        await here.until(both)
        await there.until(both)
        await asyncio.to_thread(part, pair.ada, pair.bo)
        await here.until({})
        await there.until({})


class Chatter:
    """One who sends without pause on one socket, and what the hub answered."""

    def __init__(self, talk: Wire, stream: str) -> None:
        self.accepted: list[int] = []
        self.refused: list[Map] = []
        self._talk = talk
        self._stream = stream
        self._answered = asyncio.Condition()

    async def send_without_pause(self) -> None:
        """Send until cancelled, a few at a time."""
        while True:
            await self._talk.say([message(self._stream, "On and on", ref) for ref in range(8)])
            async with self._answered:
                for _ in range(8):
                    answer = await self._talk.hear("ok", "error")
                    if answer["t"] == "ok":
                        self.accepted.append(int(str(answer["seq"])))
                    else:
                        self.refused.append(answer)
                self._answered.notify_all()

    async def more(self, answers: Sequence[object], count: int) -> None:
        """Wait until there are so many more of these answers."""
        enough = len(answers) + count
        async with asyncio.timeout(60), self._answered:
            await self._answered.wait_for(lambda: len(answers) >= enough)


async def test_no_send_stands_between_an_end_and_the_next_opening(pair: Pair) -> None:
    async with wire(pair.ada) as hers, asyncio.TaskGroup() as tasks:
        chatter = Chatter(hers, pair.stream)
        chat = tasks.create_task(chatter.send_without_pause())
        for _ in range(ROUNDS):
            await chatter.more(chatter.accepted, 40)
            await asyncio.to_thread(part, pair.bo, pair.ada)
            await chatter.more(chatter.refused, 1)
            assert await asyncio.to_thread(connect, pair.bo, pair.ada) == pair.stream
        await chatter.more(chatter.accepted, 1)
        chat.cancel()
    log = events_of(pair.bo, pair.stream)
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    sent = [int(str(event["seq"])) for event in log if event["kind"] == "message_sent"]
    assert sent_while_ended(log) == []
    assert set(chatter.accepted) <= set(sent)
    assert len(sent) - len(chatter.accepted) <= 8  # of the last few nobody heard
    assert {answer["code"] for answer in chatter.refused} == {"not_connected"}
    assert [event["kind"] for event in log].count("direct_channel_ended") == ROUNDS


def sent_while_ended(log: list[Map]) -> list[object]:
    """Return the ``seq`` of each message between an end and the next opening."""
    connected, found = False, []
    for event in log:
        if event["kind"] in ("direct_channel_opened", "direct_channel_ended"):
            connected = event["kind"] == "direct_channel_opened"
        elif not connected:
            found.append(event["seq"])
    return found


def message(stream: str, body: str, ref: int = 1) -> Map:
    """Put a send together."""
    return {"t": "send", "ref": ref, "stream": stream, "key": str(uuid4()), "body": body}


def about(command: str, stream: str) -> Map:
    """Put a command about a stream together."""
    if command == "subscribe":
        return {"t": command, "streams": [{"stream": stream}]}
    more: dict[str, Map] = {
        "send": {"key": str(uuid4()), "body": "Hello"},
        "delete": {"key": str(uuid4()), "target": 2},
    }
    return {"t": command, "stream": stream, **more.get(command, {})}
