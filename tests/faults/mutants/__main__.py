"""Break each mechanism in a copy of the checkout, and see the test that watches it fail."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.mutants.catalogue import MUTANTS
from tests.faults.mutants.mutant import Mutant
from tests.faults.mutants.scratch import Scratch
from tests.faults.mutants.table import table

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    """Try the mutants that were named, or all; 1 if one survives or proves nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="mutants to try; without: all")
    parser.add_argument("--list", action="store_true", help="say which there are, and end")
    parser.add_argument("--table", action="store_true", help="print the README's table, and end")
    parser.add_argument("--within-s", type=float, default=120.0, help="for the tests of one mutant")
    asked = parser.parse_args()
    if asked.table:
        print(table(MUTANTS), end="")
        return 0
    unknown = set(asked.names) - {mutant.name for mutant in MUTANTS}
    if unknown:
        parser.error(
            f"there is no mutant {', '.join(sorted(unknown))}; --list says which there are"
        )
    chosen = [mutant for mutant in MUTANTS if not asked.names or mutant.name in asked.names]
    if asked.list:
        for mutant in chosen:
            print(f"{mutant.name:26} {mutant.mechanism}")
        return 0
    with tempfile.TemporaryDirectory(prefix="hubbub-mutants-") as folder:
        return try_all(Scratch(ROOT, Path(folder)), chosen, asked.within_s)


def try_all(scratch: Scratch, mutants: Sequence[Mutant], within_s: float) -> int:
    """Try mutants one after another, and say what became of each; 1 if not all died."""
    began = time.monotonic()
    tests = list(dict.fromkeys(test for mutant in mutants for test in mutant.tests))
    untouched = scratch.run(tests, within_s * len(mutants))
    if untouched.verdict != "passed":
        print(untouched.said)
        print(f"The tests {untouched.verdict} although nothing is broken: they prove nothing.")
        return 1
    print(f"untouched: {len(tests)} tests pass ({time.monotonic() - began:.1f} s)", flush=True)
    alive = [mutant.name for mutant in mutants if not _dies(scratch, mutant, within_s)]
    print(
        f"{len(mutants) - len(alive)} of {len(mutants)} mutants died"
        f" in {time.monotonic() - began:.0f} s"
    )
    if alive:
        print(f"alive: {' '.join(alive)}")
    return 1 if alive else 0


def _dies(scratch: Scratch, mutant: Mutant, within_s: float) -> bool:
    """Whether each of a mutant's tests fails of it."""
    verdicts = []
    began = time.monotonic()
    with scratch.spoilt(mutant):
        for test in mutant.tests:
            run = scratch.run([test], within_s)
            verdicts.append(run.verdict)
            if run.verdict in ("passed", "broken"):
                print(run.said)
    dead = all(verdict in ("failed", "hung") for verdict in verdicts)
    word = "died" if dead else "LIVES"
    took = time.monotonic() - began
    print(f"{word:6}{mutant.name:26}{took:6.1f} s  {', '.join(verdicts)}", flush=True)
    return dead


if __name__ == "__main__":
    sys.exit(main())
