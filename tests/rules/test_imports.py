"""The one-way rule of the architecture; its contracts are in pyproject.toml."""

import subprocess
import sys

from tests.rules.tree import ROOT


def test_no_module_imports_against_the_one_way_rule() -> None:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", linter, "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
