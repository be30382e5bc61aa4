"""A hub as an operator runs it: a program of its own, on a free port, with a folder for its data.

It can be killed at any moment and started again on the same port and data. Its output goes to a
file, so that it never waits for us to read.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx

from hubbub_load.programs.finding import free_port
from hubbub_load.programs.leash import leash
from hubbub_load.programs.plain import PLAIN

READY_S: Final = 60.0
STOP_S: Final = 20.0
_LOOK_S: Final = 0.02
_LINES: Final = 20
GENEROUS: Final = {
    "HUBBUB_SENDS_PER_SECOND": "100000",
    "HUBBUB_NEW_ACCOUNT_SENDS_PER_SECOND": "100000",
    "HUBBUB_SEND_BURST": "100000",
    "HUBBUB_SOCKETS": "100",
    "HUBBUB_LAG_MS": "600000",
    "HUBBUB_ADDRESS_ATTEMPTS_PER_MINUTE": "100000",
    "HUBBUB_ARGON2_TIME_COST": "1",
    "HUBBUB_ARGON2_MEMORY_KIB": "8",
}
"""Settings for whoever is not concerned with limits."""
_SET_UP_LINK: Final = re.compile(r"/setup#(\S+)")


class HubFailed(Exception):
    """The hub did not become ready, or did not stop; the text ends with its last words."""


class ServedHub:
    """One hub and the program that runs it, if it runs now::

    with ServedHub(tmp_path) as hub:
        httpx.get(f"{hub.address}/health/ready")
        hub.kill()
        hub.start()
    """

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, str] | None = None,
        program: str = "hubbub_server",
    ) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.module = program
        """What runs from the next start on is ``python -m`` this."""
        self._settings = dict(settings or {})  # by environment variable
        self._output = folder / "hub.log"
        self._program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def address(self) -> str:
        """Where it is, for browsers and clients."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """The file of its database."""
        return self.data / "hubbub.db"

    @property
    def output(self) -> str:
        """All that it has printed, over all of its runs."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    @property
    def last_words(self) -> str:
        """The last lines of that."""
        return "\n".join(self.output.splitlines()[-_LINES:])

    @property
    def set_up_token(self) -> str:
        """The token of the set-up link, which it prints while it has no owner."""
        found = _SET_UP_LINK.findall(self.output)
        if not found:
            raise HubFailed(f"It printed no set-up link:\n{self.last_words}")
        return str(found[-1])

    @property
    def pid(self) -> int:
        """The process that runs now."""
        if self._program is None:
            raise LookupError("The hub does not run")
        return self._program.pid

    def start(self) -> None:
        """Start the program and wait until it is ready. Raises :class:`HubFailed`."""
        command = [sys.executable, "-m", self.module, "serve"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        with self._output.open("ab") as output:
            self._program = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._settings},
            )
        leash(self._program)
        try:
            self._wait_until_ready(self._program)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End it as a power cut does (`kill -9`). Again: nothing happens."""
        if self._program is not None:
            self._program.kill()
            self._program.wait()
            self._program = None

    def pause(self) -> None:
        """Stop it in the middle of whatever it does, with all of its sockets open."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on where it stopped."""
        os.kill(self.pid, signal.SIGCONT)

    def wait_for_death(self) -> None:
        """Wait until it has ended by itself. Raises :class:`HubFailed` if it lives on."""
        if self._program is None:
            raise LookupError("The hub does not run")
        try:
            self._program.wait(STOP_S)
        except subprocess.TimeoutExpired:
            raise HubFailed(f"It lived on for {STOP_S} s:\n{self.last_words}") from None
        self._program = None

    def stop(self) -> None:
        """Ask it to end. Raises :class:`HubFailed` if it stays, or ends with a complaint."""
        if self._program is None:
            raise LookupError("The hub does not run")
        self._program.send_signal(signal.SIGTERM)
        try:
            status = self._program.wait(STOP_S)
        except subprocess.TimeoutExpired:
            raise HubFailed(f"It did not stop within {STOP_S} s:\n{self.last_words}") from None
        finally:
            self.kill()
        if status != 0:
            raise HubFailed(f"It ended with status {status}:\n{self.last_words}")

    def _wait_until_ready(self, program: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if program.poll() is not None:
                raise HubFailed(f"It ended with status {program.returncode}:\n{self.last_words}")
            try:
                if httpx.get(f"{self.address}/health/ready", verify=PLAIN).is_success:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            time.sleep(_LOOK_S)
        raise HubFailed(f"It was not ready within {READY_S} s:\n{self.last_words}")
