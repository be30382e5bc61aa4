"""What the tests of PostgreSQL alone share."""

from collections.abc import Iterator

import pytest

from hubbub_load.programs.postgres_server import PostgresServer
from tests.server.store.backends import PostgreSQLBackend


@pytest.fixture
def database() -> str:
    """The one kind of database that these tests are about."""
    return "postgresql"


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    """A new database, without any table."""
    made = postgres.new_database()
    yield made
    postgres.run_sql(f"DROP DATABASE IF EXISTS {made.rpartition('/')[2]} WITH (FORCE)")


@pytest.fixture
def own(backend: object) -> PostgreSQLBackend:
    """The test's database, with what only PostgreSQL can do."""
    assert isinstance(backend, PostgreSQLBackend)
    return backend
