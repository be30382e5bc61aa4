"""The member who was away: a process of its own, so that it takes no time from those who listen.

Over its pipe it says :class:`Gone`, is told a head and comes back, says :class:`Complete` when it
has everything up to there, is told the last head, and says :class:`Checked`.
"""

import asyncio
import multiprocessing
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, TypeVar

from hubbub import Session
from hubbub_load.chaos.accounts import Account
from hubbub_load.chaos.mate import Mate
from hubbub_load.fast_loop import run_in_loop
from hubbub_load.history.database import read_log
from hubbub_load.history.received import check_client
from hubbub_load.history.record import Wrong
from hubbub_load.slow_readers.room import read_up_to
from hubbub_load.waiting import NotReady
from hubbub_protocol.codec import Encoding

SILENT_S: Final = 300.0
"""One who says nothing for so long is given up."""

_NICE: Final = 10
"""Where it lives in truth no hub runs: here it must not take the processor from one."""

Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Absentee:
    """Who it is, and where everything is."""

    hub: str
    account: Account
    stream: str
    encoding: Encoding
    head: int
    """What it has read before it goes."""
    database: Path | str


@dataclass(frozen=True, slots=True)
class Gone:
    """It has closed its session."""


@dataclass(frozen=True, slots=True)
class Complete:
    """It has everything that it missed."""

    after_s: float
    """From when it came back."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All that came was compared with the database."""

    complaints: tuple[tuple[Wrong, str], ...]
    """In which way each promise was broken, and the sentence."""


class Talk:
    """What is said to the absentee, and heard from it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def say(self, head: int) -> None:
        """Tell it up to where it reads on."""
        self._pipe.send(head)

    async def hear(self, kind: type[Word]) -> Word:
        """Return what it says next. Raises :class:`~hubbub_load.waiting.NotReady`."""
        return await asyncio.to_thread(self._wait_for, kind)

    def _wait_for(self, kind: type[Word]) -> Word:
        try:
            said = self._pipe.recv() if self._pipe.poll(SILENT_S) else None
        except EOFError:
            raise NotReady("the member who was away ended before its time") from None
        if not isinstance(said, kind):
            raise NotReady(f"the member who was away did not come so far within {SILENT_S:.0f} s")
        return said


@asynccontextmanager
async def absent(absentee: Absentee) -> AsyncIterator[Talk]:
    """Let somebody read up to a head and go; until the end of the block."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_live, args=(absentee, theirs), daemon=True)
    process.start()
    theirs.close()  # so that our end tells when it is gone
    try:
        yield Talk(ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


def _live(absentee: Absentee, pipe: Connection) -> None:
    os.nice(_NICE)
    run_in_loop(_be_away(absentee, pipe))


async def _be_away(absentee: Absentee, pipe: Connection) -> None:
    mate = Mate(absentee.account, absentee.stream, absentee.encoding)
    async with _reading(mate, absentee.hub, 0) as session:
        await read_up_to(mate, session, absentee.head)
    pipe.send(Gone())
    head: int = await asyncio.to_thread(pipe.recv)
    came_at = time.monotonic()
    async with _reading(mate, absentee.hub, absentee.head) as session:
        await read_up_to(mate, session, head)
        pipe.send(Complete(time.monotonic() - came_at))
        await read_up_to(mate, session, await asyncio.to_thread(pipe.recv))
    log = {absentee.stream: read_log(absentee.database)[absentee.stream]}
    complaints = check_client(log, mate.client(absentee.stream))
    pipe.send(Checked(tuple((each.wrong, str(each)) for each in complaints)))


@asynccontextmanager
async def _reading(mate: Mate, hub: str, after: int) -> AsyncIterator[Session]:
    async with mate.session(hub) as session:
        reading = asyncio.create_task(mate.read(session), name="reading")
        await session.subscribe(mate.stream, after=after)
        yield session
    await reading
