"""`hubbub copy`: from one database to another, with a sentence where that cannot be."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_server.cli import main
from hubbub_server.store.sqlite import open_sqlite
from tests.server.store.hand_clock import HandClock

CHEAP = {"HUBBUB_ARGON2_TIME_COST": "1", "HUBBUB_ARGON2_MEMORY_KIB": "8"}


@pytest.fixture
def source(tmp_path: Path) -> str:
    """The URL of a database with an owner in it."""
    url = f"sqlite:///{tmp_path}/hubbub.db"
    made = hubbub("admin", "make-owner", "olga", "--database-url", url)
    assert made.exit_code == 0, made.output
    return url


def hubbub(*words: str) -> Result:
    """Run `hubbub`."""
    return CliRunner().invoke(main, list(words), input="correct horse battery\n", env=CHEAP)


def one_sentence(result: Result) -> str:
    """Return what a command that cannot do it says, which is one line on stderr."""
    assert result.exit_code != 0
    assert result.stdout == ""
    return result.stderr.splitlines()[-1]


def test_an_installation_moves_to_postgresql_and_back(
    source: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    there, back = postgres.new_database(), f"sqlite:///{tmp_path}/back.db"
    result = hubbub("copy", "--from", source, "--to", there)
    assert result.exit_code == 0, result.output
    assert " 1 members\n" in result.output
    assert hubbub("copy", "--from", there, "--to", back).exit_code == 0
    known = hubbub("admin", "make-owner", "olga", "--database-url", back)
    assert known.output == "olga is an owner of the community\n"


def test_a_full_target_is_refused(source: str, postgres: PostgresServer) -> None:
    there = postgres.new_database()
    hubbub("copy", "--from", source, "--to", there)
    assert "not empty" in one_sentence(hubbub("copy", "--from", source, "--to", there))


def test_a_source_that_is_not_there_is_not_made(tmp_path: Path, source: str) -> None:
    missing = tmp_path / "missing.db"
    result = hubbub("copy", "--from", f"sqlite:///{missing}", "--to", source)
    assert one_sentence(result) == f"hubbub: There is no database {missing}"
    assert not missing.exists()


def test_a_database_is_not_copied_to_itself(source: str) -> None:
    assert "the same database" in one_sentence(hubbub("copy", "--from", source, "--to", source))


def test_a_url_that_is_none_is_named_by_its_flag(source: str) -> None:
    result = hubbub("copy", "--from", source, "--to", "mysql://hub:secret@db/chat")
    said = one_sentence(result)
    assert "--to" in said
    assert "secret" not in said


async def test_a_database_on_which_a_hub_runs_is_neither_read_nor_written(
    source: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.db"
    for path in (tmp_path / "hubbub.db", empty):
        store = await open_sqlite(path, HandClock())
        await store.occupy(alone=False)
        there = f"sqlite:///{empty}"
        result = await asyncio.to_thread(hubbub, "copy", "--from", source, "--to", there)
        assert one_sentence(result) == f"hubbub: A hub runs on {path}: stop it before copying"
        await store.close()
