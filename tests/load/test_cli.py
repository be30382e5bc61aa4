"""What the command says when something is not right, before any hub is asked."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hubbub_load.cli import main
from hubbub_load.log import read_log


def make_log(path: Path, *options: str) -> Path:
    file = path / "log.jsonl"
    result = CliRunner().invoke(main, ["make-log", "--seed", "7", "--out", str(file), *options])
    assert result.exit_code == 0, result.output
    return file


def test_a_made_log_can_be_read_and_has_the_size_asked_for(tmp_path: Path) -> None:
    file = make_log(tmp_path, "--messages", "50", "--authors", "5", "--rooms", "2")
    messages = read_log(file.read_bytes().splitlines())
    assert len(messages) == 50
    assert len({message.author for message in messages}) == 5


def test_a_log_that_cannot_be_made_is_refused_in_words() -> None:
    result = CliRunner().invoke(main, ["make-log", "--seed", "1", "--messages", "3"])
    assert result.exit_code == 1
    assert "got 5 rooms, 200 authors, 3 messages" in result.output


def test_a_damaged_log_is_refused_with_file_line_and_field(tmp_path: Path) -> None:
    file = make_log(tmp_path, "--messages", "5", "--authors", "2", "--rooms", "1")
    file.write_bytes(file.read_bytes() + b'{"room":"bread"}\n')
    result = CliRunner().invoke(main, ["replay", str(file)])
    assert result.exit_code == 1
    assert f"{file}: line 6: `id`:" in result.output


def test_a_slice_that_leaves_nothing_is_refused(tmp_path: Path) -> None:
    file = make_log(tmp_path, "--messages", "5", "--authors", "2", "--rooms", "1")
    result = CliRunner().invoke(main, ["replay", str(file), "--skip", "5"])
    assert "no message is left of 5" in result.output


def test_rate_and_speed_exclude_each_other(tmp_path: Path) -> None:
    file = make_log(tmp_path)
    result = CliRunner().invoke(main, ["replay", str(file), "--rate", "5", "--speed", "2"])
    assert result.exit_code == 2
    assert "--rate and --speed exclude each other" in result.output


@pytest.mark.parametrize(
    "command",
    [["replay", "LOG", "--watchers", "1"], ["sends"], ["demo"]],
    ids=["replay", "sends", "demo"],
)
def test_a_hub_that_does_not_answer_is_named(command: list[str], tmp_path: Path) -> None:
    file = make_log(tmp_path, "--messages", "5", "--authors", "2", "--rooms", "1")
    arguments = [str(file) if word == "LOG" else word for word in command]
    result = CliRunner().invoke(main, [*arguments, "--hub", "http://127.0.0.1:9"])
    assert result.exit_code == 1
    assert "http://127.0.0.1:9 does not answer" in result.output


def test_a_program_that_does_not_run_is_named_before_anything_is_sent() -> None:
    result = CliRunner().invoke(main, ["sends", "--hub-pid", "2147483647"])
    assert result.exit_code == 1
    assert "No program runs under the id 2147483647" in result.output
