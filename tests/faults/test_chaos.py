"""A bounded share of the chaos; `make chaos` runs it at length."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from hubbub_load.chaos.faults import Lengths
from hubbub_load.chaos.figures import line_of
from hubbub_load.chaos.run import Cast, run_chaos
from hubbub_load.chaos.schedule import Kind, possible_kinds
from hubbub_load.chaos.town import start_hub, start_hubs
from hubbub_load.cli import main
from tests.faults import dying_hub, lying_hub

pytestmark = pytest.mark.slow

BRIEF = Lengths(frozen=1.0, away=0.5, paused=1.0, stalled=1.0, full=0.5, alone=0.5)
CAST = Cast(
    members=20, writers=18, thought_s=0.02, calm_s=0.5, quiet_s=0.5, patience_s=0.5, lengths=BRIEF
)


async def test_one_hub_that_breaks_again_and_again_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    wanted: list[Kind] = ["kill", "disk-full", "kill", "truncated", "kill"]
    with ExitStack() as open_things:
        town = start_hub(open_things, tmp_path, dying_hub.PROGRAM)
        # Only root may make a disk that can be full.
        possible = possible_kinds(hubs=1, mortal=True, small_disk=town.disk is not None)
        kinds = [kind for kind in wanted if kind in possible]
        figures = await run_chaos(town, kinds, CAST, seed=20_261_123, show=print)
    print(line_of(figures), figures.deaths_in_flight, figures.duplicates)
    assert figures.complaints == ()
    assert figures.troubles == ()
    assert figures.deaths_in_flight >= 2
    assert figures.acknowledged + figures.refused == figures.sends > 500
    assert min(figures.ends, figures.blocks, figures.refused) > 0
    assert figures.sessions >= 20 + 20


async def test_a_hub_that_is_restarted_at_noon_loses_and_repeats_nothing(tmp_path: Path) -> None:
    with ExitStack() as open_things:
        town = start_hub(open_things, tmp_path)
        figures = await run_chaos(town, ["restart"], CAST, seed=12, show=print)
    print(line_of(figures))
    assert figures.complaints == ()
    assert figures.troubles == ()
    assert figures.sessions >= 20 + 20


async def test_two_hubs_and_their_servers_break_one_by_one_and_nothing_is_lost_or_repeated(
    tmp_path: Path,
) -> None:
    kinds: list[Kind] = ["kill", "deaf", "unanswered", "postgres-lost", "unpublished", "redis-lost"]
    kinds += ["cut", "stalled", "redis-paused"]
    with ExitStack() as open_things:
        town = start_hubs(open_things, tmp_path, 2, dying_hub.PROGRAM)
        figures = await run_chaos(town, kinds, CAST, seed=20_261_124, show=print)
    print(line_of(figures), figures.deaths_in_flight, figures.duplicates)
    assert figures.complaints == ()
    assert figures.troubles == ()
    assert figures.deaths_in_flight >= 2
    assert figures.acknowledged + figures.refused == figures.sends > 500
    assert min(figures.ends, figures.blocks, figures.refused) > 0
    assert set(figures.silences) == set(kinds)


def test_the_command_ends_with_a_failure_where_a_hub_lies() -> None:
    arguments = "--hubs 1 --seconds 0 --quiet 0 --seed 7 --program"
    ended = CliRunner().invoke(main, ["chaos", *arguments.split(), lying_hub.PROGRAM])
    assert ended.exit_code == 1, ended.output
    assert "is not what the database holds" in ended.stderr
    assert re.search(r"; lost 0; .*; altered [1-9]\d*; .*seed 7$", ended.stdout.strip())
