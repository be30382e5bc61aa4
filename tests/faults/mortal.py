"""Hubs that may end in any way, between commit and publication too, and what stands under them."""

from contextlib import ExitStack
from pathlib import Path

from tests.faults.dying_hub import VARIABLE, Death
from tests.servers.postgres_server import PostgresServer
from tests.servers.redis_server import RedisServer
from tests.together.served_hub import GENEROUS, ServedHub


def start_hubs(
    open_things: ExitStack, folder: Path, count: int
) -> tuple[list[ServedHub], Path | str]:
    """Start one hub on SQLite, or several on a Redis and PostgreSQL of their own.

    Returns them with their database, as :mod:`tests.faults.database` reads it.
    """
    settings = dict(GENEROUS)
    if count > 1:
        postgres = open_things.enter_context(PostgresServer())
        redis = open_things.enter_context(RedisServer(folder))
        settings["HUBBUB_DATABASE_URL"] = postgres.new_database()
        settings["HUBBUB_REDIS_URL"] = redis.url
    hubs = [_start(open_things, folder / f"hub{number}", settings) for number in range(count)]
    return hubs, settings.get("HUBBUB_DATABASE_URL", hubs[0].database)


def _start(open_things: ExitStack, folder: Path, settings: dict[str, str]) -> ServedHub:
    folder.mkdir()
    own = settings | {VARIABLE: str(wish_of(folder))}
    return open_things.enter_context(ServedHub(folder, own, "tests.faults.dying_hub"))


def wish_of(folder: Path) -> Path:
    """Return the file by which the hub of a folder is told to die."""
    return folder / "death"


def die(hub: ServedHub, death: Death) -> None:
    """Let a hub die by its next commit, and wait until it is dead."""
    wish = wish_of(hub.data.parent)
    wish.write_text(death, "utf-8")
    hub.wait_for_death()
    wish.unlink()
