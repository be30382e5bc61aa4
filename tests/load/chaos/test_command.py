"""What the command ``hubbub-load chaos`` is told, before anything is started."""

import pytest
from click.testing import CliRunner

from hubbub_load.cli import main


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--kinds kill,earthquake", "'earthquake' is none of kill"),
        ("--kinds unpublished", "unpublished needs a --program that can die"),
        ("--hubs 1 --kinds redis-lost", "redis-lost needs several --hubs"),
        ("--hubs 2 --kinds disk-full", "disk-full needs --hubs 1, and root"),
    ],
)
def test_a_fault_that_cannot_be_had_is_named(words: str, sentence: str) -> None:
    ended = CliRunner().invoke(main, ["chaos", *words.split()])
    assert ended.exit_code == 2
    assert sentence in ended.stderr
