"""A copy of the checkout in which files are broken, and tests run, without harm to anybody."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.faults.mutants.mutant import Mutant, is_typescript

ROOTS: Final = ("server", "protocol", "clients/python", "load", ".")
"""In front of what is installed, so that the copy's modules are imported."""

Verdict = Literal["passed", "failed", "hung", "broken"]
"""``broken``: the tests could not be run at all, which proves nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of some tests."""

    verdict: Verdict
    said: str


class Scratch:
    """The copy, in a folder of its own. Node's packages are those of the checkout."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._tree = folder / "tree"
        for path in _files(root):
            target = self._tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / path, target)
        for modules in ("node_modules", "clients/js/node_modules", "clients/web/node_modules"):
            if (root / modules).is_dir():
                (self._tree / modules).symlink_to(root / modules, target_is_directory=True)
        self._environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(str(self._tree / each) for each in ROOTS)
        }

    @contextmanager
    def spoilt(self, mutant: Mutant) -> Iterator[None]:
        """Have one mechanism broken for the time of the block."""
        file = self._tree / mutant.path
        whole = file.read_text(encoding="utf-8")
        file.write_text(mutant.spoil(whole), encoding="utf-8")
        _forget_compiled(file)
        try:
            yield
        finally:
            file.write_text(whole, encoding="utf-8")
            _forget_compiled(file)

    def run(self, tests: Sequence[str], within_s: float) -> Run:
        """Run tests in the copy, those of both languages; the first that does not pass counts."""
        typescript = [test for test in tests if is_typescript(test)]
        python = [test for test in tests if test not in typescript]
        runs = [self._vitest(test, within_s) for test in typescript]
        if python:
            runs.append(self._pytest(python, within_s))
        return next((each for each in runs if each.verdict != "passed"), runs[0])

    def _pytest(self, tests: Sequence[str], within_s: float) -> Run:
        temporary = f"--basetemp={self._folder / 'pytest'}"
        options = ["-q", "-x", "--tb=short", "-p", "no:cacheprovider", temporary]
        command = [sys.executable, "-m", "pytest", *options, *tests]
        return self._end_of(command, self._tree, within_s)

    def _vitest(self, test: str, within_s: float) -> Run:
        path, _, name = test.partition("::")
        folder = self._tree / "clients" / "js"
        file = str((self._tree / path).relative_to(folder))
        vitest = str(self._root / "node_modules" / ".bin" / "vitest")
        return self._end_of([vitest, "run", file, "-t", re.escape(name)], folder, within_s)

    def _end_of(self, command: Sequence[str], folder: Path, within_s: float) -> Run:
        program = subprocess.Popen(
            command,
            cwd=folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # what it started ends with it
        )
        try:
            said, _ = program.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            said, _ = program.communicate()
            return Run("hung", said)
        # pytest's 2 and above say that no test was run: wrong names, a module without sense.
        verdicts: dict[int, Verdict] = {0: "passed", 1: "failed"}
        return Run(verdicts.get(program.returncode, "broken"), said)


def _files(root: Path) -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [name for name in listing.split("\0") if name and (root / name).is_file()]


def _forget_compiled(file: Path) -> None:
    """Python would take what it compiled for a file of the same length and second."""
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
