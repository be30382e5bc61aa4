"""CPU time of programs and of the whole machine, as Linux tells it under ``/proc``."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_IDLE: Final = (3, 4)  # idle and waiting for a disk
_KINDS: Final = 8  # up to `steal`; guests are counted in `user` already


class NoSuchProgram(Exception):
    """No program runs under an id, or the system does not tell."""


@dataclass(frozen=True, slots=True)
class CpuReading:
    """CPU time in seconds since some moment in the past."""

    of_pids: Mapping[int, float]
    machine: float | None
    """Of everything that runs; None where the system does not tell."""


def read_cpu(pids: Sequence[int]) -> CpuReading:
    """Read the CPU time of these programs, their threads included, and of the machine.

    Raises :class:`NoSuchProgram`.
    """
    ticks = os.sysconf("SC_CLK_TCK")
    of_pids = {}
    for pid in pids:
        try:
            of_pids[pid] = read_program_line(Path(f"/proc/{pid}/stat").read_text()) / ticks
        except OSError as error:
            raise NoSuchProgram(f"No program runs under the id {pid}: {error}") from error
    whole = Path("/proc/stat")
    return CpuReading(
        of_pids, read_machine_lines(whole.read_text()) / ticks if whole.exists() else None
    )


def read_program_line(line: str) -> int:
    """Return user and system time in ticks from ``/proc/<pid>/stat``."""
    fields = line.rpartition(")")[2].split()  # a program's name may hold spaces and brackets
    return int(fields[11]) + int(fields[12])


def read_machine_lines(lines: str) -> int:
    """Return the time in ticks that all processors were busy, from ``/proc/stat``."""
    times = [int(field) for field in lines.splitlines()[0].split()[1 : 1 + _KINDS]]
    return sum(time for place, time in enumerate(times) if place not in _IDLE)
