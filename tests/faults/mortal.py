"""Hubs that may end in any way, between commit and publication too, and what stands under them."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.faults.dying_hub import Death, wish_in

PROGRAM = "tests.faults.dying_hub"


@dataclass(frozen=True, slots=True)
class Town:
    """Hubs of one installation that run, and their database as `database.py` reads it."""

    hubs: Sequence[ServedHub]
    database: Path | str

    @property
    def set_up_token(self) -> str:
        """The token of the set-up link that holds: that of the hub that was started last."""
        return self.hubs[-1].set_up_token


@dataclass(frozen=True, slots=True)
class RedisTown(Town):
    """Several hubs, and the Redis between them."""

    redis: RedisServer


def start_hub(open_things: ExitStack, folder: Path) -> Town:
    """Start one hub on SQLite."""
    hub = open_things.enter_context(ServedHub(folder, GENEROUS, PROGRAM))
    return Town([hub], hub.database)


def start_hubs(open_things: ExitStack, folder: Path, count: int) -> RedisTown:
    """Start hubs on a Redis and a PostgreSQL of their own."""
    url = open_things.enter_context(PostgresServer()).new_database()
    redis = open_things.enter_context(RedisServer(folder))
    cluster = ServedCluster(folder, url, redis.url, hubs=count, program=PROGRAM)
    open_things.enter_context(cluster)
    return RedisTown(cluster.hubs, url, redis)


def die(hub: ServedHub, death: Death) -> None:
    """Let a hub die by its next commit, and wait until it is dead."""
    wish = wish_in(hub.data)
    wish.parent.mkdir(exist_ok=True)  # a hub on PostgreSQL keeps nothing there
    wish.write_text(death, "utf-8")
    hub.wait_for_death()
    wish.unlink()
