"""Making a failing schedule short: steps are left out as long as it still fails."""

from collections.abc import Callable, Sequence

from tests.faults.simulator.steps import Step


def shrink(
    steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool], most_tries: int = 300
) -> list[Step]:
    """Return a part of a failing schedule that still fails, in at most so many tries."""
    left = list(steps)
    size = max(1, len(left) // 2)
    tries = 0
    while tries < most_tries:
        place, shorter = 0, False
        while place < len(left) and tries < most_tries:
            without = left[:place] + left[place + size :]
            tries += 1
            if fails(without):
                left, shorter = without, True
            else:
                place += size
        if size == 1 and not shorter:
            break
        if not shorter:
            size = max(1, size // 2)
    return left
