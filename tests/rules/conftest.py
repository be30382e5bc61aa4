"""A question at the end of a run, not a check: is a long module two nouns?"""

import pytest

from tests.rules.tree import python_files, text_of, typescript_files

LONG = 400


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the modules of more than 400 lines."""
    lengths = {
        path: text_of(path).count("\n")
        for path in (*python_files(), *typescript_files())
        if "generated" not in path.parts
    }
    for path, lines in sorted(lengths.items(), key=lambda item: -item[1]):
        if lines > LONG:
            terminalreporter.write_line(f"{path} has {lines} lines: does it want a second noun?")
