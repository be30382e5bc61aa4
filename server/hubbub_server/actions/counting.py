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

_ROOMS: Final = 100
"""So many rooms are looked for at a time."""


async def count_exchanges(desk: Desk) -> int:
    """Count all that was not counted yet, a page of a room at a time; return how many events.

    One runner at a time: two would count the same twice.
    """
    events = 0
    while True:
        async with desk.store.snapshot() as reading:
            rooms = await exchanges.list_uncounted(reading, _ROOMS)
        if not rooms:
            return events
        for room, reached in rooms:
            events += await _count_room(desk, room, reached)


async def _count_room(desk: Desk, room: str, reached: int) -> int:
    """Count a page of a room; return how many events it had."""
    page = await desk.store.read_page(room_stream(room), reached, None)
    deeds = _deeds_in(page)
    targets = {deed.target for deed in deeds}
    async with desk.write() as writing:
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
        await exchanges.add_exchanges(writing, room, counted, page[-1].seq)
        await exchanges.add_voices(writing, room, heard)
    return len(page)


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
