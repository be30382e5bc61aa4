"""Hubs as programs of their own, shared by the tests of a module."""

from collections.abc import Iterator

import pytest

from hubbub_load.programs.cluster import ServedCluster
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.wire import Member, register


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub with generous limits and short patience."""
    settings = {**GENEROUS, "HUBBUB_HELLO_MS": "300", "HUBBUB_SOCKETS": "8"}
    with ServedHub(tmp_path_factory.mktemp("hub"), settings) as served:
        yield served


@pytest.fixture(scope="module")
def cluster(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, redis: RedisServer
) -> Iterator[ServedCluster]:
    """Two hubs of one installation, with generous limits."""
    folder = tmp_path_factory.mktemp("cluster")
    with ServedCluster(folder, postgres.new_database(), redis.url) as served:
        yield served


@pytest.fixture
def ada(hub: ServedHub) -> Member:
    """A member with an account of her own."""
    return register(hub.address)


@pytest.fixture
def bo(hub: ServedHub) -> Member:
    """Another member."""
    return register(hub.address)
