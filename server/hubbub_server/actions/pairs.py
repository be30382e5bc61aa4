"""Changing what stands between two members, once per key, with all locked that it may concern.

What is locked must be named before anything is read, and which direct channel is opened or ended
is only certain behind the lock. So the pair is looked at before, and again behind the lock; if it
has moved meanwhile, it is all tried anew.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import direct_stream, inbox_stream
from hubbub_server.actions.connecting import streams_of, write_change
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.once import result_of, write_once
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.connection_requests import refused
from hubbub_server.domain.pair_changes import Asked, Change, Command, Ended, Opened
from hubbub_server.domain.pairs import Pair
from hubbub_server.domain.personal_connections import may_be_connected, step
from hubbub_server.store.interface import Transaction, WriteKey, WriteResult
from hubbub_server.store.pairs import read_pair

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Deed:
    """What one does to a pair.

    ``command`` is asked for behind the lock, with the pair as it stands there and the id of the
    direct channel that would be opened; ``beside`` writes what else belongs to it.
    """

    command: Callable[[Transaction, Pair, str], Awaitable[Command]]
    opens: bool = False
    """Whether it may connect the two."""
    ends: bool = False
    """Whether it may end their personal connection."""
    streams: Sequence[str] = ()
    """What else is locked."""


class _MovedError(Exception):
    """The pair has become another between the look and the lock."""


async def change_pair(
    desk: Desk, caller: Caller, other: str, key: WriteKey, deed: Deed
) -> WriteResult:
    """Do something to what stands between the caller and another member."""
    me = caller.member
    for _ in range(_TRIES):
        async with desk.store.snapshot() as reading:
            seen = await read_pair(reading, me, other)
        channel = None if seen is None else _channel_concerned(desk, seen, deed)
        streams = [*streams_of(me, other), *deed.streams]
        if channel is not None:
            streams.append(direct_stream(channel))
        try:
            return await write_once(
                desk, caller, key, streams, partial(_change, caller, other, deed, channel)
            )
        except _MovedError:
            continue
    raise Refusal("unavailable", "What is between you two changes just now", after_ms=1000)


async def _change(
    caller: Caller, other: str, deed: Deed, channel: str | None, writing: Transaction
) -> WriteResult:
    pair = await read_pair(writing, caller.member, other)
    if pair is None:
        raise refused("unknown")
    change = step(pair, await deed.command(writing, pair, channel or ""), writing.now_us)
    for news in change.news:
        if isinstance(news, Opened | Ended) and news.channel != channel:
            raise _MovedError
    event = await write_change(writing, pair, change, actor=caller.member)
    if event is None:
        inbox = inbox_stream(caller.member)
        return WriteResult(inbox, (await writing.head(inbox)).seq, writing.now_us, None)
    return result_of(event, _made_by(change))


def _channel_concerned(desk: Desk, pair: Pair, deed: Deed) -> str | None:
    """Return the direct channel that may be opened or ended."""
    known = pair.personal_connection
    if known is not None:
        return known.channel if deed.opens or deed.ends else None
    may_open = may_be_connected(pair, desk.clock.now_us())
    return desk.new_id() if deed.opens and may_open else None


def _made_by(change: Change) -> str | None:
    """Return the id of what a change has made: a request, or a direct channel."""
    made = None
    for news in change.news:
        if isinstance(news, Opened):
            made = news.channel
        elif isinstance(news, Asked):
            made = news.request.id
    return made
