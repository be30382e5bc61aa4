"""The table of mechanisms and tests, as the README shows it."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from tests.faults.mutants.mutant import Mutant

HEAD: Final = "| mechanism | mutant | test that dies |\n| --- | --- | --- |\n"


def table(mutants: Iterable[Mutant]) -> str:
    """Return a Markdown table with a line for each mutant."""
    return HEAD + "".join(_line(mutant) for mutant in mutants)


def _line(mutant: Mutant) -> str:
    tests = "<br>".join(f"`{_short(test)}`" for test in mutant.tests)
    return f"| {mutant.mechanism} | {mutant.name} | {tests} |\n"


def _short(test: str) -> str:
    path, _, name = test.partition("::")
    return f"{PurePosixPath(path).name}: {name.partition('[')[0]}"
