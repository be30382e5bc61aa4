"""Some seeds, played one after another in a process of their own."""

import gc
from collections import Counter
from dataclasses import dataclass
from typing import Final

from tests.faults.simulator.play import play
from tests.faults.simulator.steps import faults_in, schedule
from tests.faults.simulator.tally import Tally
from tests.faults.simulator.village import new_village

_SWEPT_EVERY: Final = 10
"""After so many worlds: each is one great circle, and most of it ends by itself."""


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
    gc.disable()
    with new_village() as village:
        for seed in range(begin, end):
            drawn = schedule(seed, steps)
            outcome = play(village, seed, drawn, tally)
            events += outcome.events
            count += len(drawn)
            faults.append(faults_in(drawn))
            digests.append(outcome.digest)
            if outcome.complaints:
                failures[seed] = outcome.complaints
            if (seed - begin) % _SWEPT_EVERY == 0:
                gc.collect()
            if seed == begin:
                gc.freeze()  # the code and its statements stay: no sweep need look at them again
    gc.unfreeze()
    gc.enable()
    return Share(tally, events, count, min(faults), failures, digests)
