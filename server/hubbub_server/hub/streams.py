"""A stream in this process: where it ends, its last events, and who receives it.

It is opened (listen, then read the head) before the first session gets it; see
:mod:`.live_streams`. From then on ``head`` + 1 is the next event: a publication with that ``seq``
is delivered, a lower one dropped, and a higher one means that those between are committed: they
are read from the store at once.
"""

import asyncio

from hubbub_protocol.events import Payload
from hubbub_protocol.streams import stream_kind
from hubbub_server.broker.publication import Publication, publication_class
from hubbub_server.hub.fan_out import FanOut, Follower
from hubbub_server.hub.freshness import Freshness
from hubbub_server.hub.payloads import find_payload
from hubbub_server.hub.ring import Entry, Ring, deleted_by
from hubbub_server.store.interface import StoredEvent


class HubStream:
    """One live stream. ``receive`` and ``fill`` give it events; it gives them to the fan-out."""

    __slots__ = ("closed", "compared", "fan_out", "head", "is_room", "name", "ring",
                 "subscriptions", "wanted")  # fmt: skip

    def __init__(
        self,
        name: str,
        head: int,
        loop: asyncio.AbstractEventLoop,
        rights: Freshness,
    ) -> None:
        self.name = name
        self.is_room = stream_kind(name) == "room"  # blocks screen members in rooms alone
        self.head = head  # the last seq that arrived here
        self.wanted = head  # the last seq that is known to be committed, while it is read
        self.compared = 0  # how often all streams had been doubted when its head was last compared
        self.closed = False  # nothing arrives any more
        self.ring = Ring()
        self.fan_out = FanOut(name, head, loop, rights)
        self.subscriptions: set[Follower] = set()  # in step and behind

    @property
    def is_open(self) -> bool:
        """Whether what is of the moment passes: who is present, and who is writing."""
        return True

    def receive(self, publication: Publication) -> bool:
        """Take a publication; False means that events before it are missing here."""
        if publication.seq <= self.head:
            return True
        if publication.seq > self.head + 1 or not publication.event:
            return False
        sort = publication.publication_class
        payload = find_payload(publication.event) if sort == "control" else None
        author = publication.actor if sort == "authored" else None
        self._advance(publication.seq, publication.event, author, payload)
        return True

    def fill(self, event: StoredEvent) -> None:
        """Take an event that was read from the store, if it is the next.

        A closed stream takes none: what was read may be of a former epoch.
        """
        if not self.closed and event.seq == self.head + 1:
            payload = find_payload(event.payload)
            self._advance(event.seq, event.json(), _author_of(event), payload)

    def entry_of(self, event: StoredEvent) -> Entry:
        """Make of one of its events what is written to sockets."""
        author = _author_of(event) if self.is_room else None
        return Entry(event.seq, event.json(), author, find_payload(event.payload))

    def _advance(self, seq: int, event: bytes, author: str | None, payload: Payload | None) -> None:
        entry = Entry(seq, event, author if self.is_room else None, payload)
        erased = deleted_by(payload)
        if erased is not None:
            self.ring.erase(erased)
        self.head = seq
        self.ring.add(entry)
        self.fan_out.offer(entry)


def _author_of(event: StoredEvent) -> str | None:
    return event.actor if publication_class(event.kind) == "authored" else None
