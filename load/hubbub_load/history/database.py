"""Reading a hub's log straight from its database, without any of the hub's own code."""

import sqlite3
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from hubbub_load.history.record import Kept, Log
from hubbub_load.programs.finding import find_program
from hubbub_protocol.codec import event_json

_EVENTS: Final = "SELECT stream, seq, at, actor, {payload} FROM events ORDER BY stream, seq"
_HEADS: Final = "SELECT stream, max(seq) FROM events GROUP BY stream"
_PSQL: Final = ("--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1")


class DatabaseUnreadable(Exception):
    """The database cannot be read; the text says why."""


Row = tuple[str, int, int, str, bytes]


def read_log(database: Path | str) -> Log:
    """Return all events of a database, by stream: a file of SQLite, or a URL of PostgreSQL.

    Raises :class:`DatabaseUnreadable`.
    """
    if isinstance(database, Path):
        return _log_of(_ask_sqlite(database, _EVENTS.format(payload="payload")))
    rows = _ask_postgres(database, _EVENTS.format(payload="encode(payload, 'hex')"))
    return _log_of(
        (stream, int(seq), int(at), actor, bytes.fromhex(payload))
        for stream, seq, at, actor, payload in rows
    )


def read_heads(database: Path | str) -> dict[str, int]:
    """Return the last ``seq`` of each stream that has events. Raises as :func:`read_log`."""
    if isinstance(database, Path):
        return dict(_ask_sqlite(database, _HEADS))
    return {stream: int(seq) for stream, seq in _ask_postgres(database, _HEADS)}


def _log_of(rows: Iterable[Row]) -> Log:
    log: defaultdict[str, list[Kept]] = defaultdict(list)
    for stream, seq, at, actor, payload in rows:
        text = event_json(stream, seq, at, actor, payload)
        log[stream].append(Kept(stream, seq, at, actor, text, payload))
    return dict(log)


def _ask_sqlite(file: Path, question: str) -> list[Any]:
    try:
        with closing(sqlite3.connect(file)) as link:
            return link.execute(question).fetchall()
    except sqlite3.Error as error:
        raise DatabaseUnreadable(f"{file} cannot be read: {error}") from error


def _ask_postgres(url: str, question: str) -> list[list[str]]:
    """Ask by psql; no value of these columns has a tab or a line break in it."""
    done = subprocess.run(  # noqa: S603 - a question of ours to a database that we are told
        [str(find_program("psql")), *_PSQL, "--command", f"COPY ({question}) TO STDOUT", url],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
    )
    if done.returncode != 0:
        raise DatabaseUnreadable(f"PostgreSQL cannot be read: {done.stderr.strip()}")
    return [line.split("\t") for line in done.stdout.splitlines()]
