"""The wheel without extras is an SDK that works."""

import subprocess
from pathlib import Path

import pytest

from hubbub_load.programs.finding import free_port
from tests.packaging.serving import clean_environment, served

pytestmark = pytest.mark.slow

PASSWORD = "flour and water"


def test_installed_without_extras_a_bot_answers(
    sdk_only: Path, with_server: Path, tmp_path: Path
) -> None:
    hubbub = str(with_server / "hubbub")
    subprocess.run(
        [hubbub, "admin", "make-owner", "ada", "--data", "data"],
        cwd=tmp_path,
        env=clean_environment(),
        input=PASSWORD,
        text=True,
        check=True,
    )
    serve = [hubbub, "serve", "--port", str(free_port()), "--data", "data"]
    smoke = Path(__file__).with_name("sdk_smoke.py")
    with served(serve, cwd=tmp_path, environment=clean_environment()) as hub:
        talk = subprocess.run(
            [str(sdk_only / "python"), str(smoke), hub.address, PASSWORD],
            cwd=tmp_path,
            env=clean_environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert talk.returncode == 0, talk.stderr
    assert talk.stdout == "Is anybody here?\n"
