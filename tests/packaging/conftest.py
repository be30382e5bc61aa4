"""The wheel as it would be published, and empty environments to install it into."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.serving import clean_environment


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, with the browser client built into it."""
    out = tmp_path_factory.mktemp("wheel")
    build = ["make", "wheel", f"DIST={out}"]
    subprocess.run(build, cwd=root, env=clean_environment(), check=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def install(
    root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Install the wheel with the given extras (`""` or `"[server]"`) into an empty environment.

    The versions are the lock file's, so that a release elsewhere cannot fail this test; returns
    the environment's `bin`.
    """

    def install_with(extras: str) -> Path:
        folder = tmp_path_factory.mktemp("installed")
        pins = re.findall(r"^\S+==\S+", (root / "requirements/run.txt").read_text(), re.MULTILINE)
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(pins))
        venv = [sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")]
        subprocess.run(venv, check=True)
        programs = folder / "venv/bin"
        pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install"]
        quick = ["--quiet", "--no-compile", "--disable-pip-version-check"]
        subprocess.run(
            [*pip, *quick, "--constraint", str(constraints), f"{wheel}{extras}"],
            env=clean_environment(),
            check=True,
        )
        return programs

    return install_with


@pytest.fixture(scope="session")
def with_server(install: Callable[[str], Path]) -> Path:
    """The `bin` of an environment that holds Hubbub with its server."""
    return install("[server]")


@pytest.fixture(scope="session")
def sdk_only(install: Callable[[str], Path]) -> Path:
    """The `bin` of an environment that holds Hubbub without extras."""
    return install("")


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty HOME and a PATH of python3, make and the base utilities only."""
    home, programs = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    programs.mkdir()
    base = (
        "awk basename cat chmod cp cut date dirname echo env expr false find grep head id ln ls "
        "make mkdir mktemp mv printf pwd readlink rm rmdir sed sh sleep sort tail test touch tr "
        "true uname wc xargs"
    )
    for name in base.split():
        program = shutil.which(name)
        assert program, f"this machine has no {name}"
        (programs / name).symlink_to(program)
    major, minor = sys.version_info[:2]
    python = programs / "python3"
    # Through a symbolic link Python would look for its library beside the link.
    python.write_text(f'#!/bin/sh\nexec {sys.base_prefix}/bin/python{major}.{minor} "$@"\n')
    python.chmod(0o755)
    return clean_environment(HOME=str(home), PATH=str(programs))
