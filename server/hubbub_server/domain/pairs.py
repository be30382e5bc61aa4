"""A pair of members as it stands: all that decides on what may pass between them."""

from dataclasses import dataclass
from typing import Literal

from hubbub_protocol.members import MemberKind
from hubbub_protocol.personal_connections import Origin

RequestState = Literal["pending", "withdrawn", "accepted", "expired"]
"""What has become of a request, to its sender."""

Answer = Literal["none", "put_off", "declined", "phantom"]
"""What the receiver made of it; ``phantom``: it never reached them, or does no longer."""

Openings = Literal["allowed", "off", "required"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two members came to know of each other."""

    origin: Origin
    room: str | None = None
    introduced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """The latest connection request of one to the other. Times in microseconds since 1970."""

    id: str
    state: RequestState
    answer: Answer
    meeting: Meeting
    opening: str
    sent_at: int
    expires_at: int
    refused_until: int
    """Until then no request of this sender is delivered; 0 where none was declined."""


@dataclass(frozen=True, slots=True)
class PersonalConnection:
    """The relation of the two, as it stands or as it ended."""

    channel: str
    """The id of their direct channel, the same after every reconnection."""
    connected: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    member: str
    kind: MemberKind
    created_at: int
    """When the account was made."""
    banned: bool = False
    """Whether the account is shut out of the community."""
    openings: Openings = "allowed"
    accepts_requests: bool = False
    """Whether a bot accepts requests as they come."""
    blocks: bool = False
    """Whether they have blocked the other."""
    request: Request | None = None
    """Their latest one to the other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members, as the one who acts stands to the other."""

    me: Side
    other: Side
    personal_connection: PersonalConnection | None = None
