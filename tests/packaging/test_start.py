"""A hub that cannot start says why in one sentence; one that can ends at Ctrl-C."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hubbub_load.programs.finding import free_port
from tests.packaging.serving import clean_environment, interrupt, refusal, served

pytestmark = pytest.mark.slow

SERVE = [str(Path(sys.executable).parent / "hubbub"), "serve"]


def one_sentence(lines: list[str]) -> str:
    """Return the only line that was said."""
    assert len(lines) == 1, "\n".join(lines)
    assert "Traceback" not in lines[0]
    return lines[0]


def test_it_ends_cleanly_at_ctrl_c(tmp_path: Path) -> None:
    command = [*SERVE, "--port", str(free_port()), "--data", "data"]
    with served(command, cwd=tmp_path, environment=clean_environment()) as hub:
        code, said = interrupt(hub)
    assert code == 0, said
    assert "Traceback" not in said


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    port = str(free_port())
    with served(
        [*SERVE, "--port", port, "--data", "one"], cwd=tmp_path, environment=clean_environment()
    ):
        code, lines = refusal(
            [*SERVE, "--port", port, "--data", "two"], cwd=tmp_path, environment=clean_environment()
        )
    assert code != 0
    assert port in one_sentence(lines)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    # Root may write anywhere, but nobody can make a folder under a file.
    (tmp_path / "file").write_text("")
    command = [*SERVE, "--port", str(free_port()), "--data", "file/data"]
    code, lines = refusal(command, cwd=tmp_path, environment=clean_environment())
    assert code != 0
    assert "file/data" in one_sentence(lines)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    command = [*SERVE, "--port", str(free_port()), "--data", "data"]
    with served(command, cwd=tmp_path, environment=clean_environment()) as hub:
        interrupt(hub)
    (database,) = (tmp_path / "data").glob("*.db")
    with closing(sqlite3.connect(database)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    code, lines = refusal(command, cwd=tmp_path, environment=clean_environment())
    assert code != 0
    assert "newer" in one_sentence(lines)
    with closing(sqlite3.connect(database)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("from_the_future",)
        ]
