"""Chaos: what hubs stand on breaks under members who write; in the end everything is checked."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from hubbub import HubbubError
from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.chaos.crew import Crew
from hubbub_load.chaos.faults import FAULTS, Lengths, Scene
from hubbub_load.chaos.figures import Figures
from hubbub_load.chaos.pairs import Matchmaker
from hubbub_load.chaos.schedule import MORTAL, Kind
from hubbub_load.chaos.silence import Span, longest_silences
from hubbub_load.chaos.town import Town
from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.database import DatabaseUnreadable, read_heads, read_log
from hubbub_load.history.record import History, Log
from hubbub_load.programs.served_hub import HubFailed

BACK_S: Final = 60.0
"""So long members may take to be answered again, and to catch up in the end."""
ALL_BACK: Final = 0.5
"""How often a fault waits until every member has a session again; else it hits some resuming."""

TRACEBACK: Final = "Traceback (most recent call last)"
"""No hub logs one, whatever breaks."""
_DEATHS: Final = MORTAL | {"kill"}

Show = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who talks meanwhile, and how fast."""

    members: int = 12
    writers: int = 8
    pairs: int = 3
    """So many pairs, of the first members but the owner, write to each other, part and meet."""
    patience_s: float = 4.0
    """So long at most a pair stays connected, parted or blocked."""
    thought_s: float = 1.0
    """So long a writer thinks at most between two messages; each has three hands."""
    calm_s: float = 2.0
    """A fault comes at most so long after members are answered again."""
    quiet_s: float = 60.0
    """So long nothing is written in the end."""
    lengths: Lengths = field(default_factory=Lengths)


@dataclass
class _Course:
    """What takes part, and what has happened so far."""

    town: Town
    crew: Crew
    cast: Cast
    chance: random.Random
    spans: list[Span] = field(default_factory=list)
    deaths_in_flight: int = 0
    troubles: list[str] = field(default_factory=list)


async def run_chaos(
    town: Town, kinds: Iterable[Kind], cast: Cast, *, seed: int, show: Show
) -> Figures:
    """Break things of these kinds, one after the other, and check everything in the end."""
    chance, began = random.Random(seed), time.monotonic()  # noqa: S311 - the seed is to be known
    names = [f"member{number}" for number in range(cast.members)]
    accounts = await sign_up(town.hubs[0].address, town.set_up_token, names)
    stream = await share_a_room(town.hubs[0].address, accounts)
    ports = [hub.port for hub in town.hubs]
    crew = Crew(ports, accounts, stream, chance, cast.thought_s, range(cast.writers))
    course = _Course(town, crew, cast, chance)
    matchmaker = Matchmaker([hub.address for hub in town.hubs], chance, cast.patience_s)
    try:
        crew.pair_off(matchmaker, await matchmaker.pair_off(accounts[1:], cast.pairs))
        await crew.start()
        await _until_answered(course)
        for kind in kinds:
            show(f"{time.monotonic() - began:6.1f} s  {kind}")
            await _break_once(course, kind)
        show(f"{time.monotonic() - began:6.1f} s  quiet")
        async with _patience("not everybody had everything in the end"):
            await crew.finish(partial(read_heads, town.database))
        await asyncio.sleep(cast.quiet_s)
    except (HubFailed, HubbubError, TimeoutError, DatabaseUnreadable) as failure:
        last = course.spans[-1].kind if course.spans else "no fault"
        course.troubles.append(f"after {last}: {failure}")
    finally:
        course.troubles += crew.failures()
        await crew.close()
        await matchmaker.close()
    await _stop_all(course)
    return _figures_of(course, seed, time.monotonic() - began)


async def _break_once(course: _Course, kind: Kind) -> None:
    """Break something at a random moment, and wait until members are answered again."""
    town, crew, chance = course.town, course.crew, course.chance
    victim = chance.randrange(len(town.hubs))
    crew.spread()
    async with _patience("members did not come back to the hubs"):
        await crew.until(lambda: bool(crew.talking_to(victim)))
        if chance.random() < ALL_BACK:
            await crew.until(lambda: all(mate.live for mate in crew.mates))
    await asyncio.sleep(chance.uniform(0, course.cast.calm_s))
    if kind in _DEATHS:  # a hub that owes nobody anything dies easily
        async with _patience("members of the hub had nothing to say"):
            await crew.until(lambda: crew.unanswered(victim) > 0)
    began = time.monotonic()
    course.deaths_in_flight += kind in _DEATHS and crew.unanswered(victim) > 0
    try:
        await FAULTS[kind](Scene(town, crew, chance, course.cast.lengths, victim))
        await _until_answered(course)
    finally:
        course.spans.append(Span(kind, began, time.monotonic()))


async def _until_answered(course: _Course) -> None:
    """Wait until so many messages more have been answered as there are members."""
    crew = course.crew
    answered = crew.acknowledged
    async with _patience("members were not answered"):
        await crew.until(lambda: crew.acknowledged > answered + len(crew.mates))


@asynccontextmanager
async def _patience(otherwise: str) -> AsyncIterator[None]:
    """Wait for so long. Raises :class:`TimeoutError` with a sentence."""
    try:
        async with asyncio.timeout(BACK_S):
            yield
    except TimeoutError:
        raise TimeoutError(f"{otherwise} within {BACK_S:.0f} s") from None


async def _stop_all(course: _Course) -> None:
    for hub in course.town.hubs:
        try:
            await asyncio.to_thread(hub.stop)
        except (HubFailed, LookupError) as failure:
            course.troubles.append(f"in the end: {failure}")
    for number, hub in enumerate(course.town.hubs, start=1):
        if count := hub.output.count(TRACEBACK):
            course.troubles.append(f"hub {number} logged {count:,} tracebacks")


def _read_log(course: _Course) -> Log:
    try:
        return read_log(course.town.database)
    except DatabaseUnreadable as failure:
        course.troubles.append(f"in the end: {failure}")
        return {}


def _figures_of(course: _Course, seed: int, seconds: float) -> Figures:
    town, mates = course.town, course.crew.mates
    history = History(
        log=_read_log(course),
        sends=[sent for mate in mates for sent in mate.sends()],
        deeds=[deed for mate in mates for deed in mate.deeds],
        steps=course.crew.steps(),
        clients=[mate.client(*mate.streams) for mate in mates],
    )
    notes = course.crew.notes()
    steps = Counter(step.kind for step in history.steps)
    return Figures(
        seed=seed,
        hubs=len(town.hubs),
        faults=Counter(span.kind for span in course.spans),
        deaths_in_flight=course.deaths_in_flight,
        sends=len(notes),
        acknowledged=course.crew.acknowledged,
        refused=course.crew.refused,
        direct_sends=sum(note.stream.startswith("direct:") for note in notes),
        ends=steps["personal_connection_ended"],
        blocks=steps["member_blocked"],
        duplicates=sum(1 for note in notes if note.written and note.written.duplicate),
        deeds=len(history.deeds),
        sessions=sum(mate.openings for mate in mates),
        frames=sum(len(mate.frames) for mate in mates),
        seconds=seconds,
        silences=longest_silences(course.spans, [mate.heard_at for mate in mates]),
        complaints=tuple(complaints_about(history)),
        troubles=tuple(course.troubles),
    )
