"""Every board keeps what each hub has posted of presence, as long as the hub lives."""

from collections.abc import AsyncIterator

import pytest

from hubbub_load.programs.redis_server import RedisServer
from hubbub_server.broker.presence import EXPIRES_S, Posted
from tests.server.broker.boards import Board, memory_board, redis_board
from tests.server.broker.redis_hubs import new_namespace

BREAD = "room:bread"
TEA = "room:tea"
ADA = Posted(1, {"ada": "active"})
BO = Posted(2, {"bo": "away", "ada": "active"})
NOBODY = Posted(3, {})


@pytest.fixture(params=["memory", "redis"])
async def kept(request: pytest.FixtureRequest, redis: RedisServer) -> AsyncIterator[Board]:
    match request.param:
        case "memory":
            yield memory_board()
        case "redis":
            async with redis_board(redis.url) as made:
                yield made
        case unknown:
            raise LookupError(unknown)


async def test_what_a_hub_posts_is_read_by_all(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    await kept.board.post_all("two", {BREAD: BO, TEA: ADA})
    assert await kept.board.read([BREAD]) == {"one": {BREAD: ADA}, "two": {BREAD: BO}}
    assert await kept.board.read([TEA, BREAD]) == {
        "one": {BREAD: ADA},
        "two": {BREAD: BO, TEA: ADA},
    }


async def test_a_hub_without_members_is_on_the_board_too(kept: Board) -> None:
    await kept.board.post_all("one", {})
    assert await kept.board.read([]) == {"one": {}}
    assert await kept.board.read([BREAD]) == {"one": {}}


async def test_in_another_epoch_the_board_is_empty(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    kept.board.begin_anew(new_namespace())
    assert await kept.board.read([BREAD]) == {}
    assert not await kept.board.post("one", {BREAD: ADA})


async def test_a_posting_replaces_that_of_its_stream_alone(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA, TEA: ADA})
    assert await kept.board.post("one", {TEA: BO})
    assert await kept.board.read([BREAD, TEA]) == {"one": {BREAD: ADA, TEA: BO}}


async def test_a_posting_without_members_is_taken_away(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA, TEA: NOBODY})
    assert await kept.board.post("one", {BREAD: NOBODY})
    assert await kept.board.read([BREAD, TEA]) == {"one": {}}


async def test_posting_everything_replaces_everything(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    await kept.board.post_all("one", {TEA: BO})
    assert await kept.board.read([BREAD, TEA]) == {"one": {TEA: BO}}


async def test_who_is_not_on_the_board_must_post_everything(kept: Board) -> None:
    assert not await kept.board.post("one", {BREAD: ADA})
    assert await kept.board.read([BREAD]) == {}


async def test_a_hub_that_posts_no_more_is_taken_off(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    await kept.time.pass_s(EXPIRES_S)
    assert await kept.board.read([BREAD]) == {}
    assert not await kept.board.post("one", {})


async def test_a_posting_of_nothing_new_keeps_a_hub_on_the_board(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    for _ in range(3):
        await kept.time.pass_s(EXPIRES_S - 1)
        assert await kept.board.post("one", {})
    assert await kept.board.read([BREAD]) == {"one": {BREAD: ADA}}


async def test_a_hub_that_was_taken_off_comes_back(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    await kept.time.pass_s(EXPIRES_S)
    await kept.board.read([])
    await kept.board.post_all("one", {TEA: BO})
    assert await kept.board.read([BREAD, TEA]) == {"one": {TEA: BO}}


async def test_a_hub_that_withdraws_is_gone_at_once(kept: Board) -> None:
    await kept.board.post_all("one", {BREAD: ADA})
    await kept.board.post_all("two", {BREAD: BO})
    await kept.board.withdraw("one")
    await kept.board.withdraw("never there")
    assert await kept.board.read([BREAD]) == {"two": {BREAD: BO}}


async def test_a_large_room_is_posted_whole(kept: Board) -> None:
    crowd = Posted(9, {f"member {number}": "active" for number in range(12_000)})
    many = {f"room:{number}": ADA for number in range(6_000)}
    await kept.board.post_all("one", {**many, BREAD: crowd})
    found = await kept.board.read([BREAD, "room:5999"])
    assert found == {"one": {BREAD: crowd, "room:5999": ADA}}
