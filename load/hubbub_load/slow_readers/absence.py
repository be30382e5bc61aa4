"""A member who is away while very much happens, and comes back among others who talk."""

import asyncio
import random
import time
from dataclasses import dataclass

from hubbub_load.chaos.town import Town
from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.database import read_log
from hubbub_load.history.record import Complaint
from hubbub_load.slow_readers.absent import Absentee, Checked, Complete, Gone, absent
from hubbub_load.slow_readers.figures import AbsenceFigures, Span, Verdict, others_in
from hubbub_load.slow_readers.room import Members, Pace, Room, open_room
from hubbub_protocol.codec import Encoding


@dataclass(frozen=True, slots=True)
class AbsenceTerms:
    """How it is played."""

    missed: int = 100_000
    calm_s: float = 30.0
    """So long before the return, the others talk alone."""
    per_s: float = 30.0
    """Messages a second of those who write."""
    encoding: Encoding = "msgpack"


async def run_absence(
    town: Town, members: Members, terms: AbsenceTerms, chance: random.Random
) -> AbsenceFigures:
    """Write much while one is away, let them come back, and check all that came."""
    async with open_room(town, members, chance) as room:
        pace = Pace(terms.per_s)
        await room.fill(1, pace)
        absentee = Absentee(
            hub=town.hubs[-1].address,
            account=members.reader,
            stream=room.stream,
            encoding=terms.encoding,
            head=room.head,
            database=town.database,
        )
        async with absent(absentee) as talk:
            await talk.hear(Gone)
            filling = time.monotonic()
            await room.fill(terms.missed, pace)
            filled_s = time.monotonic() - filling
            await room.listen()
            async with room.talking(pace):
                began = time.monotonic()
                await asyncio.sleep(terms.calm_s)
                came = time.monotonic()
                talk.say(room.head)
                complete = await talk.hear(Complete)
                spans = [Span(began, came), Span(came, time.monotonic())]
            talk.say(room.head)
            checked = await talk.hear(Checked)
        troubles = await _finish(room)
    before, meanwhile = others_in(room, spans)
    return AbsenceFigures(
        missed=terms.missed,
        filled_s=filled_s,
        complete_after_s=complete.after_s,
        before=before,
        meanwhile=meanwhile,
        verdict=Verdict(
            (
                *complaints_about(room.history(read_log(town.database), [])),
                *(Complaint(*each) for each in checked.complaints),
            ),
            troubles,
        ),
    )


async def _finish(room: Room) -> tuple[str, ...]:
    try:
        await room.all_heard()
    except TimeoutError:
        return ("somebody who listened did not have everything in time",)
    return ()
