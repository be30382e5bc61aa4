"""Whoever was away for long gets all that they missed, in order, and then what happens now."""

import random
from contextlib import ExitStack
from pathlib import Path

import pytest

from hubbub_load.chaos.town import start_town
from hubbub_load.slow_readers.absence import AbsenceTerms, run_absence
from hubbub_load.slow_readers.room import sign_up_members
from hubbub_load.slow_readers.table import lines_of_absence
from hubbub_protocol.codec import Encoding

pytestmark = pytest.mark.slow

MISSED = 5_000


@pytest.mark.parametrize(("hubs", "encoding"), [(1, "json"), (1, "msgpack"), (2, "msgpack")])
async def test_a_member_comes_back_after_thousands_of_events_while_others_talk(
    tmp_path: Path, hubs: int, encoding: Encoding
) -> None:
    terms = AbsenceTerms(MISSED, calm_s=0.5, encoding=encoding)
    with ExitStack() as open_things:
        town = start_town(open_things, tmp_path, hubs)
        members = await sign_up_members(town, listeners=2)
        figures = await run_absence(town, members, terms, random.Random(20_261_124))
    print("\n".join(lines_of_absence(figures)))
    assert figures.before.to_delivery.count > 0
    assert figures.verdict.troubles == ()
    assert figures.verdict.complaints == ()
