"""The test vectors that the repository holds."""

import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from hubbub_protocol import vectors
from hubbub_protocol.codec import read_commands, read_frame
from hubbub_protocol.commands import Command
from hubbub_protocol.conversations import conversations_file
from hubbub_protocol.events import DirectPayload, Event, InboxPayload, RoomPayload
from hubbub_protocol.frames import Frame


class Vector(msgspec.Struct):
    """One of them, as read from its file."""

    name: str
    value: dict[str, object]
    json: str
    msgpack: str


def _read(root: Path, name: str) -> list[Vector]:
    return msgspec.json.decode((root / "protocol/vectors" / name).read_bytes(), type=list[Vector])


@pytest.mark.parametrize("name", sorted(vectors.files()))
def test_the_vectors_in_the_repository_are_those_of_the_types(root: Path, name: str) -> None:
    held = (root / "protocol/vectors" / name).read_text(encoding="utf-8")
    assert held == vectors.files()[name], "run `make format`"


def test_the_conversations_in_the_repository_are_those_of_the_client(root: Path) -> None:
    held = (root / "protocol/vectors/conversations.json").read_text(encoding="utf-8")
    assert held == conversations_file(), "run `make format`"


def test_the_conversations_hear_every_frame_and_say_every_command_of_a_session() -> None:
    text = conversations_file()
    heard = {each.__struct_config__.tag for each in get_args(Frame)}
    assert {tag for tag in heard if f'"t": "{tag}"' not in text} == set()
    said = {"hello", "subscribe", "unsubscribe", "send", "history", "mark_read", "typing", "pong"}
    assert {tag for tag in said if f'"t": "{tag}"' not in text} == set()


def test_there_is_a_vector_of_every_command_frame_and_kind_of_event() -> None:
    assert {type(each) for each in vectors.COMMANDS.values()} == set(get_args(Command))
    assert {type(each) for each in vectors.FRAMES.values()} == set(get_args(Frame))
    groups = (RoomPayload, DirectPayload, InboxPayload)
    kinds = {kind for group in groups for kind in get_args(group)}
    assert {type(each) for each in vectors.EVENTS.values()} == kinds


def test_both_encodings_of_a_command_are_read_as_what_was_written(root: Path) -> None:
    for vector in _read(root, "commands.json"):
        expected = [vectors.COMMANDS[vector.name]]
        assert read_commands(vector.json.encode(), "json") == expected
        assert read_commands(bytes.fromhex(vector.msgpack), "msgpack") == expected


def test_both_encodings_of_a_frame_are_read_as_what_was_written(root: Path) -> None:
    for vector in _read(root, "frames.json"):
        expected = vectors.FRAMES[vector.name]
        assert read_frame(vector.json.encode(), "json") == expected
        assert read_frame(bytes.fromhex(vector.msgpack), "msgpack") == expected


def test_both_encodings_of_an_event_are_read_as_what_was_written(root: Path) -> None:
    for vector in _read(root, "events.json"):
        read = read_frame(vector.json.encode(), "json")
        assert isinstance(read, Event)
        assert read.payload == vectors.EVENTS[vector.name]
        assert read_frame(bytes.fromhex(vector.msgpack), "msgpack") == read


def test_the_value_of_a_vector_is_its_json(root: Path) -> None:
    for name in vectors.files():
        for vector in _read(root, name):
            assert json.loads(vector.json) == vector.value
