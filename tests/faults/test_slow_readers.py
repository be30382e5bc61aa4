"""The command `hubbub-load slow-readers`, in small: what it says, and how it ends."""

from typing import Final

import pytest
from click.testing import CliRunner, Result

from hubbub_load.chaos.town import HUB
from hubbub_load.cli import main
from tests.faults import lying_hub

pytestmark = pytest.mark.slow

SMALL: Final = "--hubs 1 --readers 2 --messages 20 --silence 3 --missed 50 --calm 1 --listeners 1"
IMPATIENT: Final = {"HUBBUB_PING_MS": "1000", "HUBBUB_PONG_MS": "500"}
"""A hub that soon asks for a sign of life."""


def slow_readers(program: str) -> Result:
    words = ["slow-readers", *SMALL.split(), "--seed", "7", "--program", program]
    return CliRunner().invoke(main, words, env=IMPATIENT)


def test_slow_readers_who_get_everything_end_the_command_well() -> None:
    ended = slow_readers(HUB)
    assert ended.exit_code == 0, ended.output
    assert "Everybody has what the database holds." in ended.stdout
    assert "while the returned catches up" in ended.stdout


def test_the_command_ends_with_a_failure_where_a_hub_lies() -> None:
    ended = slow_readers(lying_hub.PROGRAM)
    assert ended.exit_code == 1, ended.output
    assert "is not what the database holds" in ended.stderr
    assert "WRONG: " in ended.stdout
