"""What the tests of PostgreSQL alone share."""

import pytest

from tests.server.store.backends import PostgreSQLBackend
from tests.servers.postgres_server import PostgresServer


@pytest.fixture
def database() -> str:
    """The one kind of database that these tests are about."""
    return "postgresql"


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    """An empty database."""
    return postgres.new_database()


@pytest.fixture
def own(backend: object) -> PostgreSQLBackend:
    """The test's database, with what only PostgreSQL can do."""
    assert isinstance(backend, PostgreSQLBackend)
    return backend
