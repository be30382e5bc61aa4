"""`make cluster`: several hubs on one machine, which end together and survive one by one."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from hubbub_load.programs.finding import end, free_port
from hubbub_load.programs.plain import PLAIN
from tests.packaging.serving import clean_environment, refusal
from tests.together.wire import register, wire

pytestmark = pytest.mark.slow

CLUSTER: Final = ["tools/databases", "tools/cluster"]
"""What `make cluster` runs once all is installed."""
HUBS: Final = 2
START_S: Final = 60.0
STOP_S: Final = 30.0


class Cluster:
    """A cluster that runs: its first port, and what it says."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.first_port = first_of_free_ports()
        self._output = folder / "cluster.log"
        environment = clean_environment(
            PORT=str(self.first_port), HUBS=str(HUBS), DATA=str(folder / "data")
        )
        with self._output.open("wb") as output:
            self._program = subprocess.Popen(
                CLUSTER,
                cwd=root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def addresses(self) -> list[str]:
        """Where the hubs are."""
        return [f"http://127.0.0.1:{self.first_port + number}" for number in range(HUBS)]

    @property
    def said(self) -> str:
        """All that it has printed."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self, address: str) -> None:
        """Wait until a hub is ready."""

        def is_ready() -> bool:
            assert self._program.poll() is None, self.said
            try:
                return httpx.get(f"{address}/health/ready", verify=PLAIN).is_success
            except httpx.TransportError:
                return False

        self.wait(is_ready)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + START_S
        while not holds():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit code."""
        if self._program.poll() is None:
            os.killpg(self._program.pid, signal.SIGINT)
        return self._program.wait(STOP_S)

    def clear(self) -> None:
        """End it if it still runs; honcho ends its parts at SIGTERM too."""
        if self._program.poll() is None:
            os.killpg(self._program.pid, signal.SIGTERM)
        end(self._program, signal.SIGTERM)


@pytest.fixture
def cluster(root: Path) -> Iterator[Cluster]:
    # Not in pytest's folder: PostgreSQL's user may not look into that.
    with tempfile.TemporaryDirectory(prefix="hubbub-cluster-") as folder:
        Path(folder).chmod(0o755)
        running = Cluster(root, Path(folder))
        try:
            yield running
        finally:
            running.clear()


def ports_of(first: int) -> list[int]:
    """Return all ports that a cluster listens on."""
    return [*range(first, first + HUBS), first + 100, first + 200]


def is_free(port: int) -> bool:
    """Whether nobody listens on a port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        return False
    return True


def first_of_free_ports() -> int:
    """Return a port from which on a cluster finds all of its ports free."""
    for _ in range(100):
        first = free_port()
        if all(is_free(port) for port in ports_of(first)):
            return first
    raise LookupError("no ports are free")


def hub_process(port: int) -> int:
    """Return the process id of the hub on a port."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(
        rf"^ *(\d+) \S*python\S* \S*hubbub serve --port {port}\b", listed, re.MULTILINE
    )
    assert found, listed
    return int(found.group(1))


async def test_hubs_of_one_community_start_survive_a_kill_and_end_together(
    cluster: Cluster,
) -> None:
    for address in cluster.addresses:
        cluster.wait_until_ready(address)
        assert f"will be at {address}" in cluster.said
    ada, bo = (register(address) for address in cluster.addresses)
    room = ada.found_room()
    bo.ask("POST", f"/rooms/{room}/join")
    stream = f"room:{room}"
    async with wire(bo) as his:
        await his.ask({"t": "subscribe", "streams": [{"stream": stream}]})
        async with wire(ada) as hers:
            first = int(str((await hers.send_message(stream, "Hello over there"))["seq"]))
        assert (await his.hear_events(stream, first))[-1]["body"] == "Hello over there"

        os.kill(hub_process(cluster.first_port), signal.SIGKILL)
        cluster.wait(lambda: "Signal 9 has ended it; it starts again." in cluster.said)
        cluster.wait_until_ready(ada.address)
        async with wire(ada) as hers:
            second = int(str((await hers.send_message(stream, "I am back"))["seq"]))
        assert (await his.hear_events(stream, second))[-1]["body"] == "I am back"

    assert cluster.interrupt() == 0, cluster.said
    assert "Traceback" not in cluster.said
    assert [port for port in ports_of(cluster.first_port) if not is_free(port)] == []


def test_a_taken_port_is_named_before_anything_starts(root: Path, tmp_path: Path) -> None:
    first = first_of_free_ports()
    with socket.create_server(("127.0.0.1", first + 1)):
        environment = clean_environment(PORT=str(first), DATA=str(tmp_path / "data"))
        code, said = refusal(CLUSTER, cwd=root, environment=environment)
    assert code == 1
    assert len(said) == 1
    assert f"Port {first + 1} cannot be listened on" in said[0]
    assert not (tmp_path / "data").exists()


def test_a_number_of_hubs_that_is_none_is_refused(root: Path, tmp_path: Path) -> None:
    environment = clean_environment(HUBS="many", DATA=str(tmp_path / "data"))
    code, said = refusal(CLUSTER, cwd=root, environment=environment)
    assert (code, said) == (1, ["HUBS must be a number from 1 to 99, not many."])
