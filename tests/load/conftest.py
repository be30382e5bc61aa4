"""A real hub for the load tool's tests."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from hubbub_load.programs.finding import free_port
from hubbub_load.programs.plain import PLAIN

StartHub = Callable[..., str]


def wait_until_ready(hub: subprocess.Popen[bytes], address: str) -> None:
    """Wait until the hub answers; fail with its log if it ends."""
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        assert hub.poll() is None, f"the hub ended with {hub.returncode}"
        try:
            if httpx.get(f"{address}/health/ready", verify=PLAIN).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{address} is not ready")


@pytest.fixture(scope="module")
def start_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartHub]:
    """A function that starts a hub with these options and returns its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> str:
        data: Path = tmp_path_factory.mktemp("hub")
        port = free_port()
        command = [sys.executable, "-m", "hubbub_server", "serve"]
        places = ["--host", "127.0.0.1", "--port", str(port), "--data", str(data)]
        quiet = ["--log-level", "warning", "--address-attempts-per-minute", "100000"]
        hub = subprocess.Popen([*command, *places, *quiet, *options])
        running.append(hub)
        wait_until_ready(hub, f"http://127.0.0.1:{port}")
        return f"http://127.0.0.1:{port}"

    yield start
    for hub in running:
        hub.terminate()
    for hub in running:
        assert hub.wait(15) == 0
