"""Mutants are tried in a copy: who dies, who lives, and what proves nothing."""

from pathlib import Path

import pytest

from tests.faults.mutants.__main__ import try_all
from tests.faults.mutants.catalogue.clients import MUTANTS
from tests.faults.mutants.mutant import Mutant
from tests.faults.mutants.scratch import Scratch

DEADLY = next(each for each in MUTANTS if each.name == "last-plus-one-python")
HARMLESS = Mutant(
    "harmless",
    "nothing at all",
    DEADLY.path,
    "        if seq == subscription.seq + 1:\n",
    "        if subscription.seq + 1 == seq:\n",
    DEADLY.tests,
)


@pytest.mark.slow
def test_a_mutant_dies_of_its_test_and_one_that_lives_is_reported(
    root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = (root / DEADLY.path).read_text(encoding="utf-8")
    scratch = Scratch(root, tmp_path / "scratch")
    assert try_all(scratch, [DEADLY], 60) == 0
    assert try_all(scratch, [HARMLESS, DEADLY], 60) == 1
    assert (root / DEADLY.path).read_text(encoding="utf-8") == before
    said = capfd.readouterr().out
    assert "1 of 1 mutants died" in said
    assert "1 of 2 mutants died" in said
    assert "alive: harmless" in said


@pytest.mark.slow
def test_tests_that_do_not_pass_unharmed_prove_nothing(root: Path, tmp_path: Path) -> None:
    scratch = Scratch(root, tmp_path / "scratch")
    path = DEADLY.tests[0].partition("::")[0]
    assert scratch.run([f"{path}::test_that_is_not_there"], 60).verdict == "broken"
    gone = Mutant("gone", "gone", DEADLY.path, DEADLY.search, "pass\n", (f"{path}::test_gone",))
    assert try_all(scratch, [gone], 60) == 1


@pytest.mark.slow
def test_a_test_that_never_ends_is_ended(root: Path, tmp_path: Path) -> None:
    scratch = Scratch(root, tmp_path / "scratch")
    assert scratch.run(DEADLY.tests, 0.01).verdict == "hung"
