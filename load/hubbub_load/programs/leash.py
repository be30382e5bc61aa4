"""Programs that are started here end with whoever started them, even if that is killed.

Who starts a program ends it; who is killed cannot. So one more process holds the end of a pipe
from it, is told of every program, and ends those that are left when the pipe breaks.
"""

import atexit
import os
import signal
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path


def leash(program: "subprocess.Popen[bytes]", how: signal.Signals = signal.SIGKILL) -> None:
    """Have a program sent a signal when this process ends, however that comes about."""
    pipe = _watcher().stdin
    if pipe is None:
        raise LookupError("The watcher has no pipe")
    pipe.write(f"{program.pid} {_birth_of(program.pid)} {how}\n".encode())
    pipe.flush()


@lru_cache(maxsize=1)
def _watcher() -> "subprocess.Popen[bytes]":
    # In a session of its own: Ctrl-C is for its starter, and its end is that of the pipe.
    watcher = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, start_new_session=True
    )
    atexit.register(watcher.communicate)  # closes the pipe, and waits for it
    return watcher


def _birth_of(pid: int) -> str:
    """Return when a process began, so that another one with its number is not taken for it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "none"


def _watch() -> None:
    told = [line.split() for line in sys.stdin]
    for pid, birth, how in told:
        with suppress(ProcessLookupError):
            if birth != "none" and _birth_of(int(pid)) == birth:
                os.kill(int(pid), int(how))
                os.kill(int(pid), signal.SIGCONT)  # it may have been stopped


if __name__ == "__main__":
    _watch()
