"""A program that tests started ends with them, even if they are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ENDS_S = 20.0
KILLED_TESTS = """
import subprocess, sys, time
from hubbub_load.programs.leash import leash
with subprocess.Popen(["sleep", "600"]) as program:
    leash(program)
    print(program.pid, flush=True)
    time.sleep(600)
"""


def is_running(pid: int) -> bool:
    """Whether a process is there and has not ended, as far as its parent has not looked."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_killed_tests_have_left_is_ended(root: Path) -> None:
    command = [sys.executable, "-c", KILLED_TESTS]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        pid = int(tests.stdout.readline())
        assert is_running(pid)
        os.kill(pid, signal.SIGSTOP)
        tests.kill()
    deadline = time.monotonic() + ENDS_S
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(pid)
