"""One process of the tool: opens its share of the sockets, sends when it is told, tells the tally.

Over its pipe it says :class:`Ready` or :class:`Hindered`, is told when to begin, and says a
:class:`WorkerTally`.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from hubbub_load.fast_loop import run_in_loop
from hubbub_load.sends.sender import Sender, SenderTally, Watcher
from hubbub_load.sends.share import Share
from hubbub_load.waiting import wait_until

OPEN_AT_ONCE: Final = 20
QUIET_S: Final = 1.0
"""Watchers to whom nothing came for so long have received everything."""
LONGEST_QUIET_WAIT_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Ready:
    """Every socket of the share is open."""


@dataclass(frozen=True, slots=True)
class Hindered:
    """The share cannot be done; why."""

    why: str


@dataclass(frozen=True, slots=True)
class WorkerTally:
    """What became of a share."""

    senders: Sequence[SenderTally]
    received: Sequence[int]
    """The events that came to each watcher."""
    failures: Sequence[str]
    cpu_s: float
    """The CPU time of this process while acknowledgements were counted."""


def work(share: Share, pipe: Connection) -> None:
    """Do a share, from the first socket to the tally."""
    run_in_loop(_work(share, pipe))


async def _work(share: Share, pipe: Connection) -> None:
    body = "x" * share.load.body_bytes
    senders = [Sender(seat, body) for seat in share.senders]
    watchers = [Watcher(seat) for seat in share.watchers]
    try:
        await _open_all(share, senders, watchers)
    except OSError as error:
        pipe.send(Hindered(str(error)))
        return
    pipe.send(Ready())
    try:
        begin_at: float = await asyncio.to_thread(pipe.recv)
    except EOFError:
        return  # another share was hindered
    pipe.send(await _send_and_tell(share, senders, watchers, begin_at))


async def _open_all(share: Share, senders: Sequence[Sender], watchers: Sequence[Watcher]) -> None:
    for begin in range(0, len(senders), OPEN_AT_ONCE):
        await asyncio.gather(*(each.open() for each in senders[begin : begin + OPEN_AT_ONCE]))
    for watcher in watchers:
        await watcher.open(share.streams)
    wanted = len(watchers) * len(share.streams)
    if not await wait_until(lambda: sum(each.subscribed for each in watchers), wanted):
        raise OSError("the watchers could not subscribe to every room")


async def _send_and_tell(
    share: Share, senders: Sequence[Sender], watchers: Sequence[Watcher], begin_at: float
) -> WorkerTally:
    count_from = begin_at + share.load.warm_up_s
    count_to = count_from + share.load.seconds
    await _sleep_until(begin_at)
    for sender in senders:
        sender.start(share.load.in_flight, count_from, count_to)
    await _sleep_until(count_from)
    cpu_s = time.process_time()
    await _sleep_until(count_to)
    cpu_s = time.process_time() - cpu_s
    unanswered = sum(each.count_unanswered() for each in senders)
    await wait_until(
        lambda: unanswered - sum(each.count_unanswered() for each in senders), unanswered
    )
    await _wait_for_quiet(watchers)
    tallies = [sender.close() for sender in senders]
    lost = [tally.lost for tally in tallies] + [watcher.close() for watcher in watchers]
    return WorkerTally(
        senders=tallies,
        received=[watcher.received for watcher in watchers],
        failures=[why for why in lost if why is not None],
        cpu_s=cpu_s,
    )


async def _wait_for_quiet(watchers: Sequence[Watcher]) -> None:
    give_up_at = time.monotonic() + LONGEST_QUIET_WAIT_S
    before = -1
    while watchers and time.monotonic() < give_up_at:
        received = sum(watcher.received for watcher in watchers)
        if received == before:
            return
        before = received
        await asyncio.sleep(QUIET_S)


async def _sleep_until(at: float) -> None:
    await asyncio.sleep(max(at - time.monotonic(), 0))
