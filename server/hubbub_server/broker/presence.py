"""Presence between hubs: a board on which every hub posts who is present through it.

The board is what a hub reads that begins to follow a room, or that may have missed something.
Differences do not wait for it: they go as whispers through the broker, to the hubs that listen to
the room's stream. Every posting has a ``turn``, which grows with each one of the hub, and every
difference names the turn before it, so that a lost one is noticed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from hubbub_protocol.presence import PresenceState

EXPIRES_S: Final = 8.0
"""A hub that does not post for so long is taken off the board, with all that it posted."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Who is present in a room through one hub."""

    turn: int
    members: Mapping[str, PresenceState]


class PresenceChange(msgspec.Struct, frozen=True, tag_field="t", tag="presence_change"):
    """A difference between two postings of a hub for one stream, whispered in JSON."""

    hub: str
    turn: int
    since: int | None
    """The turn that it follows on, 0 for nobody at all; None: read the board."""
    members: dict[str, PresenceState | None] = {}
    """None for those who are present no longer."""


class BoardAwayError(Exception):
    """The board does not answer now."""


class PresenceBoard(Protocol):
    """What all hubs have posted. Every deed may raise :class:`BoardAwayError`, within a second."""

    async def post(self, hub: str, changed: Mapping[str, Posted]) -> bool:
        """Replace what a hub has posted for these streams, and keep all of it from expiring.

        A posting without members is taken away. False: nothing of this hub is on the board any
        more, and nothing was changed; it must post everything.
        """

    async def post_all(self, hub: str, everything: Mapping[str, Posted]) -> None:
        """Post for every stream, in place of all that the hub has posted before."""

    async def read(self, streams: Collection[str]) -> dict[str, dict[str, Posted]]:
        """Return, by hub, what stands there for these streams.

        Every hub on the board is named, also one that has posted for none of them.
        """

    def begin_anew(self, epoch: str) -> None:
        """Be the board of another epoch from now on; what this process had posted is not on it."""

    async def withdraw(self, hub: str) -> None:
        """Take a hub off the board at once."""
