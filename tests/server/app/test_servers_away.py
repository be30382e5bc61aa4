"""A hub whose Redis or PostgreSQL is away: it starts or refuses, says so, serves on, and ends."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import GENEROUS, HubFailed, ServedHub
from tests.together.wire import register, wire

pytestmark = pytest.mark.slow


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis that can be stopped."""
    with RedisServer(tmp_path) as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that can be stopped."""
    with PostgresServer() as server:
        yield server


def hub_on(folder: Path, database: str, redis: str = "") -> ServedHub:
    """Return a hub that is not started."""
    places = {"HUBBUB_DATABASE_URL": database, "HUBBUB_REDIS_URL": redis}
    return ServedHub(folder, {**GENEROUS, **places})


def ready(hub: ServedHub) -> tuple[int, str]:
    """Ask for readiness: the status, and the word on the broker or the code of the refusal."""
    answer = httpx.get(f"{hub.address}/health/ready")
    body = answer.json()
    return answer.status_code, str(body.get("broker", body.get("code")))


def refusal_of(hub: ServedHub) -> str:
    """Start a hub that cannot; return what it says, which is one sentence."""
    with pytest.raises(HubFailed):
        hub.start()
    (line,) = hub.output.splitlines()
    assert line.startswith("hubbub: ")
    return line


def wait_for_broker(hub: ServedHub, word: str) -> None:
    """Ask, a bounded number of times, until readiness says this of the broker."""
    for _ in range(2_000):
        if ready(hub) == (200, word):
            return
    raise AssertionError(hub.output)


async def test_without_redis_a_hub_starts_says_so_serves_and_finds_it_later(
    tmp_path: Path, postgres: PostgresServer, own_redis: RedisServer
) -> None:
    own_redis.stop()
    with hub_on(tmp_path, postgres.new_database(), own_redis.url) as hub:
        assert ready(hub) == (200, "away")
        assert "Redis is away" in hub.output
        member = register(hub.address)
        async with wire(member) as talk:
            answer = await talk.send_message(f"room:{member.found_room()}", "Nobody else is here")
        assert answer["t"] == "ok"
        own_redis.start()
        wait_for_broker(hub, "live")
        assert "Redis is back" in hub.output
        own_redis.kill()
        wait_for_broker(hub, "away")
        hub.stop()
        assert "Traceback" not in hub.output


async def test_without_its_database_a_hub_is_not_ready_refuses_and_still_ends(
    tmp_path: Path, own_postgres: PostgresServer, redis: RedisServer
) -> None:
    with hub_on(tmp_path, own_postgres.new_database(), redis.url) as hub:
        wait_for_broker(hub, "live")
        member = register(hub.address)
        stream = f"room:{member.found_room()}"
        async with wire(member) as talk:
            key = str(uuid4())
            await talk.send_message(stream, "The last before the flood")
            own_postgres.stop()
            refused = await talk.send_message(stream, "Is this on disk?", key=key)
            assert (refused["code"], refused["retry"]) == ("unavailable", True)
            assert ready(hub) == (503, "unavailable")
            own_postgres.start()
            wait_for_broker(hub, "live")
            again = await talk.send_message(stream, "Is this on disk?", key=key)
            assert again["t"] == "ok"
        own_postgres.stop()
        hub.stop()
        assert "Traceback" not in hub.output


async def test_a_hub_ends_although_its_database_hangs(
    tmp_path: Path, own_postgres: PostgresServer, redis: RedisServer
) -> None:
    with hub_on(tmp_path, own_postgres.new_database(), redis.url) as hub:
        member = register(hub.address)
        stream = f"room:{member.found_room()}"
        async with wire(member) as talk:
            own_postgres.pause()
            refused = await talk.send_message(stream, "Is anybody there?")
            assert (refused["code"], refused["retry"]) == ("unavailable", True)
            async with asyncio.timeout(10):  # Docker kills it then
                await asyncio.to_thread(hub.stop)
        own_postgres.go_on()
        assert "stopped" in hub.output
        assert "Traceback" not in hub.output


def test_without_its_database_a_hub_does_not_start(
    tmp_path: Path, own_postgres: PostgresServer
) -> None:
    url = own_postgres.new_database().replace("hubbub@", "hubbub:sesame@")
    own_postgres.stop()
    said = refusal_of(hub_on(tmp_path, url))
    assert f"127.0.0.1:{own_postgres.port}" in said
    assert "cannot be opened" in said
    assert "sesame" not in said


def test_a_redis_url_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    redis = "rediss://:sesame@127.0.0.1:1/0?ssl_cert_reqs=perhaps"
    said = refusal_of(hub_on(tmp_path, f"sqlite:///{tmp_path / 'chat.db'}", redis))
    assert "--redis-url cannot be used" in said
    assert "perhaps" in said
    assert "sesame" not in said
