"""What the SDK's README states is so."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import hubbub
from hubbub_protocol.events import DirectPayload, InboxPayload, RoomPayload

BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """The README of the SDK."""
    return (root / "clients/python/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["echo.py", "welcome.py", "admit.py", "direct.py"])
def test_the_examples_are_those_of_the_readme(root: Path, readme: str, name: str) -> None:
    assert (root / "clients/python/examples" / name).read_text() in BLOCK.findall(readme)


def test_the_echo_bot_has_at_most_ten_lines_of_code(root: Path) -> None:
    lines = (root / "clients/python/examples/echo.py").read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= 10


def test_every_kind_of_event_is_named_and_can_be_had(readme: str) -> None:
    groups = (RoomPayload, DirectPayload, InboxPayload)
    kinds = {kind.__name__ for group in groups for kind in group.__args__}
    listed = readme.partition("The kinds of events in a room:")[2].partition("Their fields")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == kinds
    assert kinds <= set(hubbub.__all__)


def test_the_tree_of_errors_is_that_of_the_code(readme: str) -> None:
    tree = re.compile(r"HubbubError\n(?:.*\n){4}")
    drawn = tree.search(readme)
    documented = tree.search(inspect.getdoc(__import__("hubbub._errors").__dict__["_errors"]) or "")
    assert drawn is not None
    assert documented is not None
    assert _names(drawn[0]) == _names(documented[0])


def test_what_the_readme_imports_exists(readme: str) -> None:
    for block in BLOCK.findall(readme):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                module = __import__(node.module, fromlist=["x"])
                assert [each.name for each in node.names if not hasattr(module, each.name)] == []


def test_every_call_in_the_tables_exists(readme: str) -> None:
    subjects = {
        "message": hubbub.ReceivedMessage,
        "event": hubbub.Received,
        "bot": hubbub.Bot,
        "session": hubbub.Session,
        "client": hubbub.Client,
    }
    for subject, name in re.findall(r"\b(message|event|bot|session|client)\.(\w+)", readme):
        if name not in ("payload", "py"):
            assert hasattr(subjects[subject], name), f"{subject}.{name}"


def _names(tree: str) -> list[str]:
    return re.findall(r"(\w+Error)\b", tree)
