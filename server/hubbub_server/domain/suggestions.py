"""Whom one might know better: a score of mutual participation, and its reason in words.

Only what went both ways counts: of replies and of reactions the lesser of the two directions.
Attention of one side alone, however much, never suggests anybody to anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from hubbub_server.domain.exchanges import Exchange

Mode = Literal["met", "bridge"]

WEEK_US: Final = 7 * 24 * 3600 * 1_000_000
RECENT_US: Final = 180 * 24 * 3600 * 1_000_000
"""Older exchanges suggest nobody any more."""

_REPLY: Final = 4
_REACTION: Final = 2
_THREAD: Final = 1
_LEAST_MET: Final = 8
"""As two answers each way have it, or one with a thread or two around it."""
_LEAST_BRIDGE: Final = 4
"""As one answer each way has it: the rooms are the stronger reason."""


@dataclass(frozen=True, slots=True)
class Mutual:
    """What went both ways between two members in one room."""

    room: str
    replies: int
    """Each answered the other at least so many times."""
    reactions: int
    threads: int

    @property
    def score(self) -> int:
        """How much it is, in all."""
        return _REPLY * self.replies + _REACTION * self.reactions + _THREAD * self.threads


def mutual_of(room: str, exchange: Exchange) -> Mutual:
    """Return what of an exchange went both ways."""
    return Mutual(
        room,
        max(0, min(exchange.replies_of_one, exchange.replies_of_other)),
        max(0, min(exchange.reactions_of_one, exchange.reactions_of_other)),
        exchange.threads,
    )


def strongest(exchanges: Iterable[Mutual]) -> Mutual | None:
    """Return the room in which two exchanged most; of equals the first by its id."""
    return max(
        sorted(exchanges, key=lambda each: each.room), key=lambda each: each.score, default=None
    )


def suggests_met(exchanges: Iterable[Mutual]) -> bool:
    """Whether two members have met enough in their shared rooms to be suggested to each other."""
    return sum(each.score for each in exchanges) >= _LEAST_MET


def suggests_bridge(exchanges: Iterable[Mutual]) -> bool:
    """Whether two have met enough to join two rooms that share no one else."""
    return sum(each.score for each in exchanges) >= _LEAST_BRIDGE


def reason_of(
    mode: Mode, met: Mutual, *, room: str, own_room: str = "", other_room: str = ""
) -> str:
    """Say in words why somebody is suggested; the rooms are their names."""
    if mode == "bridge":
        return (
            f"you met in #{room}, and nobody belongs to both #{own_room} and #{other_room}:"
            " the two of you would join them"
        )
    said = []
    if met.replies:
        said.append(f"answered each other {_times(met.replies)}")
    if met.reactions:
        said.append(f"reacted to each other {_times(met.reactions)}")
    if met.threads:
        talks = "the same message" if met.threads == 1 else f"the same {met.threads:,} messages"
        said.append(f"both answered {talks}")
    return f"you {_listed(said)} in #{room}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
