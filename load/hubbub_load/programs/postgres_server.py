"""A PostgreSQL of one's own: a new cluster in a temporary folder, on a free port."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from hubbub_load.programs.finding import end, find_program, free_port, unprivileged_user
from hubbub_load.programs.leash import leash

READY_S: Final = 60.0
_LOOK_S: Final = 0.02
_USER: Final = "hubbub"
_INIT: Final = f"--username {_USER} --auth trust --encoding UTF8 --locale C --no-sync".split()
_PSQL: Final = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]


class PostgresServer:
    """One PostgreSQL server, in which one makes databases of one's own::

    with PostgresServer() as server:
        url = server.new_database()

    ``fsync`` is off unless asked for: what is ended here is programs, not the machine's power.
    """

    def __init__(self, *, fsync: bool = False) -> None:
        self.port = free_port()
        self._fsync = fsync
        self._folder: Path | None = None
        self._program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        user = unprivileged_user()
        # Not in pytest's folder: PostgreSQL's user may not look into that.
        self._folder = Path(tempfile.mkdtemp(prefix="hubbub-postgres-"))
        if user is not None:
            shutil.chown(self._folder, user)
        try:
            self._fill(self._folder / "data", user)
            self.start()
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._clear()

    def _fill(self, data: Path, user: str | None) -> None:
        """Make the data that the server begins with."""
        subprocess.run(
            [str(find_program("initdb")), "--pgdata", str(data), *_INIT],
            check=True,
            capture_output=True,
            user=user,
            cwd="/",
        )

    def url(self, database: str) -> str:
        """Where a database is."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of another one of this server; return its URL."""
        name = f"hubbub_{secrets.token_hex(6)}"
        copied = f" TEMPLATE {template}" if template else ""
        self.run_sql(f"CREATE DATABASE {name}{copied}")
        return self.url(name)

    def run_sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as the server's owner and return what psql prints, without headings."""
        done = subprocess.run(
            [str(find_program("psql")), *_PSQL, "--command", statement, self.url(database)],
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
        )
        return done.stdout.strip()

    def start(self) -> None:
        """Start the server and wait until it takes statements."""
        if self._folder is None:
            raise LookupError("The server has no folder: use it in a with statement")
        command = [str(find_program("postgres")), "-D", str(self._folder / "data")]
        command += ["-p", str(self.port), "-k", "", "-c", "listen_addresses=127.0.0.1"]
        command += ["-c", "max_connections=300", "-c", f"fsync={'on' if self._fsync else 'off'}"]
        with (self._folder / "postgres.log").open("ab") as output:
            self._program = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=unprivileged_user(),
                env={**os.environ, "LC_ALL": "C"},
                cwd="/",
            )
        leash(self._program, signal.SIGQUIT)
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline and self._program.poll() is None:
            try:
                self.run_sql("SELECT 1")
            except subprocess.CalledProcessError:
                time.sleep(_LOOK_S)
            else:
                return
        log = (self._folder / "postgres.log").read_text(encoding="utf-8", errors="replace")
        raise TimeoutError(f"PostgreSQL did not start:\n{log}")

    def stop(self) -> None:
        """End it at once: every socket to it breaks, what was committed stays."""
        if self._program is not None:
            end(self._program, signal.SIGINT)
            self._program = None

    def crash(self) -> None:
        """End it as it does when it crashes: what was committed comes back out of its log."""
        if self._program is not None:
            end(self._program, signal.SIGQUIT)
            self._program = None

    def pause(self) -> None:
        """Stop it from answering, with all of its sockets open."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again. Again: nothing happens."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the server and to those of its processes that serve one link each."""
        if self._program is None:
            raise LookupError("PostgreSQL does not run")
        self._program.send_signal(number)  # first: from here on it makes no more of them
        listing = subprocess.run(
            ["ps", "-A", "-o", "ppid=,pid="],  # noqa: S607 - wherever it is
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for parent, child in (line.split() for line in listing.splitlines()):
            if int(parent) == self._program.pid:
                with suppress(ProcessLookupError):  # it has ended meanwhile
                    os.kill(int(child), number)

    def _clear(self) -> None:
        self.crash()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
