"""A PostgreSQL that follows another one, some way behind, and may take its place."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hubbub_load.programs.finding import find_program
from hubbub_load.programs.postgres_server import READY_S, PostgresServer

_LOOK_S: Final = 0.02
_COPY: Final = ("--username=hubbub", "--wal-method=stream", "--checkpoint=fast", "--no-sync", "-R")
"""How ``pg_basebackup`` takes the data of the leader, and notes whom to follow."""


class PostgresStandby(PostgresServer):
    """A server that follows a leader, which does not wait for it::

    with PostgresServer() as leader, PostgresStandby(leader) as standby:
        standby.catch_up()
        standby.cut_off()
        leader.crash()
        standby.promote()

    What the leader commits while it is cut off is lost with the leader.
    """

    def __init__(self, leader: PostgresServer) -> None:
        super().__init__()
        self._leader = leader

    def _fill(self, data: Path, user: str | None) -> None:
        place = ["--host", "127.0.0.1", "--port", str(self._leader.port)]
        subprocess.run(
            [str(find_program("pg_basebackup")), "--pgdata", str(data), *place, *_COPY],
            check=True,
            capture_output=True,
            user=user,
            cwd="/",
        )

    def catch_up(self) -> None:
        """Wait until it has all that the leader has committed."""
        end = self._leader.run_sql("SELECT pg_current_wal_flush_lsn()")
        query = f"SELECT pg_last_wal_replay_lsn() >= '{end}'"
        _wait(lambda: self.run_sql(query) == "t", "the standby has caught up")

    def cut_off(self) -> None:
        """Let it get nothing more of what the leader commits."""
        self.run_sql("ALTER SYSTEM SET primary_conninfo = ''")
        self.run_sql("SELECT pg_reload_conf()")
        query = "SELECT count(*) FROM pg_stat_wal_receiver"
        _wait(lambda: self.run_sql(query) == "0", "the standby is cut off")

    def promote(self) -> None:
        """Let it lead from now on, with what it has."""
        self.run_sql("SELECT pg_promote()")


def _wait(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + READY_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"In vain: {what}")
        time.sleep(_LOOK_S)
