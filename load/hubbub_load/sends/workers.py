"""The tool's processes: started, begun together, measured meanwhile, heard."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

from hubbub_load.sends.cpu import CpuReading, read_cpu
from hubbub_load.sends.share import Load, Share
from hubbub_load.sends.worker import Hindered, WorkerTally, work
from hubbub_load.waiting import NotReady

OPEN_S: Final = 120.0
"""So long may it take until every socket is open."""
END_S: Final = 90.0
"""So long may it take from the last counted acknowledgement to the tally."""
TOGETHER_S: Final = 0.3
"""From the word to the begin, so that all processes have heard it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the processes told, and the CPU time read before and after."""

    tallies: Sequence[WorkerTally]
    before: CpuReading
    after: CpuReading


def run_shares(shares: Sequence[Share], pids: Sequence[int]) -> Measured:
    """Do all shares side by side. Raises :class:`NotReady` where one of them cannot be done."""
    load = shares[0].load
    with _started(shares) as pipes:
        for pipe in pipes:
            _hear(pipe, OPEN_S)
        begin_at = time.monotonic() + TOGETHER_S
        for pipe in pipes:
            pipe.send(begin_at)
        before, after = _read_between(load, begin_at, pids)
        tallies = [_hear(pipe, END_S) for pipe in pipes]
    return Measured([each for each in tallies if isinstance(each, WorkerTally)], before, after)


def _read_between(
    load: Load, begin_at: float, pids: Sequence[int]
) -> tuple[CpuReading, CpuReading]:
    count_from = begin_at + load.warm_up_s
    time.sleep(max(count_from - time.monotonic(), 0))
    before = read_cpu(pids)
    time.sleep(max(count_from + load.seconds - time.monotonic(), 0))
    return before, read_cpu(pids)


@contextmanager
def _started(shares: Sequence[Share]) -> Iterator[list[Connection]]:
    context = multiprocessing.get_context("spawn")
    workers: list[SpawnProcess] = []
    pipes: list[Connection] = []
    try:
        for share in shares:
            ours, theirs = context.Pipe()
            worker = context.Process(target=work, args=(share, theirs), daemon=True)
            worker.start()
            theirs.close()  # so that our end tells when the worker is gone
            workers.append(worker)
            pipes.append(ours)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for worker in workers:
            worker.join(5)
            if worker.is_alive():
                worker.terminate()
                worker.join()


def _hear(pipe: Connection, timeout_s: float) -> object:
    try:
        if not pipe.poll(timeout_s):
            raise NotReady(f"a part of this tool was silent for {timeout_s:.0f} s")
        said: object = pipe.recv()
    except EOFError as error:
        raise NotReady("a part of this tool ended before its time") from error
    if isinstance(said, Hindered):
        raise NotReady(f"not every socket could be opened: {said.why}")
    return said
