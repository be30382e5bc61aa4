"""The AsyncAPI document: whole in itself, and of one mind with schema and text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from hubbub_protocol import asyncapi
from hubbub_protocol.commands import Command
from hubbub_protocol.events import DirectPayload, InboxPayload, RoomPayload
from hubbub_protocol.frames import Frame
from tests.protocol.document import names_in, read_document

Map = dict[str, Any]


@pytest.fixture
def document(root: Path) -> Map:
    read: Map = json.loads((root / "protocol/schema/asyncapi.json").read_text(encoding="utf-8"))
    return read


def references(part: object) -> Iterator[str]:
    """Yield every reference in a part of the document."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def find(place: Path, document: Map, reference: str) -> object:
    """Follow a reference, into another file if it names one."""
    file, _, pointer = reference.partition("#")
    found: Any = json.loads((place / file).read_text(encoding="utf-8")) if file else document
    for step in pointer.strip("/").split("/"):
        found = found[step]
    return found


def test_it_has_what_asyncapi_3_asks_for(document: Map) -> None:
    assert document["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= document["info"].keys()
    assert all({"host", "protocol"} <= server.keys() for server in document["servers"].values())
    names = [*document["channels"], *document["operations"], *document["components"]["messages"]]
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)
    for operation in document["operations"].values():
        assert operation["action"] in ("send", "receive")
        assert operation.keys() <= {"action", "channel", "messages", "reply"}


def test_every_reference_leads_to_something(root: Path, document: Map) -> None:
    place = root / "protocol/schema"
    found = [find(place, document, reference) for reference in references(document)]
    assert len(found) > 100
    assert all(isinstance(each, dict) and each for each in found)


def test_messages_of_an_operation_are_those_of_its_channel(document: Map) -> None:
    for operation in document["operations"].values():
        channel = operation["channel"]["$ref"]
        for each in [*operation["messages"], *operation.get("reply", {}).get("messages", [])]:
            assert each["$ref"].startswith(f"{channel}/messages/")


def test_every_command_is_received_and_everything_else_sent(document: Map) -> None:
    ways: dict[str, set[str]] = {"receive": set(), "send": set()}
    for operation in document["operations"].values():
        ways[operation["action"]] |= {
            each["$ref"].rpartition("/")[2] for each in operation["messages"]
        }
    sent = {f"frame.{each.__struct_config__.tag}" for each in get_args(Frame)}
    for payloads in (RoomPayload, DirectPayload, InboxPayload):
        sent |= {f"event.{each.__struct_config__.tag}" for each in get_args(payloads)}
    received = {f"command.{each.__struct_config__.tag}" for each in get_args(Command)}
    assert ways == {"receive": received, "send": sent}
    assert set(document["components"]["messages"]) == received | sent


def test_the_answers_are_those_that_the_text_names(root: Path, document: Map) -> None:
    rows = read_document(root).table("`t`", after="### Client to hub")
    frames = {str(each.__struct_config__.tag) for each in get_args(Frame)}
    text = {name: frames & set(names_in(row[2])) for row in rows for name in names_in(row[0])}
    replies = {
        name: {each["$ref"].rpartition(".")[2] for each in operation["reply"]["messages"]}
        for name, operation in document["operations"].items()
        if "reply" in operation
    }
    refused = {name for name in replies if name != "hello"}  # hello is refused by a close
    wanted = {name: answers | ({"error"} if name in refused else set())
              for name, answers in text.items() if answers}  # fmt: skip
    assert replies == wanted


def test_it_says_every_close_code(root: Path, document: Map) -> None:
    constants = json.loads((root / "protocol/schema/constants.json").read_text(encoding="utf-8"))
    codes = document["channels"]["socket"]["x-close-codes"]
    assert {name["name"]: int(code) for code, name in codes.items()} == {
        name: code["code"] for name, code in constants["close_codes"].items()
    }


def test_every_answer_belongs_to_a_command() -> None:
    assert set(asyncapi.ANSWERS) <= set(get_args(Command))
