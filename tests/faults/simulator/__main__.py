"""Many worlds, one after another: ``python -m tests.faults.simulator --seeds 10000``.

Prints the seed of every schedule that broke a promise, the shortest part of the first one that
still does, and how often each kind of fault happened. Exits with 1 if a promise was broken, if a
kind of fault never happened, and if a schedule had fewer than three faults.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import blake2b
from typing import Final

from tests.faults.simulator.play import play
from tests.faults.simulator.share import play_share
from tests.faults.simulator.shrink import shrink
from tests.faults.simulator.steps import FEWEST_FAULTS, Step, schedule
from tests.faults.simulator.tally import KINDS, Tally, missing
from tests.faults.simulator.village import Village, new_village

_SHARE: Final = 100


def main(say: Callable[[str], None] = print) -> int:
    """Play as asked for on the command line; returns the exit code."""
    asked = _read_arguments()
    began = time.monotonic()
    ends = range(asked.first, asked.first + asked.seeds, _SHARE)
    last = asked.first + asked.seeds
    spawn = multiprocessing.get_context("spawn")
    tally: Tally = Counter()
    failures: dict[int, list[str]] = {}
    worlds = blake2b(digest_size=8)
    events = steps = 0
    fewest_faults = sys.maxsize
    with ProcessPoolExecutor(asked.workers, mp_context=spawn) as pool:
        parts = [
            pool.submit(play_share, begin, min(begin + _SHARE, last), asked.steps) for begin in ends
        ]
        for part in parts:
            share = part.result()
            tally.update(share.tally)
            failures.update(share.failures)
            events += share.events
            steps += share.steps
            fewest_faults = min(fewest_faults, share.fewest_faults)
            worlds.update("".join(share.digests).encode())
            for seed, complaints in share.failures.items():
                say(f"seed {seed}: {complaints[0][:300]} ({len(complaints)} complaints)")
    took_s = time.monotonic() - began
    for kind in KINDS:
        say(f"{tally[kind]:8} {kind}")
    say(
        f"{asked.seeds} schedules, {steps} steps, at least {fewest_faults} faults in each,"
        f" {events} events, {took_s:.0f} s, {len(failures)} broken"
    )
    say(f"the same again has the digest {worlds.hexdigest()}")
    for never in missing(tally):
        say(f"never happened: {never}")
    if failures:
        _say_shortest(min(failures), asked.steps, say)
    return 1 if failures or missing(tally) or fewest_faults < FEWEST_FAULTS else 0


def _say_shortest(seed: int, steps: int, say: Callable[[str], None]) -> None:
    with new_village() as village:
        short = shrink(schedule(seed, steps), partial(_fails, village, seed))
        outcome = play(village, seed, short, Counter())
    say(f"seed {seed} fails with {len(short)} of its steps:")
    for step in short:
        say(f"  {step}")
    for complaint in outcome.complaints:
        say(f"  {complaint}")


def _fails(village: Village, seed: int, steps: Sequence[Step]) -> bool:
    return bool(play(village, seed, steps, Counter()).complaints)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, default=1000, help="how many schedules")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--steps", type=int, default=50, help="the steps of each")
    parser.add_argument("--workers", type=int, default=2, help="how many at the same time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
