"""CPU time of programs and of the whole machine, as Linux tells it under ``/proc``."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

_IDLE: Final = (3, 4)  # idle and waiting for a disk
_KINDS: Final = 8  # up to `steal`; guests are counted in `user` already


class NoSuchProgram(Exception):
    """No program runs under an id, or the system does not tell."""


class Program(NamedTuple):
    """What the system tells of one running program."""

    parent: int
    ticks: int
    """User and system time, its threads included."""


@dataclass(frozen=True, slots=True)
class CpuReading:
    """CPU time in seconds since some moment in the past."""

    of_pids: Mapping[int, float]
    machine: float | None
    """Of everything that runs; None where the system does not tell."""


def read_cpu(pids: Sequence[int]) -> CpuReading:
    """Read the CPU time of these programs with all that they started, and of the machine.

    Raises :class:`NoSuchProgram`.
    """
    tick_s = 1 / os.sysconf("SC_CLK_TCK")
    running = dict(_list_programs()) if pids else {}
    if unknown := [pid for pid in pids if pid not in running]:
        raise NoSuchProgram(f"No program runs under the id {unknown[0]}")
    whole = Path("/proc/stat")
    return CpuReading(
        {pid: sum_family(running, pid) * tick_s for pid in pids},
        read_machine_lines(whole.read_text()) * tick_s if whole.exists() else None,
    )


def sum_family(running: Mapping[int, Program], eldest: int) -> int:
    """Sum the ticks of a program and of all running ones that it or its children started."""
    family = {eldest}
    while children := {
        pid for pid, program in running.items() if program.parent in family and pid not in family
    }:
        family |= children
    return sum(running[pid].ticks for pid in family)


def read_program_line(line: str) -> Program:
    """Read ``/proc/<pid>/stat``."""
    fields = line.rpartition(")")[2].split()  # a program's name may hold spaces and brackets
    return Program(int(fields[1]), int(fields[11]) + int(fields[12]))


def read_machine_lines(lines: str) -> int:
    """Return the time in ticks that all processors were busy, from ``/proc/stat``."""
    times = [int(field) for field in lines.splitlines()[0].split()[1 : 1 + _KINDS]]
    return sum(time for place, time in enumerate(times) if place not in _IDLE)


def _list_programs() -> Iterator[tuple[int, Program]]:
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield int(file.parent.name), read_program_line(file.read_text())
        except OSError:
            pass  # it ended meanwhile
