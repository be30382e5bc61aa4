"""What the documents state must be so."""

import dataclasses
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from hubbub_load.cli import main as hubbub_load
from hubbub_protocol.events import InboxPayload
from hubbub_protocol.naming import tag_of
from hubbub_protocol.operations import OPERATIONS
from hubbub_server.cli import main as hubbub
from hubbub_server.settings import PREFIX, Settings
from tests.rules.tree import ROOT, documents, text_of

COMMANDS = {"hubbub": hubbub, "hubbub-load": hubbub_load}
SHELL_BLOCK = re.compile(r"^```(?:sh|bash|shell|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s#]+)[^)]*\)")
RELEASE = re.compile(r"^## \[(?:Unreleased\]|\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d)$")
KINDS_OF_CHANGE = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def stated_commands() -> Iterator[tuple[Path, list[str]]]:
    """Yield every command line that a document shows, in blocks and within sentences."""
    for path in documents():
        text = text_of(path)
        blocks = [
            line.removeprefix("$ ").strip()
            for block in SHELL_BLOCK.findall(text)
            for line in block.replace("\\\n", " ").splitlines()
        ]
        for line in (*blocks, *INLINE_CODE.findall(text)):
            for part in re.split(r"&&|\||;", line.split(" #")[0]):
                words = part.split()
                while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
                    words = words[1:]
                if words:
                    yield path, words


def objection(words: list[str]) -> str | None:
    """Say what the command line names that does not exist, or None."""
    command: click.Command = COMMANDS[words[0]]
    rest = words[1:]
    while rest and isinstance(command, click.Group) and not rest[0].startswith("-"):
        chosen = command.commands.get(rest[0])
        if chosen is None:
            return f"{command.name} has no command {rest[0]}"
        command, rest = chosen, rest[1:]
    known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    unknown = [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]
    return f"{command.name} has no {unknown[0]}" if unknown else None


def test_every_command_shown_exists_with_its_options() -> None:
    objections = [
        f"{path}: {shlex.join(words)}: {why}"
        for path, words in stated_commands()
        # `hubbub|hubbub-load …` with alternatives in one pair of backticks is prose.
        if words[0] in COMMANDS and (why := objection(words))
    ]
    assert not objections, "\n".join(objections)


def test_every_make_target_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(Path("Makefile")), re.MULTILINE))
    shown = {
        (str(path), word)
        for path, words in stated_commands()
        if words[0] == "make"
        for word in words[1:]
        if "=" not in word and not word.startswith("-")
    }
    unknown = [(path, word) for path, word in shown if word not in targets]
    assert shown
    assert not unknown, unknown


def test_every_setting_shown_exists() -> None:
    settings = {field.name for field in dataclasses.fields(Settings)}
    shown = {
        (str(path), name)
        for path in documents()
        for name in re.findall(rf"\b{PREFIX}([A-Z0-9_]+)\b", text_of(path))
    }
    unknown = [(path, PREFIX + name) for path, name in shown if name.lower() not in settings]
    assert not unknown, unknown


def test_hubbub_settings_prints_every_setting() -> None:
    printed = CliRunner().invoke(hubbub, ["settings"]).output
    for field in dataclasses.fields(Settings):
        assert f"{PREFIX}{field.name.upper()}" in printed


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{path}: {target}"
        for path in documents()
        for target in LINK.findall(text_of(path))
        if not (ROOT / path.parent / target).exists()
    ]
    assert not broken, broken


def test_the_bot_in_the_readme_is_the_example_that_is_tested() -> None:
    shown = re.findall(
        r"^```python\n(.*?)^```", text_of(Path("README.md")), re.MULTILINE | re.DOTALL
    )
    assert shown == [text_of(Path("clients/python/examples/echo.py"))]
    lines = [line for line in shown[0].splitlines() if line.strip()]
    assert len(lines) <= 10


def test_every_operation_that_the_javascript_readme_lists_exists() -> None:
    text = text_of(Path("clients/js/README.md"))
    listed = [line for line in text.splitlines() if line.startswith("- `")]
    named = {name for line in listed for name in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", line)}
    kinds = {tag_of(payload.__name__) for payload in get_args(InboxPayload)}
    operations = {operation.name for operation in OPERATIONS}
    assert len(named & operations) > 20
    assert named <= operations | kinds


def test_make_help_names_every_target_that_is_meant_for_people() -> None:
    makefile = text_of(Path("Makefile"))
    contributing = text_of(Path("CONTRIBUTING.md"))
    for target in re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE):
        assert f"`make {target}`" in contributing, f"CONTRIBUTING.md does not explain make {target}"


def test_the_changelog_keeps_its_form() -> None:
    lines = text_of(Path("CHANGELOG.md")).splitlines()
    releases = [line for line in lines if line.startswith("## ")]
    kinds = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    assert lines[0] == "# Changelog"
    assert releases[0] == "## [Unreleased]"
    assert all(RELEASE.match(line) for line in releases), releases
    assert set(kinds) <= KINDS_OF_CHANGE


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("hubbub serve --port 8000", False),
        ("hubbub serve --prot 8000", True),
        ("hubbub sevre", True),
        ("hubbub-load replay log.jsonl", False),
    ],
)
def test_a_wrong_command_is_found(line: str, wrong: bool) -> None:
    assert (objection(line.split()) is not None) == wrong
