"""Finding and ending the programs of databases."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

STOP_S: Final = 20.0
_PLACES: Final = "usr/lib/postgresql/*/bin"
"""Where Debian keeps PostgreSQL's programs, below the root folder."""
_INSTALLED: Final = Path(sys.prefix) / "databases/bin"
"""Where tools/databases puts them on a machine that has no others."""


def find_program(name: str) -> Path:
    """Return a program of Redis or PostgreSQL, wherever the system or `make test` has put it.

    Raises :class:`FileNotFoundError` with a sentence.
    """
    found = shutil.which(name)
    # Debian's psql is a script that looks for the real one, and takes ten times as long.
    if found is not None and Path(found).resolve().name != "pg_wrapper":
        return Path(found)
    for place in (*sorted(Path("/").glob(_PLACES), reverse=True), _INSTALLED):
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(f"no {name}: `make test` would install it (tools/databases)")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def unprivileged_user() -> str | None:
    """Return the user to run PostgreSQL as, which refuses to run as root; None: as we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise LookupError("PostgreSQL does not run as root, and there is neither postgres nor nobody")


def end(program: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Send a signal to one program, by its id, and wait; kill it if it stays."""
    if program.poll() is not None:
        return
    program.send_signal(how)
    try:
        program.wait(STOP_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
