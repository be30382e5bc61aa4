"""Redis stops, hangs, cuts off or refuses: hubs notice, mend it and say it in a few lines."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hubbub_load.programs.finding import free_port
from hubbub_load.programs.redis_server import RedisServer
from hubbub_server.broker.publication import Whisper
from hubbub_server.broker.redis.broker import Patience
from hubbub_server.logs import configure_logs
from hubbub_server.metrics import REDIS_LINK_UP, REDIS_RECONNECTS
from tests.server.broker.counted import counted, value_of
from tests.server.broker.listener import BREAD, TEA, publication, until
from tests.server.broker.redis_hubs import QUICK, RedisHub, new_namespace, open_hub

AWAY = (
    "Redis is away; hubs find each other's messages in the database, and presence stays within each"
)
Said = Callable[[], list[dict[str, object]]]


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis that a test may stop."""
    with RedisServer(tmp_path) as server:
        yield server


@pytest.fixture
def said() -> Iterator[Said]:
    """What the log says."""
    stream = io.StringIO()
    configure_logs("json", "info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


@pytest.fixture
async def two(own_redis: RedisServer) -> AsyncIterator[tuple[RedisHub, RedisHub]]:
    """Two hubs that listen to the bread."""
    namespace = new_namespace()
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(open_hub(own_redis.url, namespace))
        there = await stack.enter_async_context(open_hub(own_redis.url, namespace))
        await here.broker.listen(BREAD)
        await there.broker.listen(BREAD)
        yield here, there


async def test_redis_that_was_stopped_and_started_empty_carries_again(
    own_redis: RedisServer, two: tuple[RedisHub, RedisHub]
) -> None:
    here, there = two
    doubts = there.listener.doubts
    assert value_of(REDIS_LINK_UP) == 1
    with counted(REDIS_RECONNECTS) as reconnects:
        own_redis.stop()
        await until(lambda: here.broker.away and there.broker.away, "both notice")
        assert value_of(REDIS_LINK_UP) == 0
        own_redis.start()
        await until(lambda: not (here.broker.away or there.broker.away), "both are back")
        assert (reconnects(), value_of(REDIS_LINK_UP)) == (2, 1)
    assert there.listener.doubts > doubts
    here.broker.publish(publication(BREAD, 1))
    await until(lambda: there.listener.seqs == [1], "it arrives")


async def test_what_was_published_while_redis_was_away_is_made_known_by_its_last_header(
    own_redis: RedisServer,
) -> None:
    namespace = new_namespace()
    async with open_hub(own_redis.url, namespace) as there:
        await there.broker.listen(BREAD)
        async with open_hub(own_redis.url, namespace, there=False) as here:
            assert here.broker.away
            for seq in (1, 2, 3):
                here.broker.publish(publication(BREAD, seq))
            here.broker.whisper(Whisper(BREAD, "ada", b"{}"))
            await until(lambda: bool(there.listener.publications), "it arrives")
    assert there.listener.publications == [publication(BREAD, 3, b"")]
    assert there.listener.whispers == []


async def test_a_redis_that_hangs_is_noticed_by_the_probe(
    own_redis: RedisServer, two: tuple[RedisHub, RedisHub]
) -> None:
    here, there = two
    doubts = here.listener.doubts
    own_redis.pause()
    try:
        await until(lambda: here.broker.away and there.broker.away, "both notice")
    finally:
        own_redis.go_on()
    await until(lambda: not (here.broker.away or there.broker.away), "both are back")
    assert here.listener.doubts > doubts


async def test_a_hang_is_noticed_within_the_time_of_a_probe(own_redis: RedisServer) -> None:
    patience = Patience(probe_every_s=0.1, answer_s=0.3)
    async with open_hub(own_redis.url, new_namespace(), patience=patience) as hub:
        own_redis.pause()
        began = asyncio.get_running_loop().time()
        try:
            await until(lambda: hub.broker.away, "it notices")
        finally:
            own_redis.go_on()
        assert asyncio.get_running_loop().time() - began < 2.0


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
async def test_a_link_that_is_cut_off_is_mended_and_doubted(
    own_redis: RedisServer, two: tuple[RedisHub, RedisHub], kind: str
) -> None:
    here, there = two
    for number in range(1, 6):
        doubts = here.listener.doubts, there.listener.doubts
        own_redis.ask("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
        await until(lambda at=doubts[0]: here.listener.doubts > at, "one hub doubts")  # type: ignore[misc]
        await until(lambda at=doubts[1]: there.listener.doubts > at, "the other doubts")  # type: ignore[misc]
        await until(lambda: not (here.broker.away or there.broker.away), "both are back")
        here.broker.publish(publication(BREAD, number))
        await until(lambda at=number: at in there.listener.seqs, "it arrives")  # type: ignore[misc]


async def test_a_stream_listened_to_while_redis_is_away_is_heard_when_it_is_back(
    own_redis: RedisServer, two: tuple[RedisHub, RedisHub]
) -> None:
    here, there = two
    own_redis.stop()
    await until(lambda: there.broker.away, "it notices")
    await asyncio.wait_for(there.broker.listen(TEA), 1)
    await there.broker.unlisten(BREAD)
    own_redis.start()
    await until(lambda: not (here.broker.away or there.broker.away), "both are back")
    here.broker.publish(publication(BREAD, 1))
    here.broker.publish(publication(TEA, 1))
    await until(lambda: bool(there.listener.publications), "it arrives")
    assert there.listener.publications == [publication(TEA, 1)]


async def test_while_redis_has_not_confirmed_it_a_stream_is_not_listened_to(
    own_redis: RedisServer,
) -> None:
    patience = Patience(probe_every_s=0.1, answer_s=0.3)
    async with open_hub(own_redis.url, new_namespace(), patience=patience) as hub:
        own_redis.pause()
        try:
            await asyncio.wait_for(hub.broker.listen(TEA), 20)
            assert hub.broker.away, "it returned although Redis was there and had said nothing"
        finally:
            own_redis.go_on()


async def test_who_waits_for_a_stream_when_the_link_breaks_waits_no_more(
    own_redis: RedisServer, two: tuple[RedisHub, RedisHub]
) -> None:
    _, there = two
    own_redis.pause()
    listening = asyncio.create_task(there.broker.listen(TEA))
    await asyncio.sleep(0)
    own_redis.kill()
    await asyncio.wait_for(listening, 10)
    assert there.broker.away


async def test_a_hub_starts_without_redis_and_hears_once_it_is_there(
    tmp_path: Path, said: Said
) -> None:
    redis = RedisServer(tmp_path)
    async with open_hub(redis.url, "start", there=False) as hub:
        await asyncio.wait_for(hub.broker.listen(BREAD), 1)
        hub.broker.publish(publication(BREAD, 1))
        assert hub.broker.away
        assert hub.listener.seqs == [1]
        await until(lambda: bool(said()), "it is said")
        with redis:
            await until(lambda: not hub.broker.away, "Redis is there")
            assert hub.listener.doubts == 1
    assert [(line["event"], line["level"]) for line in said()] == [
        (AWAY, "warning"),
        ("Redis is back", "info"),
    ]
    assert said()[1]["streams"] == 1


async def test_an_outage_is_two_lines_in_the_log(own_redis: RedisServer, said: Said) -> None:
    async with open_hub(own_redis.url, "outage") as hub:
        own_redis.stop()
        await until(lambda: hub.broker.away, "it notices")
        await asyncio.sleep(1)  # tens of attempts fail
        own_redis.start()
        await until(lambda: not hub.broker.away, "it is back")
    assert [str(line["event"]).split(";")[0] for line in said()] == [
        "Redis is there",
        "Redis is away",
        "Redis is back",
    ]


@pytest.mark.parametrize("password", ["wrong", None])
async def test_a_refused_sign_in_is_an_error_that_names_no_password(
    tmp_path: Path, said: Said, password: str | None
) -> None:
    with RedisServer(tmp_path, ("--requirepass", "right")) as redis:
        given = f":{password}@" if password else ""
        url = redis.url.replace("//", f"//{given}")
        async with open_hub(url, "auth", there=False) as hub:
            await until(lambda: bool(said()), "it is said")
            await asyncio.sleep(0.3)  # several more attempts
            assert hub.broker.away
    assert [line["level"] for line in said()] == ["error"]
    assert str(said()[0]["reason"]).startswith("Redis refuses: ")
    assert not {"wrong", "right"} & set(str(said()).replace("'", " ").replace(":", " ").split())


async def test_a_redis_that_does_not_know_how_to_sign_in_does_not_have_the_password_repeated(
    tmp_path: Path, said: Said
) -> None:
    with RedisServer(tmp_path, ("--rename-command", "AUTH", "")) as redis:
        url = redis.url.replace("//", "//hub:secret@")
        async with open_hub(url, new_namespace(), there=False):
            await until(lambda: bool(said()), "it is said")
    assert "unknown command" in str(said()[0]["reason"])
    assert "secret" not in str(said())


@pytest.mark.parametrize("user", ["", "default"])
async def test_a_password_in_the_url_opens_redis(tmp_path: Path, user: str) -> None:
    word = "p@ss/word"
    with RedisServer(tmp_path, ("--requirepass", word)) as redis:
        url = redis.url.replace("//", f"//{user}:p%40ss%2Fword@")
        async with open_hub(url, "auth") as hub:
            await hub.broker.listen(BREAD)
            assert not hub.broker.away


async def test_a_user_with_few_rights_is_enough(own_redis: RedisServer) -> None:
    rights = "on >word resetchannels &hubbub:* +publish +subscribe +unsubscribe +select"
    own_redis.ask("ACL", "SETUSER", "ada", *rights.split())
    url = own_redis.url.replace("//", "//ada:word@")
    async with open_hub(url, new_namespace()) as hub:
        await hub.broker.listen(BREAD)
        assert not hub.broker.away


@pytest.mark.parametrize("lacking", ["-publish", "-subscribe", "resetchannels"])
async def test_a_right_that_lacks_is_an_error(
    own_redis: RedisServer, said: Said, lacking: str
) -> None:
    own_redis.ask("ACL", "SETUSER", "ada", "on", ">word", "allchannels", "+@all", lacking)
    url = own_redis.url.replace("//", "//ada:word@")
    async with open_hub(url, new_namespace(), there=False) as hub:
        await until(lambda: bool(said()), "it is said")
        assert hub.broker.away
    assert said()[0]["level"] == "error"
    assert str(said()[0]["reason"]).startswith("Redis refuses: NOPERM")


async def test_what_is_no_redis_is_not_believed(said: Said) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()
        writer.close()
        await writer.wait_closed()

    port = free_port()
    server = await asyncio.start_server(babble, "127.0.0.1", port)
    async with server, open_hub(f"redis://127.0.0.1:{port}", "babble", there=False) as hub:
        await until(lambda: bool(said()), "it is said")
        assert hub.broker.away
    assert str(said()[0]["reason"]).startswith("what came is not Redis")


async def test_when_the_broker_ends_what_was_published_last_is_still_sent(
    two: tuple[RedisHub, RedisHub],
) -> None:
    here, there = two
    here.broker.publish(publication(BREAD, 1))
    here.running.cancel()
    await until(lambda: there.listener.seqs == [1], "it arrives")


async def test_cancelling_the_broker_leaves_no_link_open(own_redis: RedisServer) -> None:
    async with open_hub(own_redis.url, new_namespace(), patience=QUICK):
        linked = str(own_redis.ask("CLIENT", "LIST")).count("addr=")
    await until(
        lambda: str(own_redis.ask("CLIENT", "LIST")).count("addr=") == linked - 4, "both close"
    )


@given(st.integers(min_value=0, max_value=10**6), st.floats(min_value=0, max_value=1))
def test_the_pause_between_attempts_grows_to_a_bound(attempt: int, chance: float) -> None:
    patience = Patience()
    assert 0 <= patience.delay_s(attempt, chance) <= patience.most_delay_s
    assert patience.delay_s(attempt, chance) <= patience.delay_s(attempt + 1, chance)


def test_the_first_pause_is_short_and_spread() -> None:
    patience = Patience()
    assert [patience.delay_s(0, chance) for chance in (0.0, 0.5, 1.0)] == [0.0, 0.05, 0.1]
