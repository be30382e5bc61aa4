"""A Redis of one's own: on a free port, empty, nothing on disk."""

import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from hubbub_load.programs.finding import end, find_program, free_port
from hubbub_load.programs.leash import leash

READY_S: Final = 30.0
_LOOK_S: Final = 0.01


class RedisServer:
    """One Redis that can be stopped and started again, empty, on the same port::

    with RedisServer(tmp_path) as redis:
        redis.url
        redis.stop()
        redis.start()

    ``options`` are further arguments of redis-server, such as ``("--requirepass", word)``.
    """

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self.port = free_port()
        self._folder = folder
        self._options = tuple(options)
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
    def url(self) -> str:
        """Where it is, without a password."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """The process that runs now."""
        if self._program is None:
            raise LookupError("Redis does not run")
        return self._program.pid

    def start(self) -> None:
        """Start it, empty, and wait until it listens."""
        command = [str(find_program("redis-server")), "--port", str(self.port)]
        command += ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command += ["--dir", str(self._folder), "--daemonize", "no", *self._options]
        with (self._folder / "redis.log").open("ab") as output:
            self._program = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        leash(self._program)
        self._wait_until_ready(self._program)

    def stop(self) -> None:
        """Ask it to end; what it held is gone."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does. Again: nothing happens."""
        self._end(signal.SIGKILL)

    def ask(self, *words: str, password: str | None = None) -> object:
        """Send it one command and return the answer."""
        from redis import Redis  # noqa: PLC0415 - the hubs' library: not all of this tool needs it

        with Redis(port=self.port, password=password) as client:
            return client.execute_command(*words)

    def pause(self) -> None:
        """Stop it from answering, with all of its sockets open."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._program is None:
            raise LookupError("Redis does not run")
        self._program.send_signal(number)

    def _end(self, how: signal.Signals) -> None:
        if self._program is not None:
            end(self._program, how)
            self._program = None

    def _wait_until_ready(self, program: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if program.poll() is not None:
                break
            try:
                # Whatever the options (TLS, a password): it listens.
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(_LOOK_S)
            else:
                return
        log = (self._folder / "redis.log").read_text(encoding="utf-8", errors="replace")
        raise TimeoutError(f"Redis did not start:\n{log}")
