"""A hub in a process of its own, for what only real bytes over a real port can show."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.packaging.serving import Served, clean_environment, served

SERVE = [str(Path(sys.executable).parent / "hubbub"), "serve", "--port", "0"]
CHEAP = ["--argon2-time-cost", "1", "--argon2-memory-kib", "8"]
QUIET = ["--log-level", "warning"]  # nobody reads the pipe while the hub runs
UNHURRIED = [
    "--address-attempts-per-minute", "1000000", "--sends-per-second", "1000000",
    "--send-burst", "1000000", "--new-account-sends-per-second", "1000000",
]  # fmt: skip


@contextmanager
def served_hub(folder: Path, *flags: str) -> Iterator[Served]:
    """Run `hubbub serve` on a free port with its data in a folder."""
    command = [*SERVE, *QUIET, *CHEAP, *UNHURRIED, "--data", str(folder), *flags]
    with served(command, cwd=folder, environment=clean_environment()) as hub:
        yield hub
