"""Writing down that connection requests have expired, and telling those who saw them pending."""

from hubbub_server.actions.connecting import streams_of, write_change
from hubbub_server.actions.desk import Desk
from hubbub_server.domain.pair_changes import Expire
from hubbub_server.domain.personal_connections import step
from hubbub_server.store.connection_requests import list_expired
from hubbub_server.store.pairs import read_pair

_BY_THE_CLOCK = ""
"""The actor of events that no member made."""


async def expire_requests(desk: Desk, most: int) -> int:
    """Close at most so many requests whose time is over; return how many were found."""
    async with desk.store.snapshot() as reading:
        found = await list_expired(reading, desk.clock.now_us(), most)
    for parties in found:
        async with desk.write(*streams_of(parties.sender, parties.receiver)) as writing:
            pair = await read_pair(writing, parties.sender, parties.receiver)
            if pair is not None:
                change = step(pair, Expire(), writing.now_us)
                await write_change(writing, pair, change, actor=_BY_THE_CLOCK)
    return len(found)
