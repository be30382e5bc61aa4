"""What all tests share."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer

# The same examples on every machine, however busy it is; what fails once fails always.
settings.register_profile("hubbub", derandomize=True, deadline=None)
settings.load_profile("hubbub")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def as_at_a_terminal() -> None:
    """Let Ctrl-C end what the tests start.

    What a shell starts in the background ignores it, and so does all that is started by that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium, which `make test` installs where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    raise FileNotFoundError("no chromium on PATH: `make test` would install it (tools/chromium)")


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis for the whole run; who stops a Redis starts one of their own."""
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for the whole run, for databases of each test's own."""
    with PostgresServer() as server:
        yield server
