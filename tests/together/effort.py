"""How much a program has done."""

import os
from pathlib import Path

from hubbub_load.sends.cpu import read_program_line


def cpu_s(pid: int) -> float:
    """Return for how many seconds a program has run so far, all its threads together."""
    line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return read_program_line(line).ticks / os.sysconf("SC_CLK_TCK")
