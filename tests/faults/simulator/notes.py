"""What a simulated member's client has done and received, as plain data."""

from dataclasses import dataclass

from hubbub_protocol.codec import Heard
from hubbub_protocol.commands import Delete, Edit, React, Send
from hubbub_protocol.frames import Error, Ok

Written = Send | Edit | Delete | React
"""A command that writes to a stream."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who one is."""

    id: str
    name: str
    token: str


@dataclass(slots=True)
class Note:
    """A command that was given, and what came of it; when, in true time."""

    command: Written
    asked_at: float
    answered_at: float = 0.0
    ok: Ok | None = None
    error: Error | None = None
    erased: bool = False
    repeated: bool = False
    """Whether the client went to another wire before the answer came."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """When a hub wrote a frame."""

    at: float
    control: int
    """How far that hub had obeyed the control stream."""


@dataclass(slots=True)
class Arrival:
    """A frame, and when it came in true time."""

    at: float
    data: bytes
    frame: Heard
    left: Leaving
