"""A board on a Redis that is away says so within a second, and is of use again when it is back."""

import asyncio
import re
from pathlib import Path
from typing import cast

import pytest
from structlog.testing import capture_logs

from hubbub_load.programs.redis_server import RedisServer
from hubbub_server.broker.presence import BoardAwayError, Posted
from tests.server.broker.boards import redis_board

ADA = {"room:bread": Posted(1, {"ada": "active"})}


async def test_a_redis_that_was_started_anew_is_empty_and_of_use(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as redis:
        async with redis_board(redis.url) as kept:
            await kept.board.post_all("one", ADA)
            redis.stop()
            with pytest.raises(BoardAwayError):
                await kept.board.post("one", {})
            with pytest.raises(BoardAwayError):
                await kept.board.read([])
            redis.start()
            assert not await kept.board.post("one", {})
            await kept.board.post_all("one", ADA)
            assert await kept.board.read(list(ADA)) == {"one": ADA}


async def test_a_redis_that_hangs_is_away(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as redis:
        async with redis_board(redis.url) as kept:
            await kept.board.post_all("one", ADA)
            redis.pause()
            async with asyncio.timeout(5):
                with pytest.raises(BoardAwayError, match=r"(?i)no answer|timeout"):
                    await kept.board.read([])
            redis.go_on()
            assert await kept.board.read(list(ADA)) == {"one": ADA}


async def test_a_posting_that_cannot_be_read_is_none_and_is_told_once(redis: RedisServer) -> None:
    async with redis_board(redis.url) as kept:
        await kept.board.post_all("one", {**ADA, "room:tea": Posted(1, {"bo": "away"})})
        for name in cast("list[bytes]", redis.ask("KEYS", "*{presence}:one")):
            redis.ask("HSET", name.decode(), "room:tea", '{"turn": "of another version"}')
        with capture_logs() as said:
            for _ in range(2):
                assert await kept.board.read([*ADA, "room:tea"]) == {"one": ADA}
        assert [line["event"] for line in said] == ["presence cannot be read"]


async def test_a_redis_that_does_not_know_a_command_does_not_have_its_password_repeated(
    tmp_path: Path,
) -> None:
    unknown = ("--rename-command", "AUTH", "", "--rename-command", "HELLO", "")
    with RedisServer(tmp_path, unknown) as redis:
        async with redis_board(redis.url.replace("//", "//hub:secret@")) as kept:
            with pytest.raises(BoardAwayError) as refused:
                await kept.board.read([])
    assert "secret" not in str(refused.value)


async def test_a_user_with_the_rights_that_the_readme_names_is_enough(
    tmp_path: Path, root: Path
) -> None:
    named = (root / "server/README.md").read_text().partition("for presence ")[2].partition("`hub")
    rights = [f"+{word.lower()}" for word in re.findall(r"`([A-Z]+)`", named[0])]
    assert "+evalsha" in rights
    user = ("--user", "hub", "on", ">secret", "~hubbub:*", "+select", *rights)
    with RedisServer(tmp_path, user) as redis:
        async with redis_board(redis.url.replace("//", "//hub:secret@")) as kept:
            await kept.board.post_all("one", ADA)
            assert await kept.board.post("one", {"room:bread": Posted(2, {})})
            assert await kept.board.read(list(ADA)) == {"one": {}}
            await kept.board.post_all("two", ADA)
            await kept.board.withdraw("one")
            assert await kept.board.read(list(ADA)) == {"two": ADA}
