"""Hubs of one installation, and what stands under them, all of it started here."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubbub_load.chaos.small_disk import SmallDisk, can_mount
from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import GENEROUS, ServedHub

HUB: Final = "hubbub_server"


@dataclass(frozen=True, slots=True)
class Servers:
    """What several hubs share."""

    redis: RedisServer
    postgres: PostgresServer


@dataclass(frozen=True, slots=True)
class Town:
    """Hubs that run, and their database as :mod:`hubbub_load.history.database` reads it."""

    hubs: tuple[ServedHub, ...]
    database: Path | str
    servers: Servers | None = None
    disk: SmallDisk | None = None

    @property
    def set_up_token(self) -> str:
        """The token of the set-up link that holds: that of the hub that was started last."""
        return self.hubs[-1].set_up_token

    @property
    def shared(self) -> Servers:
        """What its hubs share; :class:`LookupError` where one hub is alone."""
        if self.servers is None:
            raise LookupError("One hub alone has neither PostgreSQL nor Redis")
        return self.servers


def start_town(open_things: ExitStack, folder: Path, hubs: int, program: str = HUB) -> Town:
    """Start one hub on SQLite, or several on a Redis and a PostgreSQL of their own."""
    if hubs == 1:
        return start_hub(open_things, folder, program)
    return start_hubs(open_things, folder, hubs, program)


def start_hub(open_things: ExitStack, folder: Path, program: str = HUB) -> Town:
    """Start one hub on SQLite, on a disk of its own that can be full, where we may mount one."""
    hub = ServedHub(folder, GENEROUS, program)
    disk = open_things.enter_context(SmallDisk(hub.data)) if can_mount(folder) else None
    open_things.enter_context(hub)
    return Town((hub,), hub.database, disk=disk)


def start_hubs(open_things: ExitStack, folder: Path, count: int, program: str = HUB) -> Town:
    """Start hubs on a Redis and a PostgreSQL of their own."""
    postgres = open_things.enter_context(PostgresServer())
    redis = open_things.enter_context(RedisServer(folder))
    url = postgres.new_database()
    cluster = ServedCluster(folder, url, redis.url, hubs=count, program=program)
    open_things.enter_context(cluster)
    return Town(tuple(cluster.hubs), url, Servers(redis, postgres))
