"""Telling a room's hosts and owners, each in their inbox, together with a write.

Whoever is told must be locked before anything is read, and who they are is only certain behind
the lock of the room. So they are read before, looked at again behind the lock, and if somebody
has become a host meanwhile, it is all tried anew with that one locked too.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.once import write_once_unpaced
from hubbub_server.store.interface import Transaction, WriteKey, WriteResult
from hubbub_server.store.memberships import list_host_ids

MOST_TOLD: Final = 100
"""Hosts and owners of a room; of more, those who joined first are told."""

_TRIES: Final = 5

HostsDeed = Callable[[Transaction, Sequence[str]], Awaitable[WriteResult]]
"""What is checked and written inside a transaction that may tell these members."""


class _NewHost(Exception):
    """Somebody became a host between the look and the lock."""


async def write_with_hosts(
    desk: Desk, key: WriteKey, room: str, others: Iterable[str], deed: HostsDeed
) -> WriteResult:
    """Do a deed once per key, with a room, its hosts' inboxes and those of others locked.

    The writer's pace is for the deed to look at.
    """
    concerned = list(others)
    for _ in range(_TRIES):
        async with desk.store.snapshot() as reading:
            hosts = await list_host_ids(reading, room, MOST_TOLD)

        async def tell(
            writing: Transaction, locked: frozenset[str] = frozenset(hosts)
        ) -> WriteResult:
            present = await list_host_ids(writing, room, MOST_TOLD)
            if not locked.issuperset(present):
                raise _NewHost
            return await deed(writing, present)

        streams = [room_stream(room), *map(inbox_stream, dict.fromkeys([*concerned, *hosts]))]
        try:
            return await write_once_unpaced(desk, key, streams, tell)
        except _NewHost:
            continue
    raise Refusal("unavailable", "The hosts of this room change just now", after_ms=1000)
