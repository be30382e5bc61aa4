"""Where programs are found."""

from pathlib import Path

import pytest

from hubbub_load.programs.finding import find_program

NAME = "a-program-of-nobody"


@pytest.fixture(autouse=True)
def only_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for by name."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def write_program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_program_on_the_path_is_found(only_place: Path) -> None:
    program = write_program(only_place / NAME)
    assert find_program(NAME) == program


def test_debians_script_in_the_place_of_a_program_is_not_the_program(only_place: Path) -> None:
    (only_place / NAME).symlink_to(write_program(only_place / "pg_wrapper"))
    with pytest.raises(FileNotFoundError, match=NAME):
        find_program(NAME)
