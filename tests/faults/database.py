"""Reading a hub's log straight from its SQLite file, without any of the hub's own code."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from hubbub_protocol.codec import event_json
from tests.faults.record import Kept, Log


def read_log(path: Path) -> Log:
    """Return all events of the database, by stream."""
    log: defaultdict[str, list[Kept]] = defaultdict(list)
    with closing(sqlite3.connect(path)) as link:
        rows = link.execute(
            "SELECT stream, seq, at, actor, payload FROM events ORDER BY stream, seq"
        )
        for stream, seq, at, actor, payload in rows:
            text = event_json(stream, seq, at, actor, payload)
            log[stream].append(Kept(stream, seq, at, actor, text, payload))
    return dict(log)


def read_heads(path: Path) -> dict[str, int]:
    """Return the last ``seq`` of each stream that has events."""
    with closing(sqlite3.connect(path)) as link:
        return dict(link.execute("SELECT stream, max(seq) FROM events GROUP BY stream"))
