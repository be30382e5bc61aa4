"""Readers who stop reading: what they cost the hub, when they are closed, how they come back."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Final

from hubbub import Session
from hubbub_load.chaos.mate import Mate
from hubbub_load.chaos.town import Town
from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.database import read_log
from hubbub_load.history.record import Client
from hubbub_load.slow_readers.figures import MuteFigures, Verdict, others_in
from hubbub_load.slow_readers.raw_client import RawClient, raw_client
from hubbub_load.slow_readers.room import END_S, Members, Pace, Room, open_room, read_up_to
from hubbub_load.slow_readers.watching import NO_MATTER, Watched, watch
from hubbub_protocol.codec import read_frame
from hubbub_protocol.frames import Bye

LONG: Final = 4_096
"""So many characters the messages have that the readers do not read."""
WARM: Final = 2_000
"""So many of these come before, until the hubs have the memory that they take anyhow."""


@dataclass(frozen=True, slots=True)
class MuteTerms:
    """How it is played."""

    readers: int = 20
    messages: int = 1_000
    """So many long ones pass when they have stopped reading, and the same before, to compare."""
    messages_per_s: float = 250.0
    """So fast, that they have passed before the first reader is closed."""
    silence_s: float = 120.0
    """So long at least they do not read, and until they are closed."""
    calm_s: float = 30.0
    """So long before, everybody reads."""
    per_s: float = 30.0
    """Short messages a second all the time."""


@dataclass
class _Mute:
    """A reader: first as one who does not read, then as one who is back."""

    address: str
    client: RawClient
    back: Mate
    session: Session | None = None
    """Once back."""
    complete_after_s: float | None = None

    @property
    def code(self) -> int | None:
        """With which code its socket was closed; None: that did not come through."""
        frame = read_frame(self.client.frames[-1], "json")
        return frame.code if isinstance(frame, Bye) else None

    @property
    def frames(self) -> list[bytes]:
        """All that came."""
        return self.client.frames + self.back.frames


async def run_mutes(
    town: Town, members: Members, terms: MuteTerms, chance: random.Random
) -> MuteFigures:
    """Let some readers stop reading for a while and come back, and check all that came.

    Raises what stands in the way of that: :class:`~hubbub_load.programs.served_hub.HubFailed`,
    :class:`~hubbub.HubbubError`.
    """
    async with open_room(town, members, chance) as room, AsyncExitStack() as opened:
        await room.fill(WARM, Pace(0, LONG, LONG))
        await room.listen()
        async with room.talking(Pace(terms.per_s)):
            calm = await _watch(town, room, terms, terms.calm_s)
            begun = room.head
            mutes = []
            for number in range(terms.readers):
                address = town.hubs[number % len(town.hubs)].address
                client = raw_client(address, members.reader.token, {room.stream: begun})
                back = Mate(members.reader, room.stream, "json")
                mutes.append(_Mute(address, await opened.enter_async_context(client), back))
            silent = await _watch(town, room, terms, terms.silence_s, calm.sockets[-1][1])
            await asyncio.gather(*[_come_back(mute, room, begun, opened) for mute in mutes])
        troubles = await _finish(room, mutes)
    return _figures_of(town, room, (calm, silent), mutes, troubles)


async def _watch(
    town: Town, room: Room, terms: MuteTerms, seconds: float, sockets: int = NO_MATTER
) -> Watched:
    """Look at the hubs for a while in which first many long messages pass."""
    pace = Pace(terms.messages_per_s, LONG, LONG)
    async with asyncio.TaskGroup() as passing:
        passing.create_task(room.talk(pace, asyncio.Event(), terms.messages), name="long messages")
        return await watch(town.hubs, seconds, until_sockets=sockets)


async def _come_back(mute: _Mute, room: Room, begun: int, opened: AsyncExitStack) -> None:
    """Read what is left on the socket to its end, and come back from there."""
    try:
        async with asyncio.timeout(END_S):
            with suppress(ConnectionError):
                while True:
                    await mute.client.receive()
            place = mute.client.places.get(room.stream, begun)
            came_at, head = time.monotonic(), room.head
            session = await opened.enter_async_context(mute.back.session(mute.address))
            reading = asyncio.create_task(mute.back.read(session), name="reading")
            opened.callback(reading.cancel)
            await session.subscribe(room.stream, after=place)
            mute.session = session
            await read_up_to(mute.back, session, head)
            mute.complete_after_s = time.monotonic() - came_at
    except TimeoutError:
        pass  # what it lacks is told in the end


async def _finish(room: Room, mutes: Sequence[_Mute]) -> list[str]:
    """Let everybody read to the end; return what did not come about."""
    troubles = []
    try:
        await room.all_heard()
        async with asyncio.timeout(END_S):
            for mute in mutes:
                if mute.session is not None:
                    await read_up_to(mute.back, mute.session, room.head)
    except TimeoutError:
        troubles.append(f"somebody did not have everything within {END_S:.0f} s")
    return troubles


def _figures_of(
    town: Town,
    room: Room,
    watched: tuple[Watched, Watched],
    mutes: Sequence[_Mute],
    troubles: Sequence[str],
) -> MuteFigures:
    calm, silent = watched
    before, meanwhile = others_in(room, [calm.span, silent.span])
    gone_at = silent.gone_at(calm.sockets[-1][1])
    if gone_at is None:
        troubles = [*troubles, "the hub did not close all who had stopped reading"]
    whole = frozenset([room.stream])
    clients = [Client(f"reader {n}", "json", mute.frames, whole) for n, mute in enumerate(mutes)]
    return MuteFigures(
        readers=len(mutes),
        silence_s=silent.span.seconds,
        messages=_count_due(room, silent.span.began, silent.span.ended),
        before_closed=_count_due(room, silent.span.began, gone_at or silent.span.ended),
        kib_each=max(
            (most - usual) / len(mutes[number :: len(town.hubs)])
            for number, (usual, most) in enumerate(zip(calm.kib, silent.kib, strict=True))
        ),
        gone_after_s=None if gone_at is None else gone_at - silent.span.began,
        codes=Counter(mute.code for mute in mutes),
        complete_after_s=[
            mute.complete_after_s for mute in mutes if mute.complete_after_s is not None
        ],
        before=before,
        meanwhile=meanwhile,
        verdict=Verdict(
            tuple(complaints_about(room.history(read_log(town.database), clients))),
            tuple(troubles),
        ),
    )


def _count_due(room: Room, began: float, ended: float) -> int:
    return sum(1 for said in room.said if began <= said.due < ended)
