"""Members of one community on two hubs: what one hub learns, the other knows."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from redis import Redis

from hubbub import Bot, Client, Event, MessageSent, ReceivedMessage, RefusedError, Session
from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import GENEROUS, HubFailed, ServedHub
from hubbub_protocol.personal_connections import EditPeopleSettings
from tests.together.wire import Map, Member, Wire, bare_wire, become_owner, hello, register, wire

pytestmark = pytest.mark.slow

AT_ONCE_S = 3.0
"""Heads are compared every 4 s at the earliest; the rest is for a busy machine."""
QUIET_S = 1.0
"""What goes through the broker; a hub that would find it by looking takes longer, mostly."""


@pytest.fixture
def here(cluster: ServedCluster) -> str:
    """The address of one hub."""
    return cluster.hubs[0].address


@pytest.fixture
def there(cluster: ServedCluster) -> str:
    """The address of the other hub."""
    return cluster.hubs[1].address


@pytest.fixture
def ada(here: str) -> Member:
    """A member on one hub."""
    return register(here)


@pytest.fixture
def bo(there: str) -> Member:
    """A member on the other hub."""
    return register(there)


@pytest.fixture(scope="module")
def owner(cluster: ServedCluster) -> Member:
    """The community's owner."""
    return become_owner(cluster.hubs[0].address, cluster.set_up_token)


async def open_wires(stack: AsyncExitStack, members: Sequence[Member]) -> list[Wire]:
    """Open a session for each."""
    return [await stack.enter_async_context(wire(member)) for member in members]


async def subscribe(talk: Wire, stream: str) -> Map:
    """Subscribe to a stream from now on."""
    return await talk.ask({"t": "subscribe", "streams": [{"stream": stream}]})


async def shared_room(founder: Member, other: Member) -> str:
    """Make a room of these two and return its stream."""
    room = await asyncio.to_thread(founder.found_room)
    await asyncio.to_thread(other.ask, "POST", f"/rooms/{room}/join")
    return f"room:{room}"


async def write_all(talk: Wire, stream: str, bodies: Sequence[str]) -> None:
    """Send messages one behind the other, without waiting for answers."""
    for body in bodies:
        await talk.say({"t": "send", "ref": 1, "stream": stream, "key": str(uuid4()), "body": body})


async def test_all_members_on_both_hubs_see_one_order(ada: Member, bo: Member, there: str) -> None:
    room = ada.found_room()
    stream = f"room:{room}"
    members = [ada, bo, register(ada.address), register(there)]
    for member in members[1:]:
        member.ask("POST", f"/rooms/{room}/join")
    said = [[f"{member.username} {number}" for number in range(20)] for member in members]
    async with AsyncExitStack() as stack:
        talks = await open_wires(stack, members)
        heads = [(await subscribe(talk, stream))["head"] for talk in talks]
        begin = int(str(heads[0]))
        end = begin + sum(map(len, said))
        listening = [asyncio.create_task(talk.hear_events(stream, end)) for talk in talks]
        writing = zip(talks, said, strict=True)
        await asyncio.gather(*(write_all(talk, stream, bodies) for talk, bodies in writing))
        heard = await asyncio.gather(*listening)
    assert heads == [begin] * len(members)
    assert [event["seq"] for event in heard[0]] == list(range(begin + 1, end + 1))
    assert all(events == heard[0] for events in heard[1:])
    for member, bodies in zip(members, said, strict=True):
        assert [event["body"] for event in heard[0] if event["actor"] == member.id] == bodies


async def test_a_message_reaches_the_other_hub_at_once(ada: Member, bo: Member) -> None:
    stream = await shared_room(ada, bo)
    async with wire(ada) as hers, wire(bo) as his:
        for talk in (hers, his):
            await subscribe(talk, stream)
        for writer, reader in ((hers, his), (his, hers)):
            began = time.monotonic()
            seq = int(str((await writer.send_message(stream, "Hello over there"))["seq"]))
            (event,) = (await reader.hear_events(stream, seq))[-1:]
            assert event["body"] == "Hello over there"
            assert time.monotonic() - began < AT_ONCE_S


async def test_who_is_writing_is_shown_on_the_other_hub(ada: Member, bo: Member) -> None:
    stream = await shared_room(ada, bo)
    async with wire(ada) as hers, wire(bo) as his:
        await subscribe(hers, stream)
        await subscribe(his, stream)
        await hers.say({"t": "typing", "stream": stream})
        shown = await his.hear("ephemeral")
    assert (shown["kind"], shown["stream"], shown["member"]) == ("typing", stream, ada.id)


async def test_what_is_read_on_one_hub_is_read_on_the_other(ada: Member, there: str) -> None:
    stream = f"room:{ada.found_room()}"
    async with wire(ada) as hers, wire(ada.at(there)) as her_phone:
        await subscribe(her_phone, f"inbox:{ada.id}")
        seq = (await hers.send_message(stream, "A note to myself"))["seq"]
        await hers.say({"t": "mark_read", "stream": stream, "seq": seq})
        shown = await her_phone.hear("ephemeral")
    assert (shown["kind"], shown["stream"], shown["seq"]) == ("read", stream, seq)


async def test_a_room_made_on_one_hub_can_be_used_on_the_other_at_once(
    ada: Member, bo: Member
) -> None:
    room = ada.found_room()
    bo.ask("POST", f"/rooms/{room}/join")
    async with wire(bo) as his:
        assert (await subscribe(his, f"room:{room}"))["t"] == "subscribed"
        assert (await his.send_message(f"room:{room}", "First"))["t"] == "ok"


async def test_a_removed_member_hears_nothing_later_on_the_other_hub(
    ada: Member, bo: Member
) -> None:
    stream = await shared_room(ada, bo)
    async with wire(ada) as hers, wire(bo) as his:
        await subscribe(hers, stream)
        await subscribe(his, stream)
        room = stream.removeprefix("room:")
        await asyncio.to_thread(ada.ask, "POST", f"/rooms/{room}/members/{bo.id}/remove")
        last = (await hers.send_message(stream, "He is gone"))["seq"]
        removal = int(str(last)) - 1
        heard = await his.hear_events(stream, removal)
        assert heard[-1]["kind"] == "member_removed"
        # Who belonged once may read up to their own departure.
        assert (await subscribe(his, stream))["head"] == removal
        await hers.send_message(stream, "He is still gone")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(QUIET_S):
                await his.hear("event")


async def test_a_sign_in_that_ends_on_one_hub_closes_its_socket_on_the_other(
    ada: Member, there: str
) -> None:
    async with wire(ada.at(there)) as hers:
        began = time.monotonic()
        await asyncio.to_thread(ada.ask, "DELETE", "/sign-ins/current")
        assert (await hers.closed())[0] == 4102
        assert time.monotonic() - began < AT_ONCE_S
    async with bare_wire(there) as again:
        await again.say(hello(ada.token))
        assert (await again.closed())[0] == 4200


async def test_who_is_banned_on_one_hub_is_thrown_out_of_the_other(
    owner: Member, bo: Member
) -> None:
    async with wire(bo) as his:
        began = time.monotonic()
        await asyncio.to_thread(owner.ask, "PUT", f"/accounts/{bo.id}/ban", {"reason": "spam"})
        assert (await his.closed())[0] == 4201
        assert time.monotonic() - began < AT_ONCE_S


async def test_what_the_operator_does_reaches_all_hubs_within_seconds(
    cluster: ServedCluster, ada: Member, there: str
) -> None:
    command = [sys.executable, "-m", "hubbub_server", "admin", "revoke-sign-ins", ada.username]
    async with wire(ada) as hers, wire(ada.at(there)) as her_phone:
        done = await asyncio.to_thread(
            subprocess.run,
            [*command, "--database-url", cluster.database_url],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert (await hers.closed())[0] == 4102
        assert (await her_phone.closed())[0] == 4102


async def test_a_message_that_is_repeated_on_the_other_hub_is_there_once(
    ada: Member, there: str
) -> None:
    stream = f"room:{ada.found_room()}"
    key = str(uuid4())
    async with wire(ada) as hers, wire(ada.at(there)) as hers_again:
        first = await hers.send_message(stream, "Once", key=key)
        second = await hers_again.send_message(stream, "Once", key=key)
        other = await hers_again.send_message(stream, "Twice", key=key)
    assert [second[name] for name in ("seq", "id", "at")] == [
        first[name] for name in ("seq", "id", "at")
    ]
    assert second["duplicate"] is True
    assert other["code"] == "conflict"


async def test_who_goes_over_to_the_other_hub_misses_nothing(
    cluster: ServedCluster, ada: Member, bo: Member, there: str
) -> None:
    stream = await shared_room(ada, bo)
    async with wire(ada) as hers:
        head = (await subscribe(hers, stream))["head"]
        epoch = hers.welcome["epoch"]
    async with wire(bo) as his:
        await write_all(his, stream, ["one", "two", "three"])
        end = int(str(head)) + 3
        async with wire(ada.at(there), resume={stream: head}, epoch=epoch) as hers_again:
            heard = await hers_again.hear_events(stream, end)
    assert [event["body"] for event in heard] == ["one", "two", "three"]


async def test_a_bot_accepts_by_itself_and_answers_directly_on_the_other_hub(
    owner: Member, ada: Member, there: str
) -> None:
    room = ada.found_room()
    async with (
        Client(owner.address, token=owner.token) as community,
        Session(ada.address, token=ada.token) as here,
        asyncio.timeout(60),
    ):
        bot = Bot(there, token=(await community.make_bot("parrot", "Parrot")).token, rooms=[room])
        settled = asyncio.Event()

        @bot.on_start
        async def be_open_to_all() -> None:
            await bot.client.people.edit_settings(EditPeopleSettings(accept_requests=True))
            settled.set()

        @bot.on_message
        async def repeat(message: ReceivedMessage) -> None:
            await message.reply(message.body)

        running = asyncio.create_task(bot.start())
        await settled.wait()
        with pytest.raises(RefusedError, match="Bots cannot ask for personal connections"):
            await bot.session.people.ask(ada.id)
        stream = f"direct:{(await here.people.ask(bot.me.id)).id}"
        await here.subscribe(stream)
        await here.send(stream, "Hello there")
        answer = await anext(
            each async for each in here if isinstance(each, Event) and each.actor == bot.me.id
        )
        assert isinstance(answer.payload, MessageSent)
        assert answer.payload.body == "Hello there"
        await here.people.end(bot.me.id)
        with pytest.raises(RefusedError, match="not_connected"):
            await bot.send(stream, "Are you there?")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_a_hub_without_redis_is_refused_beside_others(
    cluster: ServedCluster, tmp_path: Path
) -> None:
    settings = {**GENEROUS, "HUBBUB_DATABASE_URL": cluster.database_url}
    with pytest.raises(HubFailed) as failed:
        ServedHub(tmp_path, settings).start()
    last = str(failed.value).strip().splitlines()[-1]
    assert last.startswith("hubbub: Another hub runs on this database")
    assert "--redis-url" in last


def test_hubs_beside_one_without_redis_are_refused(
    tmp_path: Path, postgres: PostgresServer, redis: RedisServer
) -> None:
    database = postgres.new_database()
    alone = ServedHub(tmp_path, {**GENEROUS, "HUBBUB_DATABASE_URL": database})
    beside = ServedCluster(tmp_path, database, redis.url, hubs=1)
    with alone, pytest.raises(HubFailed) as failed, beside:
        pass
    assert "A hub without Redis runs on this database" in str(failed.value)


def test_two_installations_on_one_redis_use_channels_of_their_own(
    tmp_path: Path, postgres: PostgresServer, redis: RedisServer, cluster: ServedCluster
) -> None:
    assert cluster.hubs
    with Redis.from_url(redis.url) as client:
        before = set(client.pubsub_channels("hubbub:*:{control}"))
        with ServedCluster(tmp_path, postgres.new_database(), redis.url) as other:
            assert other.hubs
            added = set(client.pubsub_channels("hubbub:*:{control}")) - before
    assert before
    assert len(added) == 1, "both hubs of the other installation use the same"
