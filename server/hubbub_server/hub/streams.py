"""A stream in this process: where it ends, its last events, and who receives it.

It is opened (listen, then read the head) before the first session gets it; see
:mod:`.live_streams`. From then on ``head`` + 1 is the next event: a publication with that ``seq``
is delivered, a lower one dropped, and a higher one means that those between are committed: they
are read from the store at once.
"""

import asyncio

from hubbub_protocol.events import Payload
from hubbub_server.broker.publication import Publication
from hubbub_server.hub.fan_out import FanOut, Follower
from hubbub_server.hub.payloads import find_payload
from hubbub_server.hub.ring import Entry, Ring, deleted_by, departed_by
from hubbub_server.store.interface import StoredEvent


class HubStream:
    """One live stream. ``receive`` and ``fill`` give it events; it gives them to the fan-out."""

    __slots__ = ("closed", "compared", "fan_out", "head", "name", "ring", "subscriptions", "wanted")

    def __init__(self, name: str, head: int, loop: asyncio.AbstractEventLoop) -> None:
        self.name = name
        self.head = head  # the last seq that arrived here
        self.wanted = head  # the last seq that is known to be committed, while it is read
        self.compared = 0  # how often all streams had been doubted when its head was last compared
        self.closed = False  # nothing arrives any more
        self.ring = Ring()
        self.fan_out = FanOut(loop, head)
        self.subscriptions: set[Follower] = set()  # in step and behind

    def receive(self, publication: Publication) -> bool:
        """Take a publication; False means that events before it are missing here."""
        if publication.seq <= self.head:
            return True
        if publication.seq > self.head + 1 or not publication.event:
            return False
        changes = publication.publication_class == "control"
        payload = find_payload(publication.event) if changes else None
        self._advance(publication.seq, publication.event, payload)
        return True

    def fill(self, event: StoredEvent) -> None:
        """Take an event that was read from the store, if it is the next.

        A closed stream takes none: what was read may be of a former epoch.
        """
        if not self.closed and event.seq == self.head + 1:
            self._advance(event.seq, event.json(), find_payload(event.payload))

    def _advance(self, seq: int, event: bytes, payload: Payload | None) -> None:
        entry = Entry(seq, event, departed_by(payload))
        erased = deleted_by(payload)
        if erased is not None:
            self.ring.erase(erased)
        self.head = seq
        self.ring.add(entry)
        self.fan_out.offer(entry)


def entry_of(event: StoredEvent) -> Entry:
    """Make of a stored event what is written to sockets."""
    return Entry(event.seq, event.json(), departed_by(find_payload(event.payload)))
