"""Some seeds, played one after another in a process of their own."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.faults.simulator.play import play
from tests.faults.simulator.steps import faults_in, schedule
from tests.faults.simulator.tally import Tally
from tests.faults.simulator.village import new_village

_SWEPT_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class Share:
    """What came of some seeds."""

    tally: Tally
    events: int
    steps: int
    fewest_faults: int
    failures: dict[int, list[str]]
    """The complaints by seed."""
    digests: list[str]
    """Of what happened in each world."""


def play_share(begin: int, end: int, steps: int) -> Share:
    """Carry out the schedules of these seeds."""
    tally: Tally = Counter()
    failures: dict[int, list[str]] = {}
    events = count = 0
    faults, digests = [], []
    with new_village() as village, _swept_seldom() as sweep:
        for seed in range(begin, end):
            drawn = schedule(seed, steps)
            outcome = play(village, seed, drawn, tally)
            events += outcome.events
            count += len(drawn)
            faults.append(faults_in(drawn))
            digests.append(outcome.digest)
            if outcome.complaints:
                failures[seed] = outcome.complaints
            sweep()
    return Share(tally, events, count, min(faults), failures, digests)


@contextmanager
def _swept_seldom() -> Iterator[Callable[[], None]]:
    """Sweep when told to, and not every time: a world is one great circle until its end."""
    worlds = 0

    def sweep() -> None:
        nonlocal worlds
        worlds += 1
        if worlds % _SWEPT_EVERY == 1:
            gc.collect()
        if worlds == 1:
            gc.freeze()  # the code and its statements stay: no sweep need look at them again

    gc.disable()
    try:
        yield sweep
    finally:
        gc.unfreeze()
        gc.enable()
