"""Chaos: real hubs end at random moments while members write, and nothing may be lost.

``python -m tests.faults.chaos --kills 20 --stops 5 --seed 7`` runs it at length with one hub, and
``… --hubs 2 --kills 16 --unanswered 2 --unpublished 2`` with two on Redis and PostgreSQL.
"""

import argparse
import asyncio
import random
import secrets
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal
from uuid import uuid4

from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.chaos.crew import Crew
from hubbub_load.chaos.mate import Mate
from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.database import read_heads, read_log
from hubbub_load.history.record import History
from hubbub_load.programs.served_hub import ServedHub
from hubbub_protocol.codec import read_frame
from hubbub_protocol.commands import Send
from hubbub_protocol.events import Event
from tests.faults.mortal import Town, die, start_hub, start_hubs
from tests.faults.raw_client import raw_client

MEMBERS: Final = 20
ALL_BACK: Final = 0.5
"""How often a kill waits until every member has a session again; else it hits some resuming."""
LONGEST_CALM_S: Final = 1.0
"""A kill comes at most so long after the hub answers again."""
END_S: Final = 60.0
"""So long the members may take to be answered and to catch up after the last kill."""


End = Literal["kill", "stop", "unanswered", "unpublished"]
"""`kill -9`; the signal by which an operator restarts a hub at noon; and the two deaths between
commit and publication (see :mod:`tests.faults.dying_hub`)."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run of chaos came to."""

    seed: int
    hubs: int
    kills: int
    stops: int
    deaths_before_publication: int
    """Ends between the commit of an event and its publication."""
    kills_in_flight: int
    """Kills and deaths at whose moment a message had no answer, on the hub that died."""
    in_flight: int
    """Messages without an answer on the ending hub at the moments of the ends, in all."""
    acknowledged: int
    duplicates: int
    """Of these: written before an end, and answered only when repeated after it."""
    deeds: int
    """Deletions, edits and reactions that were acknowledged."""
    sessions: int
    """Sessions opened and resumed."""
    events: int
    """Raw event frames that were compared with the database."""
    seconds: float
    complaints: tuple[str, ...]


async def run_chaos(town: Town, ends: Sequence[End], *, seed: int) -> Figures:
    """End running hubs of one installation in these ways, and check everything in the end.

    Members write all the time, each on whichever hub their door leads to.
    """
    chance = random.Random(seed)
    began = time.monotonic()
    names = [f"member{number}" for number in range(MEMBERS)]
    hubs = town.hubs
    accounts = await sign_up(hubs[0].address, town.set_up_token, names)
    stream = await share_a_room(hubs[0].address, accounts)
    crew = Crew([hub.port for hub in hubs], accounts, stream, chance)
    try:
        await crew.start()
        in_flight = [await _end_once(hubs, crew, chance, end) for end in ends]
        async with asyncio.timeout(END_S):
            await crew.finish(partial(read_heads, town.database))
    finally:
        await crew.close()
    for hub in hubs:
        hub.stop()
    mates = crew.mates
    history = History(
        log=read_log(town.database),
        sends=[sent for mate in mates for sent in mate.sends()],
        deeds=[deed for mate in mates for deed in mate.deeds],
        clients=[mate.client(mate.stream, mate.inbox) for mate in mates],
    )
    return Figures(
        seed=seed,
        hubs=len(hubs),
        kills=ends.count("kill"),
        stops=ends.count("stop"),
        deaths_before_publication=ends.count("unanswered") + ends.count("unpublished"),
        kills_in_flight=sum(
            1 for end, count in zip(ends, in_flight, strict=True) if end != "stop" and count
        ),
        in_flight=sum(in_flight),
        acknowledged=crew.acknowledged,
        duplicates=sum(1 for note in crew.notes() if note.written and note.written.duplicate),
        deeds=len(history.deeds),
        sessions=sum(mate.openings for mate in mates),
        events=sum(_events_in(mate) for mate in mates),
        seconds=time.monotonic() - began,
        complaints=tuple(complaints_about(history)),
    )


async def _end_once(hubs: Sequence[ServedHub], crew: Crew, chance: random.Random, end: End) -> int:
    """End a hub at a random moment of its work; return how many messages had no answer there.

    A client that is half-way through a frame is among its victims. Raises
    :class:`~hubbub_load.programs.served_hub.HubFailed` if it does not stop when asked to.
    """
    victim = chance.randrange(len(hubs))
    hub = hubs[victim]
    answered = crew.acknowledged
    await crew.until(lambda: crew.acknowledged > answered + MEMBERS)  # it works again
    crew.spread()
    await crew.until(lambda: bool(crew.talking_to(victim)))
    if chance.random() < ALL_BACK:
        await crew.until(lambda: all(mate.live for mate in crew.mates))
    mate = crew.mates[0]
    async with raw_client(hub.address, mate.account.token) as stammerer:
        await stammerer.say_half(
            Send(ref=1, stream=mate.stream, key=str(uuid4()), body="never said to the end")
        )
        await asyncio.sleep(chance.uniform(0, LONGEST_CALM_S))
        in_flight = crew.unanswered(victim)
        match end:
            case "kill":
                hub.kill()
            case "stop":
                await asyncio.to_thread(hub.stop)
            case death:
                await asyncio.to_thread(die, hub, death)
    if len(hubs) > 1:  # the others go on alone for a while
        await asyncio.sleep(chance.uniform(0, LONGEST_CALM_S))
    await asyncio.to_thread(hub.start)
    return in_flight


def _events_in(mate: Mate) -> int:
    return sum(isinstance(read_frame(data, mate.encoding), Event) for data in mate.frames)


def main() -> None:
    """Run chaos from the command line; exits with 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--hubs", type=int, default=1)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stops", type=int, default=0)
    parser.add_argument("--unanswered", type=int, default=0)
    parser.add_argument("--unpublished", type=int, default=0)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    asked = parser.parse_args()
    ends: list[End] = [
        *asked.kills * ["kill"],
        *asked.stops * ["stop"],
        *asked.unanswered * ["unanswered"],
        *asked.unpublished * ["unpublished"],
    ]
    random.Random(asked.seed).shuffle(ends)
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(TemporaryDirectory(prefix="hubbub-chaos-")))
        many = asked.hubs > 1
        town = (
            start_hubs(open_things, folder, asked.hubs) if many else start_hub(open_things, folder)
        )
        figures = asyncio.run(run_chaos(town, ends, seed=asked.seed))
    for name in figures.__slots__[:-1]:
        print(f"{name}: {getattr(figures, name)}")
    print(f"complaints: {len(figures.complaints)}", *figures.complaints[:20], sep="\n  ")
    sys.exit(1 if figures.complaints else 0)


if __name__ == "__main__":
    main()
