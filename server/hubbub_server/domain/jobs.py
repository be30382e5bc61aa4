"""Jobs: when one is due, and which hub runs it.

Whoever runs a job holds a lease of it, and renews it while it works. Of a hub that has died or
hangs the lease expires, and another one takes the job over from where it had got.
"""

from dataclasses import dataclass
from typing import Final

LEASE_US: Final = 60 * 1_000_000
"""Longer than any one step of a job takes, and than the clocks of two hubs differ."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands. Times in microseconds since 1970."""

    holder: str = ""
    """The hub that runs it; empty for none."""
    held_until: int = 0
    done_at: int = 0
    """When it last came to its end."""
    reached: str = ""
    """How far it has got, in its own words; empty at the beginning."""


def may_take(state: JobState, every_us: int, now_us: int) -> bool:
    """Whether a hub may begin to run the job, or go on with it in another's place."""
    return state.held_until <= now_us and now_us - state.done_at >= every_us


def taken(state: JobState, holder: str, now_us: int) -> JobState:
    """Return the state of a job that a hub has begun."""
    return JobState(holder, now_us + LEASE_US, state.done_at, state.reached)


def advanced(state: JobState, reached: str, now_us: int) -> JobState:
    """Return the state after a step, with the lease renewed."""
    return JobState(state.holder, now_us + LEASE_US, state.done_at, reached)


def finished(now_us: int) -> JobState:
    """Return the state of a job that has come to its end."""
    return JobState(done_at=now_us)
