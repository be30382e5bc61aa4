"""What a client's session tells its owner, beside what the hub itself says. Past tense, frozen.

Events, skips, ephemerals and answers are passed on as the hub sent them; the classes here say
what became of the link and of the subscriptions.
"""

from dataclasses import dataclass
from typing import Literal

from hubbub_protocol.client_presence import RoomPresence
from hubbub_protocol.events import Event, UnknownEvent
from hubbub_protocol.frames import (
    Drain,
    Ephemeral,
    Error,
    Messages,
    Ok,
    Skip,
    StreamState,
    Welcome,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The hub said welcome: commands flow, and what was unanswered is repeated."""

    welcome: Welcome


@dataclass(frozen=True, slots=True)
class Broken:
    """The socket is gone, or none could be opened; the session goes on with the next one."""

    code: int | None
    """The close code; None where there was none."""
    reason: str
    retry_at: float
    """When to open the next socket, on the clock that the owner passes in."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The hub closed for good: a new token is needed (``sign_in``), or nothing helps (``stop``)."""

    code: int
    reason: str
    verdict: Literal["sign_in", "stop"]


@dataclass(frozen=True, slots=True)
class StreamSubscribed:
    """A stream is received, for the first time or again; its next event is ``after`` + 1."""

    state: StreamState


@dataclass(frozen=True, slots=True)
class StreamReset:
    """The cursor of a stream is void and the stream no longer subscribed.

    Drop the state, take ``history``, subscribe from its ``as_of``.
    """

    stream: str
    head: int
    """The head of the stream; 0 where the hub did not say."""


@dataclass(frozen=True, slots=True)
class StreamRefused:
    """A stream is not received and will not be asked for again."""

    stream: str
    error: Error


@dataclass(frozen=True, slots=True)
class StreamLeft:
    """A room's stream is received no longer, since its last event was one's own departure."""

    stream: str


StreamNews = StreamSubscribed | StreamReset | StreamRefused | StreamLeft
"""What became of a subscription."""

News = (
    Opened
    | Broken
    | Ended
    | StreamNews
    | Event
    | UnknownEvent
    | Skip
    | Ephemeral
    | RoomPresence
    | Ok
    | Messages
    | Error
    | Drain
)
"""Everything that a session tells its owner."""
