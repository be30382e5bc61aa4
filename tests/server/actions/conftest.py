"""People and a place to meet."""

from typing import Final

import pytest

from hubbub_server.domain.caller import Caller
from tests.server.actions.scene import Scene
from tests.server.store.backends import DATABASES

ON_ALL_DATABASES: Final = (
    "test_blocks",
    "test_connection_requests",
    "test_contact_codes",
    "test_blocks_in_rooms",
    "test_direct_channels",
    "test_expiring",
    "test_members",
    "test_people_settings",
    "test_personal_connections",
    "test_races",
    "test_read_markers",
    "test_reports",
    "test_rooms",
)
"""Those whose statements ask most of a database: searching, sorting, counting, racing."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run some modules on every kind of database."""
    module = metafunc.module.__name__.rpartition(".")[2]
    if module in ON_ALL_DATABASES and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", DATABASES)


@pytest.fixture
async def anna(scene: Scene) -> Caller:
    """Who owns the rooms of the tests."""
    return await scene.member("anna")


@pytest.fixture
async def bo(scene: Scene) -> Caller:
    return await scene.member("bo")


@pytest.fixture
async def cleo(scene: Scene) -> Caller:
    return await scene.member("cleo")
