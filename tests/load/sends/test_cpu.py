"""CPU time as Linux tells it."""

import os
import time

import pytest

from hubbub_load.sends.cpu import (
    NoSuchProgram,
    Program,
    read_cpu,
    read_machine_lines,
    read_program_line,
    sum_family,
)


def test_a_program_may_have_any_name() -> None:
    line = "17 (a) b (c) S 4 17 17 0 -1 4194304 100 0 0 0 250 50 7 9 20 0 1 0 100 0 0"
    assert read_program_line(line) == Program(parent=4, ticks=300)


def test_a_program_is_counted_with_all_that_it_started() -> None:
    running = {
        1: Program(0, 1_000),
        20: Program(1, 100),
        30: Program(20, 10),
        31: Program(30, 1),
        40: Program(1, 5_000),
    }
    assert sum_family(running, 20) == 111


def test_the_machine_is_busy_with_everything_but_waiting() -> None:
    lines = "cpu  100 1 20 5000 300 2 3 4 50 60\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
    assert read_machine_lines(lines) == 100 + 1 + 20 + 2 + 3 + 4


def test_this_program_has_used_what_it_knows_to_have_used() -> None:
    before = time.process_time()
    assert read_cpu([os.getpid()]).of_pids[os.getpid()] >= before - 0.02  # a tick or two


def test_the_machine_has_used_at_least_as_much() -> None:
    reading = read_cpu([os.getpid()])
    assert reading.machine is not None
    assert reading.machine >= reading.of_pids[os.getpid()]


def test_a_program_that_does_not_run_is_named() -> None:
    with pytest.raises(NoSuchProgram, match="under the id 2147483647"):
        read_cpu([2**31 - 1])
