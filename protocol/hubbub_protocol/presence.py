"""Who is present in a room, as commands and frames speak of it."""

from typing import Literal

import msgspec

PresenceState = Literal["active", "away"]
"""``active``: at the device; ``away``: the program runs, and nobody looks at it."""


class PresenceCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many members are present, where they are too many to be named."""

    active: int
    away: int
