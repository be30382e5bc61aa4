"""Redis goes away in the middle of a conversation between two hubs, and comes back empty.

``python -m tests.faults.redis_away --seconds 30`` runs it at length and prints its figures.
"""

import argparse
import asyncio
import random
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.chaos.crew import Crew
from hubbub_load.chaos.mate import Mate
from hubbub_load.chaos.town import Town, start_hubs
from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.database import read_heads, read_log
from hubbub_load.history.record import History
from hubbub_protocol.codec import read_frame
from hubbub_protocol.events import Event, MessageSent

MEMBERS: Final = 6
THOUGHT_S: Final = 0.3
BESIDE_S: Final = 2.0
"""So long one talks before and after."""
END_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a conversation without Redis came to."""

    away_s: float
    acknowledged: int
    deliveries: int
    latest_s: float
    """The longest time from a message's answer to its arrival at a member, while Redis was away."""
    latest_with_redis_s: float
    """The same while it was there."""
    log_lines: tuple[int, ...]
    """What each hub logged from the end of Redis on."""
    complaints: tuple[str, ...]


async def run_without_redis(town: Town, away_s: float, *, seed: int) -> Figures:
    """Stop Redis for a while under members who talk, and check everything in the end."""
    names = [f"member{number}" for number in range(MEMBERS)]
    accounts = await sign_up(town.hubs[0].address, town.set_up_token, names)
    stream = await share_a_room(town.hubs[0].address, accounts)
    ports = [hub.port for hub in town.hubs]
    # Those of one hub write: what they say reaches the others' hub by no gap that it notices.
    writers = range(0, MEMBERS, 2)
    crew = Crew(ports, accounts, stream, random.Random(seed), THOUGHT_S, writers)
    try:
        await crew.start()
        await asyncio.sleep(BESIDE_S)
        logged = [len(hub.output.splitlines()) for hub in town.hubs]
        went_at = time.monotonic()
        await asyncio.to_thread(town.shared.redis.stop)
        await asyncio.sleep(away_s)
        await asyncio.to_thread(town.shared.redis.start)
        came_at = time.monotonic()
        await asyncio.sleep(BESIDE_S)
        async with asyncio.timeout(END_S):
            await crew.finish(partial(read_heads, town.database))
    finally:
        await crew.close()
    delays = _delays(crew.mates)
    history = History(
        log=read_log(town.database),
        sends=[sent for mate in crew.mates for sent in mate.sends()],
        deeds=[deed for mate in crew.mates for deed in mate.deeds],
        clients=[mate.client(mate.stream, mate.inbox) for mate in crew.mates],
    )
    away = [delay for at, delay in delays if went_at <= at <= came_at]
    there = [delay for at, delay in delays if not went_at <= at <= came_at]
    return Figures(
        away_s=came_at - went_at,
        acknowledged=crew.acknowledged,
        deliveries=len(delays),
        latest_s=max(away),
        latest_with_redis_s=max(there),
        log_lines=tuple(
            len(hub.output.splitlines()) - before
            for hub, before in zip(town.hubs, logged, strict=True)
        ),
        complaints=tuple(complaints_about(history)),
    )


def _delays(mates: list[Mate]) -> list[tuple[float, float]]:
    """Return for each message and member when it was answered, and how much later it arrived."""
    answered = {note.body: note.answered_at for mate in mates for note in mate.notes}
    return [
        (answered[event.payload.body], at - answered[event.payload.body])
        for mate in mates
        for frame, at in zip(mate.frames, mate.arrivals, strict=True)
        if isinstance(event := read_frame(frame, mate.encoding), Event)
        and isinstance(event.payload, MessageSent)
        and event.payload.body in answered  # not erased meanwhile
    ]


def main() -> None:
    """Run it from the command line; exits with 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(TemporaryDirectory(prefix="hubbub-redis-")))
        town = start_hubs(open_things, folder, 2)
        figures = asyncio.run(run_without_redis(town, asked.seconds, seed=asked.seed))
        print(*(hub.output for hub in town.hubs), sep="\n")
    print(figures)
    sys.exit(1 if figures.complaints else 0)


if __name__ == "__main__":
    main()
