"""The promises hold in many worlds; and a broken one would be found, and made short."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.simulator.play import play
from tests.faults.simulator.shrink import shrink
from tests.faults.simulator.steps import DEEDS, FAULTS, MEMBERS, Step, faults_in, schedule
from tests.faults.simulator.tally import Tally, missing
from tests.faults.simulator.village import Village, new_village

SEEDS = range(60)
STEPS = 50
STEP = st.builds(
    Step,
    after_s=st.sampled_from((0.0, 0.001, 0.02, 0.2)),
    what=st.sampled_from(DEEDS + FAULTS),
    who=st.integers(0, 59),
    other=st.integers(1, MEMBERS),
    seconds=st.sampled_from((0.1, 0.5, 3.0)),
    count=st.integers(1, 3),
)


@pytest.fixture(scope="module")
def village() -> Iterator[Village]:
    with new_village() as made:
        yield made


@pytest.mark.slow
def test_every_promise_is_kept_in_many_worlds_with_every_kind_of_fault(village: Village) -> None:
    tally: Tally = Counter()
    for seed in SEEDS:
        steps = schedule(seed, STEPS)
        assert len(steps) >= STEPS
        assert faults_in(steps) >= 3
        assert play(village, seed, steps, tally).complaints == [], f"seed {seed}"
    assert missing(tally) == []


@pytest.mark.slow
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), steps=st.lists(STEP, min_size=STEPS, max_size=STEPS + 10))
def test_every_promise_is_kept_whatever_happens_in_whatever_order(
    village: Village, seed: int, steps: list[Step]
) -> None:
    assert play(village, seed, steps, Counter()).complaints == []


def test_a_loss_in_a_quiet_world_is_made_good_at_once(village: Village) -> None:
    tally: Tally = Counter()
    for seed in SEEDS:
        assert play(village, seed, [], tally).complaints == [], f"seed {seed}"
    assert tally["gap in a quiet world"] > 1
    assert tally["known key in a quiet world"] > 1


def test_the_same_seed_is_the_same_world(village: Village) -> None:
    steps = schedule(7, STEPS)
    first, second = (play(village, 7, steps, Counter()) for _ in range(2))
    assert first == second
    assert first.events > 20


def test_the_same_seed_is_the_same_world_in_another_program() -> None:
    command = [sys.executable, "-m", "tests.faults.simulator", "--seeds", "2", "--first", "40023"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    runs = [
        subprocess.run(command, check=False, env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    one, other = (run.stdout.decode().partition("the same again has the digest ") for run in runs)
    assert one[2] == other[2] != ""


def test_another_seed_is_another_world(village: Village) -> None:
    one, other = (play(village, seed, schedule(seed, STEPS), Counter()) for seed in (1, 2))
    assert one.digest != other.digest


def test_a_failing_schedule_becomes_short() -> None:
    drawn = schedule(3, STEPS)
    needed = (drawn[5], drawn[30])

    def fails(steps: Sequence[Step]) -> bool:
        return all(step in steps for step in needed)

    assert shrink(drawn, fails) == list(needed)
