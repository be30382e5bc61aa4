"""Schedules: what happens in a world, step by step, drawn from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, get_args

DirectDeed = Literal[
    "direct say",
    "direct edit",
    "direct delete",
    "direct react",
    "direct mark read",
    "pry",
]
"""What is done in a direct channel, or tried there by a stranger."""

BetweenDeed = Literal[
    "ask",
    "accept",
    "put off",
    "decline",
    "withdraw",
    "insist",
    "reconnect",
    "end",
    "block",
    "unblock",
]
"""What changes what is between two members."""

RoomDeed = Literal[
    "say",
    "say at once",
    "mention",
    "edit",
    "delete",
    "react",
    "mark read",
    "leave",
    "join",
    "remove",
    "ban",
    "unban",
]
Deed = RoomDeed | DirectDeed | BetweenDeed
Fault = Literal[
    "lose",
    "repeat",
    "delay",
    "stall",
    "away",
    "break link",
    "die before commit",
    "die after commit",
    "lose reply",
    "refuse write",
    "slow write",
    "refuse read",
    "slow read",
    "kill",
    "pause",
    "drain",
    "cut",
    "cut hello",
    "lag",
    "move",
]

FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)
DIRECT_DEEDS: Final[tuple[DirectDeed, ...]] = get_args(DirectDeed)
BETWEEN_DEEDS: Final[tuple[BetweenDeed, ...]] = get_args(BetweenDeed)
HUBS: Final = 2
MEMBERS: Final = 3
"""Beside the owner, who is number 0."""
FRIENDS: Final = 3
"""So many of them, from number 1 on, have to do with each other."""

_WEIGHTS: Final[dict[Deed, int]] = {
    "say": 40,
    "say at once": 4,
    "mention": 5,
    "edit": 3,
    "delete": 3,
    "react": 3,
    "mark read": 2,
    "leave": 2,
    "join": 5,
    "remove": 2,
    "ban": 1,
    "unban": 3,
    "direct say": 14,
    "direct edit": 3,
    "direct delete": 1,
    "direct react": 2,
    "direct mark read": 1,
    "pry": 1,
    "ask": 6,
    "accept": 4,
    "put off": 5,  # it seldom finds a request that waits
    "decline": 4,
    "withdraw": 1,
    "insist": 3,
    "reconnect": 3,
    "end": 3,
    "block": 1,
    "unblock": 3,
}
DEEDS: Final = tuple(_WEIGHTS)
_FAULT_SHARE: Final = 0.2
FEWEST_FAULTS: Final = 3
"""In a schedule."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, so many seconds after the one before."""

    after_s: float
    what: Deed | Fault
    who: int
    """The number of a member, or for a hub's faults of a hub."""
    other: int
    """The number of the member concerned."""
    seconds: float
    """How long a fault lasts."""
    count: int
    """How many publications or writes it befalls."""


def schedule(seed: int, steps: int) -> list[Step]:
    """Draw a schedule: at least three of its steps are faults."""
    chance = Random(seed)
    faults = max(FEWEST_FAULTS, round(steps * _FAULT_SHARE))
    kinds: list[Deed | Fault] = [chance.choice(FAULTS) for _ in range(faults)]
    kinds += chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=steps - faults)
    chance.shuffle(kinds)
    return [_step(chance, what) for what in kinds]


def _step(chance: Random, what: Deed | Fault) -> Step:
    after_s = chance.choice((0.0, 0.001, 0.01, 0.05, 0.05, 0.2, 0.6))
    return Step(
        after_s=round(after_s * chance.random(), 4),
        what=what,
        who=chance.randrange(60),
        other=chance.randrange(1, MEMBERS + 1),
        seconds=round(chance.choice((0.1, 0.5, 3.0)) * (0.5 + chance.random()), 3),
        count=chance.randint(1, 3),
    )


def faults_in(steps: Sequence[Step]) -> int:
    """Count the steps that are faults."""
    return sum(step.what in FAULTS for step in steps)
