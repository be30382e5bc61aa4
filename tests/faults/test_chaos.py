"""A bounded share of the chaos; `python -m tests.faults.chaos` runs it at length."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.chaos import End, run_chaos
from tests.faults.mortal import start_hub, start_hubs

pytestmark = pytest.mark.slow


async def test_a_hub_that_is_killed_again_and_again_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    with ExitStack() as open_things:
        town = start_hub(open_things, tmp_path)
        figures = await run_chaos(town, ["kill", "kill", "kill"], seed=20_261_123)
    print(figures)
    assert figures.complaints == ()
    assert figures.kills_in_flight >= 2
    assert figures.sessions > 20 + 3


async def test_a_hub_that_is_restarted_at_noon_loses_and_repeats_nothing(tmp_path: Path) -> None:
    with ExitStack() as open_things:
        town = start_hub(open_things, tmp_path)
        figures = await run_chaos(town, ["stop"], seed=12)
    print(figures)
    assert figures.complaints == ()
    assert figures.sessions >= 20 + 20


async def test_one_of_two_hubs_dies_again_and_again_and_nothing_is_lost_or_repeated(
    tmp_path: Path,
) -> None:
    with ExitStack() as open_things:
        town = start_hubs(open_things, tmp_path, 2)
        ends: list[End] = ["kill", "unanswered", "unpublished", "stop"]
        figures = await run_chaos(town, ends, seed=20_261_124)
    print(figures)
    assert figures.complaints == ()
    assert figures.kills_in_flight >= 2
    assert figures.deaths_before_publication == 2
