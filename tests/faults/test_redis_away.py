"""A few seconds without Redis; `python -m tests.faults.redis_away --seconds 30` runs it longer."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from hubbub_load.chaos.town import start_hubs
from tests.faults.redis_away import run_without_redis

LATE_S = 2.0
FEW_LINES = 12


@pytest.mark.slow
async def test_hubs_go_on_hearing_each_other_while_redis_is_away(tmp_path: Path) -> None:
    with ExitStack() as open_things:
        town = start_hubs(open_things, tmp_path, 2)
        figures = await run_without_redis(town, 5.0, seed=20_261_124)
    print(figures)
    assert figures.complaints == ()
    assert figures.acknowledged > 100
    assert figures.latest_s <= LATE_S
    assert max(figures.log_lines) <= FEW_LINES
