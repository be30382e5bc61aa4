"""The steps of the schema's history lead to the program's schema on PostgreSQL too."""

from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from hubbub_server.store import migrations
from hubbub_server.store.migrations import LATEST, migrate, schema_version
from hubbub_server.store.postgresql import open_postgresql
from hubbub_server.store.schema import members, metadata
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village


@pytest.fixture
async def link(url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(
        url.replace("postgresql:", "postgresql+asyncpg:"), poolclass=NullPool
    )
    async with engine.connect() as opened:
        yield opened
    await engine.dispose()


async def test_the_migrated_schema_is_that_of_the_program(link: AsyncConnection) -> None:
    assert await link.run_sync(migrate) is True
    assert await link.run_sync(migrate) is False
    assert await link.run_sync(schema_version) == LATEST

    def differences(database: Connection) -> object:
        return compare_metadata(MigrationContext.configure(database), metadata)

    assert await link.run_sync(differences) == []


async def test_an_older_database_is_brought_up_to_date_with_what_is_in_it(
    link: AsyncConnection, url: str
) -> None:
    def upgrade_a_little(database: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", migrations.__path__[0])
        config.attributes["database"] = database
        command.upgrade(config, "0001")

    await link.run_sync(upgrade_a_little)
    row = {"id": "1", "username": "ada", "display_name": "Ada", "avatar_colour": "#336699"}
    texts = {"kind": "person", "line": "", "interests": "[]", "search_text": "ada"}
    await link.execute(members.insert().values(**row, **texts, created_at=1))
    await link.commit()
    clock = HandClock()
    store = await open_postgresql(url, clock)
    async with store.snapshot() as reading:
        found = await reading.row(select(members.c.username))
    assert found is not None
    assert found.username == "ada"
    village = Village(store, clock)
    bo = await village.welcome("bo")
    await village.send(village.message(await village.found(bo), bo))
    await store.close()
    assert await link.run_sync(schema_version) == LATEST
