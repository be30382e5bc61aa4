"""What was acknowledged is there after `kill -9`, and nothing is there twice or half."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hubbub_server.store.sqlite import open_sqlite
from tests.server.store.hand_clock import HandClock
from tests.server.store.sqlite import writing_child
from tests.server.store.village import Village, dense


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_a_killed_writer_loses_nothing_that_it_acknowledged(
    tmp_path: Path, root: Path, seed: int
) -> None:
    path = tmp_path / "hubbub.db"
    acknowledged, room = kill_while_writing(path, root, after=random.Random(seed).randrange(5, 300))
    clock = HandClock()
    store = await open_sqlite(path, clock)
    log = await Village(store, clock).log(room)
    await store.close()
    assert dense(log)
    # Its last batch may have been committed and not yet told of.
    assert len(acknowledged) <= len(log) - 1 <= len(acknowledged) + writing_child.BATCH
    assert acknowledged == [event.seq for event in log[1 : len(acknowledged) + 1]]


def kill_while_writing(path: Path, root: Path, after: int) -> tuple[list[int], str]:
    """Let a child write until it has acknowledged that many messages, and kill it."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "tests.server.store.sqlite.writing_child", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        room = child.stdout.readline().strip()
        acknowledged = [int(child.stdout.readline()) for _ in range(after)]
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split("\n")
    # The last line may have been cut short: only what ended with a line break counts.
    return acknowledged + [int(line) for line in rest[:-1]], room
