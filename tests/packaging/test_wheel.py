"""The wheel serves the browser client, and without extras it is the SDK."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from hubbub_load.programs.finding import free_port
from tests.packaging.page import load_page
from tests.packaging.serving import clean_environment, interrupt, served

pytestmark = pytest.mark.slow


def test_the_wheel_contains_the_built_browser_client(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    browser = "hubbub_server/http/browser/"
    assert browser + "index.html" in names
    assert [name for name in names if name.startswith(browser) and name.endswith(".js")]
    assert [name for name in names if name.startswith(browser) and name.endswith(".css")]


def test_the_wheel_contains_the_types_the_licence_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for package in ("hubbub", "hubbub_load", "hubbub_protocol", "hubbub_server"):
        assert f"{package}/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    folders = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert folders == {"hubbub", "hubbub_load", "hubbub_protocol", "hubbub_server"}


def test_installed_with_the_server_it_serves_the_page(with_server: Path, tmp_path: Path) -> None:
    command = [str(with_server / "hubbub"), "serve", "--port", str(free_port()), "--data", "data"]
    with served(command, cwd=tmp_path, environment=clean_environment()) as hub:
        load_page(hub.address)
        code, said = interrupt(hub)
    assert code == 0, said
    assert "Traceback" not in said


@pytest.mark.parametrize(("program", "extra"), [("hubbub", "server"), ("hubbub-load", "load")])
def test_without_extras_the_commands_say_what_to_install(
    sdk_only: Path, program: str, extra: str
) -> None:
    run = subprocess.run([sdk_only / program], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert f"hubbub[{extra}]" in run.stderr
    assert len(run.stderr.splitlines()) == 1
