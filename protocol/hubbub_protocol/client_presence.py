"""Who is present in the rooms that a client receives, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hubbub_protocol.commands import Presence
from hubbub_protocol.frames import Present
from hubbub_protocol.presence import PresenceState

_NOBODY: Final[Mapping[str, PresenceState]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RoomPresence:
    """Who is present in a room now; told whenever that changed."""

    stream: str
    members: Mapping[str, PresenceState]
    """By member id; empty where they are too many to be named."""
    active: int
    away: int

    @property
    def named(self) -> bool:
        """Whether ``members`` holds everybody who is present."""
        return len(self.members) == self.active + self.away


class Presences:
    """What the hub has said of each room, differences applied."""

    def __init__(self) -> None:
        self.own: PresenceState = "active"
        """What this client says of itself, on this socket and on later ones."""
        self._said: PresenceState = "active"
        """What the hub believes of this session: each begins as active."""
        self._rooms: dict[str, RoomPresence] = {}

    def begin_socket(self) -> None:
        """Begin anew with a hub that knows nothing of this session."""
        self._said = "active"

    def take(self) -> list[Presence]:
        """Return what is to be said now."""
        if self.own == self._said:
            return []
        self._said = self.own
        return [Presence(state=self.own)]

    def find(self, stream: str) -> RoomPresence | None:
        """Return who is present in a room as last heard, or None."""
        return self._rooms.get(stream)

    def learn(self, frame: Present) -> list[RoomPresence]:
        """Take what the hub says of a room; changes of what is not known say nothing."""
        known = self._rooms.get(frame.stream)
        if known is None and not frame.whole:
            return []
        room = _after(None if frame.whole else known, frame)
        self._rooms[frame.stream] = room
        return [room]

    def forget(self, stream: str) -> None:
        """Drop what is known of a room that is received no longer."""
        self._rooms.pop(stream, None)


def _after(known: RoomPresence | None, frame: Present) -> RoomPresence:
    if frame.counts is not None:
        return RoomPresence(frame.stream, _NOBODY, frame.counts.active, frame.counts.away)
    members: dict[str, PresenceState] = dict(_NOBODY if known is None else known.members)
    members.update(dict.fromkeys(frame.active, "active"))
    members.update(dict.fromkeys(frame.away, "away"))
    for member in frame.gone:
        members.pop(member, None)
    away = sum(state == "away" for state in members.values())
    return RoomPresence(frame.stream, MappingProxyType(members), len(members) - away, away)
