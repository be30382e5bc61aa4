"""A job: what happens by the clock, in steps that are each bounded."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hubbub_server.actions.desk import Desk

Step = Callable[[Desk, str], Awaitable[str | None]]
"""Does a part of a job and returns how far it has got, in its own words (never empty), or None at
the end. It is given what the step before returned, or an empty text at the beginning. A step takes
far less than a lease; one may be repeated, since a hub may die after it and before it says so."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done again and again."""

    name: str
    every_s: float
    """So long after its end it is due again."""
    step: Step
