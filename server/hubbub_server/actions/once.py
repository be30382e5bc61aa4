"""Writes that happen once per key, and the places that one acts from."""

from collections.abc import Awaitable, Callable, Iterable

from hubbub_server.actions.desk import Desk
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.places import Place, require_conversation
from hubbub_server.store.interface import Reading, StoredEvent, Transaction, WriteKey, WriteResult
from hubbub_server.store.places import read_places

Deed = Callable[[Transaction], Awaitable[WriteResult]]
"""What is checked and written inside a transaction."""


async def write_once(
    desk: Desk, caller: Caller, key: WriteKey, streams: Iterable[str], deed: Deed
) -> WriteResult:
    """Do a deed with these streams locked, or return what it came to the first time.

    One who writes too fast (:mod:`hubbub_server.actions.write_rates`) is refused with
    ``rate_limited``; a known key is answered whatever the rate.
    """

    async def paced(writing: Transaction) -> WriteResult:
        desk.rates.take(caller)
        return await deed(writing)

    return await write_once_unpaced(desk, key, streams, paced)


async def write_once_unpaced(
    desk: Desk, key: WriteKey, streams: Iterable[str], deed: Deed
) -> WriteResult:
    """Do the same, however fast the caller writes: for what must not wait for its turn."""
    async with desk.write(*streams) as writing:
        known = await writing.find_result(key)
        if known is not None:
            return known
        result = await deed(writing)
        await writing.remember_result(key, result)
        return result


async def find_known(desk: Desk, key: WriteKey) -> WriteResult | None:
    """Return the first result of a known key, whose event is published again."""
    async with desk.write() as writing:
        return await writing.find_result(key)


def result_of(event: StoredEvent, made: str | None = None) -> WriteResult:
    """Return the result of a write that came to this event; ``made`` is the id of a new thing."""
    return WriteResult(event.stream, event.seq, event.at, made)


async def no_effect(reading: Reading, stream: str, seq: int) -> WriteResult:
    """Return the result of a write that changes nothing: the place of what made it so already."""
    (event,) = await reading.read_events(stream, seq - 1, 1)
    return result_of(event)


async def get_place(reading: Reading, caller: Caller, stream: str) -> Place:
    """Return how the caller stands to the stream of a room or direct channel.

    Raises ``not_found`` for any other name.
    """
    require_conversation(stream)
    return (await read_places(reading, caller.member, [stream]))[stream]
