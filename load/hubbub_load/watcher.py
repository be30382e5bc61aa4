"""A watcher: a member who receives every room of the log and notes what came, and when."""

from array import array
from collections.abc import Mapping

from hubbub_load.verify import Sighting
from hubbub_protocol.client_news import Ended, News, StreamRefused, StreamReset, StreamSubscribed
from hubbub_protocol.events import Event, MessageSent, UnknownEvent
from hubbub_protocol.frames import Skip

Interned = dict[Sighting, Sighting]
"""Equal sightings of many watchers are kept once: half a million deliveries need little memory."""


class View:
    """What one watcher saw of one room."""

    __slots__ = ("live_from", "replayed", "seen", "seen_at")

    def __init__(self) -> None:
        self.seen: list[Sighting] = []
        self.seen_at = array("d")
        """When each came, in seconds on the monotonic clock."""
        self.replayed = bytearray()
        """1 for each that came late because the watcher had been away."""
        self.live_from = 0
        """Events up to this ``seq`` are replayed, not live."""

    def latest_seq(self) -> int:
        """Return the ``seq`` of the latest event; 0 before the first."""
        return self.seen[-1].seq if self.seen else 0


class Watcher:
    """The views of one watcher, kept from the news of its session."""

    def __init__(self, room_of: Mapping[str, str], interned: Interned) -> None:
        self.views = {room: View() for room in room_of.values()}
        self.subscribed: set[str] = set()
        """The rooms that were ever subscribed."""
        self.failures: list[str] = []
        """What must not happen: a stream refused or reset, a session ended by the hub."""
        self._room_of = room_of
        self._interned = interned

    def take_news(self, news: News, now: float) -> None:
        """Note what a session tells."""
        match news:
            case Event() | UnknownEvent() | Skip():
                self._note(news, now)
            case StreamSubscribed(state):
                room = self._room_of[state.stream]
                self.subscribed.add(room)
                self.views[room].live_from = state.head
            case StreamReset(stream):
                self.failures.append(f"room {self._room_of[stream]!r} was reset")
            case StreamRefused(stream, error):
                self.failures.append(f"room {self._room_of[stream]!r} refused: {error.detail}")
            case Ended(code, reason):
                self.failures.append(f"the hub closed with {code} {reason!r}")
            case _:
                pass  # answers and the state of the link: a watcher asks for nothing

    def count_reached(self, heads: Mapping[str, int]) -> int:
        """Count the rooms that were seen up to this ``seq``."""
        return sum(self.views[room].latest_seq() >= head for room, head in heads.items())

    def _note(self, event: Event | UnknownEvent | Skip, now: float) -> None:
        view = self.views[self._room_of[event.stream]]
        sighting = _sight(event)
        view.seen.append(self._interned.setdefault(sighting, sighting))
        view.seen_at.append(now)
        view.replayed.append(event.seq <= view.live_from)


def _sight(event: Event | UnknownEvent | Skip) -> Sighting:
    if isinstance(event, Event) and isinstance(event.payload, MessageSent):
        return Sighting(event.seq, event.actor, event.payload.body, event.payload.reply_to)
    return Sighting(event.seq, "", "", None)
