"""The list of mutants keeps up with the code, the tests and the README."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.mutants.catalogue import MUTANTS
from tests.faults.mutants.mutant import Mutant, find_test
from tests.faults.mutants.table import table

each_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


@each_mutant
def test_what_a_mutant_breaks_stands_there_once_and_makes_sense_when_broken(
    root: Path, mutant: Mutant
) -> None:
    whole = (root / mutant.path).read_text(encoding="utf-8")
    spoilt = mutant.spoil(whole)
    assert spoilt != whole
    if mutant.path.endswith(".py"):
        ast.parse(spoilt)


@each_mutant
def test_the_tests_that_die_of_a_mutant_exist(root: Path, mutant: Mutant) -> None:
    assert mutant.tests
    assert [test for test in mutant.tests if not find_test(root, test)] == []


def test_every_mutant_has_a_name_and_a_mechanism_of_its_own() -> None:
    for words in ([each.name for each in MUTANTS], [each.mechanism for each in MUTANTS]):
        assert [word for word, count in Counter(words).items() if count > 1] == []


def test_the_readme_shows_which_test_watches_which_mechanism(root: Path) -> None:
    readme = (root / "tests/faults/README.md").read_text(encoding="utf-8")
    assert table(MUTANTS) in readme, "`python -m tests.faults.mutants --table` prints it anew"


def test_a_place_that_has_moved_or_is_there_twice_is_reported() -> None:
    mutant = Mutant("m", "what it does", "file.py", "if ready:\n", "if True:\n", ("a.py::test_a",))
    assert mutant.spoil("    if ready:\n") == "    if True:\n"
    for text in ("if steady:\n", "if ready:\nif ready:\n"):
        with pytest.raises(LookupError, match=r"m: file\.py has [02] places"):
            mutant.spoil(text)


def test_a_test_that_is_gone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("def test_one() -> None: ...\n")
    (tmp_path / "b.test.ts").write_text('test("one holds", () => {});\n')
    found = [
        find_test(tmp_path, test)
        for test in (
            "test_a.py::test_one[sqlite]",
            "test_a.py::test_on",
            "gone.py::test_one",
            "b.test.ts::one holds",
            "b.test.ts::one",
        )
    ]
    assert found == [True, False, False, True, False]
