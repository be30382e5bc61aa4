"""Who stops reading costs the hub a buffer, is closed while silent, and misses nothing."""

import random
from pathlib import Path

import pytest

from hubbub_load.chaos.town import Town
from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from hubbub_load.slow_readers.mutes import MuteTerms, run_mutes
from hubbub_load.slow_readers.room import sign_up_members
from hubbub_load.slow_readers.table import lines_of_mutes
from hubbub_protocol.errors import CloseCode

pytestmark = pytest.mark.slow

READERS = 20
"""So many that what one costs shows beside what the hub takes and gives back by the way."""
COST_KIB = 512
IMPATIENT = {"HUBBUB_PING_MS": "4000", "HUBBUB_PONG_MS": "2000"}


async def test_readers_that_stop_reading_cost_little_are_closed_and_come_back_complete(
    tmp_path: Path,
) -> None:
    terms = MuteTerms(READERS, messages_per_s=1_000, silence_s=2.0, calm_s=2.0)
    with ServedHub(tmp_path, {**GENEROUS, **IMPATIENT}) as hub:
        town = Town((hub,), hub.database)
        members = await sign_up_members(town, listeners=2)
        figures = await run_mutes(town, members, terms, random.Random(20_261_124))
    print("\n".join(lines_of_mutes(figures)))
    assert figures.kib_each < COST_KIB
    assert figures.gone_after_s is not None
    # The last word comes through only where the kernel had room for all that was before it.
    assert set(figures.codes) <= {CloseCode.NO_PONG, None}
    assert len(figures.complete_after_s) == READERS
    assert figures.verdict.troubles == ()
    assert figures.verdict.complaints == ()
