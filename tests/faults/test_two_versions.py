"""A hub of this version and one of a later version run side by side on one database."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from hubbub import Session, SessionOptions
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import GENEROUS, HubFailed, ServedHub
from hubbub_protocol.codec import Encoding, read_frame
from hubbub_protocol.events import Event, MessageSent
from tests.faults import later_hub
from tests.together.wire import Map, Member, register, wire

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Versions:
    """The hub of this version, which was there first, and the later one."""

    old: ServedHub
    new: ServedHub


@pytest.fixture
def versions(tmp_path: Path, postgres: PostgresServer, redis: RedisServer) -> Iterator[Versions]:
    url = postgres.new_database()
    places = {**GENEROUS, "HUBBUB_DATABASE_URL": url, "HUBBUB_REDIS_URL": redis.url}
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    with (
        ServedHub(tmp_path / "old", places) as old,
        ServedHub(tmp_path / "new", places, later_hub.PROGRAM) as new,
    ):
        yield Versions(old, new)


def tones(events: list[Map]) -> list[object]:
    """Return the later version's field of every message."""
    return [event.get("tone") for event in events if event["kind"] == "message_sent"]


async def write_by_turns(ada: Member, bo: Member, stream: str) -> int:
    """Let both write, one on the old hub and one on the new; return the last ``seq``."""
    async with wire(ada) as old, wire(bo) as new:
        answers = [
            await talk.send_message(stream, f"turn {turn}")
            for turn in range(5)
            for talk in (old, new)
        ]
    assert [answer["t"] for answer in answers] == 10 * ["ok"]
    return int(str(answers[-1]["seq"]))


async def test_an_old_hub_passes_a_later_versions_field_on_live_and_in_replay(
    versions: Versions,
) -> None:
    ada = register(versions.old.address)
    bo = register(versions.old.address).at(versions.new.address)
    room = ada.found_room()
    bo.ask("POST", f"/rooms/{room}/join")
    stream = f"room:{room}"
    subscribe = {"t": "subscribe", "streams": [{"stream": stream, "seq": 0}]}
    by_turns = [None, later_hub.TONE] * 5
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(wire(one)) for one in (ada, bo)]
        for reader in readers:
            assert (await reader.ask(subscribe))["t"] == "subscribed"
        last = await write_by_turns(ada, bo, stream)
        heard = [await reader.hear_events(stream, last) for reader in readers]
    assert [tones(events) for events in heard] == [by_turns, by_turns]
    assert heard[0] == heard[1]
    async with wire(ada) as late:
        await late.say({"ref": 1, **subscribe})
        assert await late.hear_events(stream, last) == heard[0]


@pytest.mark.parametrize("encoding", ["json", "msgpack"])
async def test_a_client_of_today_ignores_the_field_and_outlives_the_old_hubs_end(
    versions: Versions, encoding: Encoding
) -> None:
    ada = register(versions.old.address)
    bo = ada.at(versions.new.address)
    stream = f"room:{ada.found_room()}"
    frames: list[bytes] = []
    options = SessionOptions(encoding=encoding, on_frame=frames.append)
    async with Session(versions.old.address, token=ada.token, options=options) as session:
        await session.subscribe(stream, after=0)
        last = await write_by_turns(ada, bo, stream)
        async with asyncio.timeout(10):
            async for news in session:
                if isinstance(news, Event) and news.seq == last:
                    break
        cursors = session.cursors()
    read = [read_frame(frame, encoding) for frame in frames]
    events = [each for each in read if isinstance(each, Event) and each.stream == stream]
    assert [event.seq for event in events] == list(range(1, last + 1))
    assert [type(event.payload) for event in events[-10:]] == 10 * [MessageSent]
    await asyncio.to_thread(versions.old.stop)
    async with wire(bo, resume=cursors) as resumed:
        assert resumed.welcome["streams"]
        answer = await resumed.send_message(stream, "alone now")
        assert answer["seq"] == last + 1


async def test_an_old_hub_changes_what_a_later_one_wrote(versions: Versions) -> None:
    ada = register(versions.old.address)
    stream = f"room:{ada.found_room()}"
    async with wire(ada) as old, wire(ada.at(versions.new.address)) as new:
        await new.ask({"t": "subscribe", "streams": [{"stream": stream}]})
        written = await new.send_message(stream, "of tomorrow")
        for number, change in enumerate(({"t": "edit", "body": "today's"}, {"t": "delete"})):
            key = f"00000000-0000-4000-8000-00000000000{number}"
            command = {**change, "stream": stream, "key": key, "target": written["seq"]}
            assert (await old.ask(command))["t"] == "ok"
        events = await new.hear_events(stream, int(str(written["seq"])) + 2)
    assert [event["kind"] for event in events[-2:]] == ["message_edited", "message_deleted"]


async def test_an_old_program_does_not_start_on_the_later_database(versions: Versions) -> None:
    await asyncio.to_thread(versions.old.stop)
    with pytest.raises(HubFailed, match="newer version"):
        await asyncio.to_thread(versions.old.start)
