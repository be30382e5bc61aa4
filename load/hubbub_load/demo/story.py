"""The demo's people, rooms and conversations, read from the files beside this module."""

from dataclasses import dataclass
from importlib import resources

import msgspec

from hubbub_protocol.rooms import Purpose


class DemoMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the people."""

    username: str
    display_name: str
    avatar_colour: str
    line: str
    interests: tuple[str, ...]


class DemoMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message and what becomes of it."""

    by: str
    text: str
    id: str = ""
    """By which later messages of the room answer it."""
    reply_to: str = ""
    edited: str = ""
    """The text after an edit, where there is one."""
    pinned: bool = False
    reactions: dict[str, tuple[str, ...]] = {}


class DemoRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A room, who belongs to it, and what was said there."""

    name: str
    purpose: Purpose
    owner: str
    hosts: tuple[str, ...]
    members: tuple[str, ...]
    messages: tuple[DemoMessage, ...]


class DemoLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is said later, while the newcomer looks on."""

    room: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that the demo tells."""

    members: tuple[DemoMember, ...]
    rooms: tuple[DemoRoom, ...]
    talk: tuple[DemoLine, ...]


class _Members(msgspec.Struct, forbid_unknown_fields=True):
    members: tuple[DemoMember, ...]


class _Talk(msgspec.Struct, forbid_unknown_fields=True):
    lines: tuple[DemoLine, ...]


def read_story() -> Story:
    """Read the story that comes with this package."""
    folder = resources.files("hubbub_load.demo")
    files = sorted(folder.joinpath("rooms").iterdir(), key=lambda file: file.name)
    return Story(
        members=msgspec.toml.decode(folder.joinpath("members.toml").read_bytes(), type=_Members)
        .members,
        rooms=tuple(msgspec.toml.decode(file.read_bytes(), type=DemoRoom) for file in files),
        talk=msgspec.toml.decode(folder.joinpath("talk.toml").read_bytes(), type=_Talk).lines,
    )  # fmt: skip
