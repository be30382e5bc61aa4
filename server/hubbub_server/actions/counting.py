"""Counting who answered whom in the rooms, from where it was counted to before.

It is read from the log, so nothing is done for it when somebody writes. Only counts are kept:
no text, and of a thread only who is in it.
"""

from collections.abc import Sequence
from typing import Final

from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import KINDS, MessageSent, ReactionAdded, ReactionRemoved
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.exchanges import Deed, count
from hubbub_server.store import exchanges
from hubbub_server.store.interface import StoredEvent

_ROOMS: Final = 20
"""So many at a time, each in a transaction of its own."""


async def count_some(desk: Desk, after: str) -> str | None:
    """Count a page of each of the next rooms that were not counted to their end.

    ``after`` is an id: rooms behind it have their turn, in the order of ids. Returns after which
    to go on, or None when there are no more. What is written meanwhile is left for another time,
    or where much is written it would never end.

    Two who count at the same time do not count the same twice.
    """
    async with desk.store.snapshot() as reading:
        rooms = await exchanges.list_uncounted(reading, after, _ROOMS)
    if not rooms:
        return None
    passed, to_its_end = after, True
    for room in rooms:
        to_its_end = await _count_room(desk, room) and to_its_end
        passed = room.id if to_its_end else passed
    return passed


async def _count_room(desk: Desk, uncounted: exchanges.Uncounted) -> bool:
    """Count the next page of a room; tell whether that was the last one up to its head."""
    room, reached = uncounted.id, uncounted.reached
    page = await desk.store.read_page(room_stream(room), reached, uncounted.head)
    last = page[-1].seq == uncounted.head
    deeds = _deeds_in(page)
    targets = {deed.target for deed in deeds}
    async with desk.write() as writing:
        if not await exchanges.reach(writing, room, before=reached, until=page[-1].seq):
            return last
        authors = await exchanges.read_authors(writing, room, targets)
        voices = await exchanges.read_voices(writing, room, targets)
        before = {(target, member) for target, known in voices.items() for member in known}
        counted = count(deeds, authors, voices)
        heard = [
            (target, member)
            for target, known in voices.items()
            for member in known
            if (target, member) not in before
        ]
        await exchanges.add_exchanges(writing, room, counted)
        await exchanges.add_voices(writing, room, heard)
    return last


def _deeds_in(page: Sequence[StoredEvent]) -> list[Deed]:
    deeds = []
    for event in page:
        if event.kind not in KINDS:
            continue  # of a newer hub beside this one
        payload = read_payload(event.payload)
        if isinstance(payload, MessageSent) and payload.reply_to is not None:
            deeds.append(Deed(event.actor, payload.reply_to, event.at, 0))
        elif isinstance(payload, ReactionAdded):
            deeds.append(Deed(event.actor, payload.target, event.at, 1))
        elif isinstance(payload, ReactionRemoved):
            deeds.append(Deed(event.actor, payload.target, event.at, -1))
    return deeds
