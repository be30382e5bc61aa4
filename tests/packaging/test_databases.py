"""`tools/databases` on a machine that has neither Redis nor apt."""

import shutil
import subprocess
from pathlib import Path

import pytest

from hubbub_load.programs.redis_server import RedisServer

pytestmark = pytest.mark.slow

TOOL = "tools/databases"


@pytest.fixture
def bare_tree(root: Path, tmp_path: Path) -> Path:
    """A folder with the tool and what it reads, and an empty `.venv`."""
    tree = tmp_path / "tree"
    for name in (TOOL, "tools/venv", "requirements/databases.txt"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, tree / name)
    return tree


def run(command: list[str], tree: Path, bare_machine: dict[str, str]) -> tuple[int, list[str]]:
    """Run a command there, and return its exit code and the lines it says."""
    done = subprocess.run(
        command,
        cwd=tree,
        env=bare_machine,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_what_the_machine_lacks_comes_in_wheels_and_is_found_again(
    bare_tree: Path,
    bare_machine: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["tools/venv", ".venv"], bare_tree, bare_machine) == (0, [])
    code, said = run([TOOL, "redis-server", "--version"], bare_tree, bare_machine)
    assert code == 0, said
    assert said[-1].startswith("Redis server v=")
    code, said = run([TOOL, "redis-server", "--version"], bare_tree, bare_machine)
    assert (code, len(said)) == (0, 1), "the second time it fetches nothing"

    installed = bare_tree / ".venv/databases/bin"
    for name in ("initdb", "postgres", "psql", "pg_isready"):
        version = subprocess.run([installed / name, "--version"], capture_output=True, check=True)
        assert b"PostgreSQL" in version.stdout
    monkeypatch.setenv("PATH", str(installed))
    with RedisServer(tmp_path) as redis:
        assert redis.pid


def test_what_is_not_to_be_had_is_named_in_one_sentence(
    bare_tree: Path, bare_machine: dict[str, str]
) -> None:
    code, said = run([TOOL], bare_tree, bare_machine)  # there is no .venv to install into
    assert code == 1
    assert "redis-server" in said[-1]
    assert "Install them so that they are on PATH" in said[-1]
