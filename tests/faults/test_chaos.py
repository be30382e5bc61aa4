"""A bounded share of the chaos; `python -m tests.faults.chaos` runs it at length."""

from pathlib import Path

import pytest

from tests.faults.chaos import run_chaos

pytestmark = pytest.mark.slow


async def test_a_hub_that_is_killed_again_and_again_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    figures = await run_chaos(tmp_path, ["kill", "kill", "kill"], seed=20_261_123)
    print(figures)
    assert figures.complaints == ()
    assert figures.kills_in_flight >= 2
    assert figures.sessions > 20 + 3


async def test_a_hub_that_is_restarted_at_noon_loses_and_repeats_nothing(tmp_path: Path) -> None:
    figures = await run_chaos(tmp_path, ["stop"], seed=12)
    print(figures)
    assert figures.complaints == ()
    assert figures.sessions >= 20 + 20
