"""Boards of presence on every backend, whose time a test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from redis.asyncio import Redis

from hubbub_server.broker.presence import PresenceBoard
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.broker.redis.presence import RedisPresenceBoard
from tests.server.broker.redis_hubs import new_namespace
from tests.server.store.hand_clock import HandClock


class Time(Protocol):
    """What expires postings."""

    async def pass_s(self, seconds: float) -> None:
        """Let time pass for all that stands on the board."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board and its time."""

    board: PresenceBoard
    time: Time


class MemoryTime:
    """The clock that was given to a board in memory."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    async def pass_s(self, seconds: float) -> None:
        """Move the clock."""
        self._clock.move(int(seconds * 1_000_000))


class RedisTime:
    """Redis has a clock of its own; what would expire meanwhile is made to expire earlier."""

    def __init__(self, url: str, namespace: str) -> None:
        self._url = url
        self._namespace = namespace

    async def pass_s(self, seconds: float) -> None:
        """Shorten the life of every key of the namespace."""
        async with Redis.from_url(self._url) as redis:
            async for name in redis.scan_iter(f"hubbub:{self._namespace}:*"):
                left_ms = await redis.pttl(name)
                if left_ms >= 0:
                    await redis.pexpire(name, left_ms - int(seconds * 1000))


def memory_board() -> Board:
    """Make a board in memory."""
    clock = HandClock()
    return Board(MemoryPresenceBoard(clock), MemoryTime(clock))


@asynccontextmanager
async def redis_board(url: str) -> AsyncIterator[Board]:
    """Make a board on a Redis, in a namespace that no other test has."""
    namespace = new_namespace()
    board = RedisPresenceBoard(url, namespace=namespace)
    try:
        yield Board(board, RedisTime(url, namespace))
    finally:
        await board.close()
