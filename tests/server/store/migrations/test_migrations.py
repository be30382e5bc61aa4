"""The steps of the schema's history lead to the schema that the program is written for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from hubbub_server.store.interface import StoreUnavailable
from hubbub_server.store.migrations import LATEST, __file__, migrate, schema_version
from hubbub_server.store.schema import metadata


@pytest.fixture
def link(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path}/hubbub.db", poolclass=NullPool)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_the_last_step_is_the_version_that_the_program_works_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [LATEST]


def test_an_empty_database_has_no_version(link: Connection) -> None:
    assert schema_version(link) is None


def test_a_migrated_database_has_the_latest_version(link: Connection) -> None:
    assert migrate(link) is True
    assert schema_version(link) == LATEST


def test_a_migrated_database_has_nothing_to_migrate(link: Connection) -> None:
    migrate(link)
    assert migrate(link) is False


def test_the_migrated_schema_is_that_of_the_program(link: Connection) -> None:
    migrate(link)
    assert compare_metadata(MigrationContext.configure(link), metadata) == []


@pytest.mark.parametrize("table", metadata.tables)
def test_a_migrated_table_is_what_the_program_declares(
    link: Connection, tmp_path: Path, table: str
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/declared.db", poolclass=NullPool)
    metadata.create_all(engine)
    migrate(link)
    with engine.connect() as declared:
        assert make_up_of(link, table) == make_up_of(declared, table)
    engine.dispose()


def test_a_migration_that_cannot_end_leaves_the_database_as_it_was(link: Connection) -> None:
    link.execute(text("CREATE TABLE sign_ins (number INTEGER)"))
    link.commit()
    with pytest.raises(Exception, match="sign_ins already exists"):
        migrate(link)
    link.rollback()
    assert inspect(link).get_table_names() == ["sign_ins"]


def test_a_newer_database_is_refused_in_one_sentence(link: Connection) -> None:
    migrate(link)
    link.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    link.commit()
    with pytest.raises(StoreUnavailable, match=r"newer version \(9999\)"):
        migrate(link)


def make_up_of(link: Connection, table: str) -> list[object]:
    """Return what SQLite knows of a table: its columns with defaults, keys, how it is stored."""
    questions = ["table_xinfo", "foreign_key_list", "index_list", "table_list"]
    found = [link.execute(text(f"PRAGMA {each}({table})")).all() for each in questions]
    return [sorted(repr(row[1:]) for row in rows) for rows in found]  # row[0] only counts them
