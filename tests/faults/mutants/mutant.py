"""A mutant: what is searched for, what stands there instead, and the tests that must notice."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

SIMULATOR: Final = (
    "tests/faults/simulator/test_simulator.py"
    "::test_every_promise_is_kept_in_many_worlds_with_every_kind_of_fault"
)
"""Dies of what comes to light only in a whole history."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mechanism, broken in one place.

    ``mechanism`` says what keeps the promise; ``search`` stands once in the file at ``path``, and
    is replaced by ``instead``; each of ``tests`` must fail then. A test of pytest is a node's id,
    one of vitest is ``<file>::<name>``.
    """

    name: str
    mechanism: str
    path: str
    search: str
    instead: str
    tests: tuple[str, ...]

    def spoil(self, text: str) -> str:
        """Return the file's text with the mechanism broken.

        Raises :class:`LookupError` if the place is not found, or not once.
        """
        found = text.count(self.search)
        if found != 1:
            raise LookupError(
                f"{self.name}: {self.path} has {found} places, not one, with\n{self.search}"
            )
        return text.replace(self.search, self.instead)


def find_test(root: Path, test: str) -> bool:
    """Whether a test that a mutant names stands in its file."""
    path, _, name = test.partition("::")
    file = root / path
    if not file.is_file():
        return False
    wanted = f'test("{name}"' if is_typescript(test) else f"def {name.partition('[')[0]}("
    return wanted in file.read_text(encoding="utf-8")


def is_typescript(test: str) -> bool:
    """Whether vitest runs a test, and not pytest."""
    return test.partition("::")[0].endswith(".ts")
