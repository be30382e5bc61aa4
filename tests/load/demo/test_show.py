"""The demo as people start it: from the command, with a hub of its own."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from hubbub_load.programs.finding import free_port

pytestmark = pytest.mark.slow

SIGN_IN = re.compile(r"name +(\w+) .*\n +password +(\S+)")


@contextmanager
def demo(data: Path, port: int) -> Iterator[tuple[str, str]]:
    """Run the demo, and yield the name and the password that it prints."""
    command = [sys.executable, "-m", "hubbub_load", "demo", "--pause", "0"]
    places = ["--port", str(port), "--data", str(data)]
    with subprocess.Popen([*command, *places], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = ""
            while not (shown := SIGN_IN.search(said)):
                line = process.stdout.readline()
                assert line, f"the demo ended with {process.wait()}: {said}"
                said += line
            yield shown[1], shown[2]
            process.send_signal(signal.SIGINT)
            process.stdout.close()
            assert process.wait(20) == 0
        finally:
            process.kill()


def test_one_signs_in_with_what_it_prints_and_finds_the_rooms_also_after_a_restart(
    tmp_path: Path,
) -> None:
    port = free_port()
    api = f"http://127.0.0.1:{port}/api/v1"
    with demo(tmp_path / "data", port) as (username, password):
        body = {"username": username, "password": password}
        token = httpx.post(f"{api}/sign-ins", json=body).json()["token"]
        bearer = {"authorization": f"Bearer {token}"}
        before = httpx.get(f"{api}/rooms", headers=bearer).json()["rooms"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/community")  # the hub does not outlive the demo
    with demo(tmp_path / "data", port) as again:
        after = httpx.get(f"{api}/rooms", headers=bearer).json()["rooms"]
    assert again == (username, password)
    assert len(before) == 7
    assert after == before


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port):
        pass
    (tmp_path / "demo.json").unlink()
    command = [sys.executable, "-m", "hubbub_load", "demo", "--port", str(port)]
    refused = subprocess.run(
        [*command, "--data", str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert refused.returncode == 1
    assert "name another folder with --data" in refused.stderr
