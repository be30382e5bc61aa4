"""Publications on their way to Redis: one write for all of a loop turn.

What Redis has not answered is bounded. A publication that finds no room, or no link, or whose link
breaks before Redis answered, is not carried; but its stream is *owed*: as soon as there is a link
and room, the header of the last such publication goes out alone. Hubs that see it read from the
store what they miss, instead of waiting for their next head check.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.broker.redis.channels import stream_channel
from hubbub_server.broker.redis.link import Link, unexpected_reply
from hubbub_server.broker.wire import pack_publication, pack_whisper
from hubbub_server.metrics import PUBLICATIONS_DROPPED, PUBLICATIONS_SENT

MOST_UNANSWERED_BYTES: Final = 8 * 1024 * 1024
"""Two seconds of 30,000 short messages a second; the probe notices within as long."""
MOST_OWED_STREAMS: Final = 10_000
"""Beyond that, other hubs find out by their head checks."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was written together."""

    commands: int
    size: int
    publications: list[Publication]


class Outbox:
    """What was published and is not yet known to have arrived at Redis. Never raises or waits."""

    def __init__(
        self, namespace: str, origin: bytes, most_bytes: int = MOST_UNANSWERED_BYTES
    ) -> None:
        self._namespace = namespace
        self._origin = origin
        self._most_bytes = most_bytes
        self._link: Link | None = None
        self._parts: list[bytes] = []  # commands of this loop turn
        self._publications: list[Publication] = []  # those among them that matter if lost
        self._carried = 0  # commands of this loop turn that are no probes
        self._written: deque[_Batch] = deque()  # written, not all answered
        self._answers = 0  # to the first of those
        self._size = 0  # bytes of all that, bounded
        self._owed: dict[str, Publication] = {}  # by stream, without their events

    def open(self, link: Link) -> None:
        """Begin to write to a link."""
        self._link = link
        link.take = self._take_answers
        self._pay()

    def close(self) -> None:
        """Write what is there and then no more. What Redis has not answered is owed."""
        self._flush()
        self._link = None
        for batch in self._written:
            self._owe(batch.publications)
        self._written.clear()
        self._answers = self._size = 0

    def begin_anew(self, namespace: str) -> None:
        """Write to another namespace from now on; in the former one nothing is owed any more."""
        self._namespace = namespace
        self._owed.clear()
        self._publications = []
        for batch in self._written:
            batch.publications.clear()

    def publish(self, publication: Publication) -> None:
        """Send a publication, or owe it."""
        payload = pack_publication(publication, self._origin)
        if self._post(stream_head(self._namespace, publication.stream), payload):
            self._publications.append(publication)
        else:
            self._owe([publication])

    def whisper(self, whisper: Whisper) -> None:
        """Send a whisper, or lose it."""
        payload = pack_whisper(whisper, self._origin)
        if payload is None or not self._post(stream_head(self._namespace, whisper.stream), payload):
            PUBLICATIONS_DROPPED.inc()

    def probe(self, channel: bytes, payload: bytes) -> None:
        """Send a probe the way that publications go; there is always room for one."""
        if self._link is not None:
            self._append(publish_head(channel), payload)

    def _post(self, head: bytes, payload: bytes) -> bool:
        if self._link is None or self._size + len(payload) > self._most_bytes:
            return False
        self._append(head, payload)
        self._carried += 1
        return True

    def _append(self, head: bytes, payload: bytes) -> None:
        if not self._parts:
            asyncio.get_running_loop().call_soon(self._flush)
        part = b"%b%d\r\n%b\r\n" % (head, len(payload), payload)
        self._parts.append(part)
        self._size += len(part)

    def _flush(self) -> None:
        if self._link is None or not self._parts:
            return
        data = b"".join(self._parts)
        self._written.append(_Batch(len(self._parts), len(data), self._publications))
        PUBLICATIONS_SENT.inc(self._carried)
        self._carried = 0
        self._parts.clear()
        self._publications = []
        self._link.write(data)

    def _take_answers(self, replies: Sequence[object]) -> None:
        link = self._link
        unexpected = [each for each in replies if not isinstance(each, int)]
        if unexpected and link is not None:
            link.close(unexpected_reply(unexpected[0]))
            return
        self._answers += len(replies)
        while self._written and self._answers >= self._written[0].commands:
            batch = self._written.popleft()
            self._answers -= batch.commands
            self._size -= batch.size
        self._pay()

    def _owe(self, publications: Sequence[Publication]) -> None:
        for each in publications:
            owed = self._owed.get(each.stream)
            if owed is None and len(self._owed) >= MOST_OWED_STREAMS:
                continue
            if owed is None or owed.seq < each.seq or owed.epoch != each.epoch:
                self._owed[each.stream] = Publication(
                    each.stream, each.epoch, each.seq, each.actor, each.publication_class, b""
                )
        PUBLICATIONS_DROPPED.inc(len(publications))

    def _pay(self) -> None:
        """Send the headers that are owed, once half of the room is free again."""
        while self._owed and self._size * 2 <= self._most_bytes:
            stream, header = next(iter(self._owed.items()))
            payload = pack_publication(header, self._origin)
            if not self._post(stream_head(self._namespace, stream), payload):
                return
            del self._owed[stream]
            self._publications.append(header)


def publish_head(channel: bytes) -> bytes:
    """Return how a PUBLISH to a channel begins, up to the length of what is published."""
    return b"*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%b\r\n$" % (len(channel), channel)


@lru_cache(maxsize=4096)
def stream_head(namespace: str, stream: str) -> bytes:
    """Return how a PUBLISH to a stream's channel begins; remembered, as the same ones recur."""
    return publish_head(stream_channel(namespace, stream))
