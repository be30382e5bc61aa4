"""Three hubs are restarted one after the other at noon, under members who write.

Each comes back as a later version, which brings the database up to date while the others run on.
"""

import asyncio
import random
from collections import Counter
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.chaos.crew import Crew
from hubbub_load.chaos.town import start_hubs
from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.database import read_heads, read_log
from hubbub_load.history.record import History
from hubbub_protocol.events import MessageSent
from tests.faults import later_hub

pytestmark = pytest.mark.slow

HUBS = 3
MEMBERS = 18
BACK_S = 60.0


def evenly_spread(crew: Crew) -> bool:
    """Whether each hub has its share of the members now, all of them with a session."""
    return all(len(crew.talking_to(hub)) == MEMBERS // HUBS for hub in range(HUBS))


async def test_each_member_reconnects_once_for_the_restart_of_their_hub_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    with ExitStack() as open_things:
        town = start_hubs(open_things, tmp_path, HUBS)
        names = [f"member{number}" for number in range(MEMBERS)]
        accounts = await sign_up(town.hubs[0].address, town.set_up_token, names)
        stream = await share_a_room(town.hubs[0].address, accounts)
        ports = [hub.port for hub in town.hubs]
        crew = Crew(ports, accounts, stream, random.Random(20_261_124), thought_s=0.2)
        try:
            async with asyncio.timeout(BACK_S):
                await crew.start()
                await crew.until(lambda: evenly_spread(crew))
            for number, hub in enumerate(town.hubs):
                there = {mate.account.name for mate in crew.talking_to(number)}
                before = Counter({mate.account.name: mate.openings for mate in crew.mates})
                assert there
                await asyncio.to_thread(hub.stop)
                async with asyncio.timeout(BACK_S):
                    await crew.until(lambda: all(mate.live for mate in crew.mates))
                after = Counter({mate.account.name: mate.openings for mate in crew.mates})
                assert after - before == Counter(there), f"hub {number}"
                assert "not yet answered" not in hub.output
                hub.module = later_hub.PROGRAM
                await asyncio.to_thread(hub.start)
            async with asyncio.timeout(BACK_S):
                await crew.finish(partial(read_heads, town.database))
        finally:
            await crew.close()
        history = History(
            log=read_log(town.database),
            sends=[sent for mate in crew.mates for sent in mate.sends()],
            deeds=[deed for mate in crew.mates for deed in mate.deeds],
            clients=[mate.client(mate.stream, mate.inbox) for mate in crew.mates],
        )
        assert complaints_about(history) == []
        sent = [event for event in history.log[stream] if isinstance(event.told, MessageSent)]
        of_the_later = [b'"tone"' in event.payload for event in sent]
        assert not all(of_the_later)
        assert any(of_the_later)
        assert crew.acknowledged > HUBS * MEMBERS
