"""CPU time as Linux tells it."""

import os
import time

import pytest

from hubbub_load.sends.cpu import NoSuchProgram, read_cpu, read_machine_lines, read_program_line


def test_a_program_may_have_any_name() -> None:
    line = "17 (a) b (c) S 1 17 17 0 -1 4194304 100 0 0 0 250 50 7 9 20 0 1 0 100 0 0"
    assert read_program_line(line) == 300


def test_the_machine_is_busy_with_everything_but_waiting() -> None:
    lines = "cpu  100 1 20 5000 300 2 3 4 50 60\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
    assert read_machine_lines(lines) == 100 + 1 + 20 + 2 + 3 + 4


def test_this_program_has_used_what_it_knows_to_have_used() -> None:
    own = read_cpu([os.getpid()]).of_pids[os.getpid()]
    assert own == pytest.approx(time.process_time(), abs=0.1)


def test_the_machine_has_used_at_least_as_much() -> None:
    reading = read_cpu([os.getpid()])
    assert reading.machine is not None
    assert reading.machine >= reading.of_pids[os.getpid()]


def test_a_program_that_does_not_run_is_named() -> None:
    with pytest.raises(NoSuchProgram, match="under the id 2147483647"):
        read_cpu([2**31 - 1])
