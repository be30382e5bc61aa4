"""Start a hub as a person would, and wait for it as a load balancer would."""

import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from hubbub_load.programs.plain import PLAIN

ADDRESS = re.compile(r"http://[\w.\[\]:-]+:\d+")
STOP_TIMEOUT_S = 20.0


@dataclass(frozen=True)
class Served:
    """A hub that is ready: where it is, its process, and how long it took to get there."""

    address: str
    process: subprocess.Popen[str]
    ready_after_s: float


def clean_environment(**changes: str) -> dict[str, str]:
    """Return this environment without what pytest, make, a venv or a Hubbub setting put there."""
    leave_out = ("HUBBUB_", "MAKE", "MFLAGS", "PYTEST", "PYTHON", "VIRTUAL_ENV", "npm_", "INIT_CWD")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(leave_out)}
    return kept | changes


@contextmanager
def served(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    timeout_s: float = 30.0,
) -> Iterator[Served]:
    """Run `command` in a process group of its own until the hub it starts is ready.

    Raises AssertionError with all that it printed when it ends or stays silent before that.
    """
    started_at = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        address = _printed_address(process, started_at + timeout_s)
        _wait_until_ready(address, started_at + timeout_s)
        yield Served(address, process, time.monotonic() - started_at)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def interrupt(running: Served) -> tuple[int, str]:
    """Press Ctrl-C: signal the whole foreground group; return the exit code and the last words."""
    os.killpg(running.process.pid, signal.SIGINT)
    said, _ = running.process.communicate(timeout=STOP_TIMEOUT_S)
    return running.process.returncode, said


def refusal(
    command: Sequence[str], *, cwd: Path, environment: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Run a `command` that must not come up; return its exit code and the lines it says."""
    run = subprocess.run(
        command,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return run.returncode, [line for line in run.stdout.splitlines() if line.strip()]


def _printed_address(process: subprocess.Popen[str], deadline: float) -> str:
    assert process.stdout is not None
    said: list[str] = []
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            line = process.stdout.readline()
            if not line:
                break
            said.append(line)
            if found := ADDRESS.search(line):
                return found.group()
    raise AssertionError("no address was printed:\n" + "".join(said))


def _wait_until_ready(address: str, deadline: float) -> None:
    while time.monotonic() < deadline:
        try:
            ready = httpx.get(f"{address}/health/ready", timeout=5, verify=PLAIN)
            if ready.status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise AssertionError(f"{address}/health/ready was not 200 in time")
