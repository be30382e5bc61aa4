"""What one may do to a pair of members, and what comes of it, as data.

Each command comes from the one who acts, ``pair.me``, and concerns the other.
"""

from dataclasses import dataclass
from typing import Literal

from hubbub_server.domain.pairs import Meeting, Pair, Request

# What one may do


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the other for a personal connection."""

    request: str
    """The id of the new request."""
    channel: str
    """The id of the direct channel, should this connect the two for the first time."""
    meeting: Meeting | None
    """Where one knows the other from; None for one who may not ask for all they know."""
    opening: str
    pending: int
    """How many requests of one's own are pending, to anybody."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept the other's request."""

    request: str
    channel: str
    """As in :class:`Ask`."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Say "not now" to the other's request."""

    request: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Decline the other's request, and those that they send in the next 180 days."""

    request: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take one's own request back."""

    request: str


@dataclass(frozen=True, slots=True)
class Expire:
    """Write down that one's own request has expired, as the clock says."""


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect the two, since both have accepted an introduction."""

    channel: str
    """As in :class:`Ask`."""
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class End:
    """End the personal connection."""


@dataclass(frozen=True, slots=True)
class Block:
    """Block the other."""


@dataclass(frozen=True, slots=True)
class Unblock:
    """Block the other no longer."""


Command = Ask | Accept | PutOff | Decline | Withdraw | Expire | Connect | End | Block | Unblock

# What comes of it


@dataclass(frozen=True, slots=True)
class Asked:
    """One's own request is pending."""

    request: Request
    told: bool
    """Whether the receiver is told: not where it does not reach them, or waits for later."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The other's request is put off or declined, of which they are not told."""

    request: Request
    answer: Literal["put_off", "declined"]


@dataclass(frozen=True, slots=True)
class Closed:
    """A request is pending no longer."""

    request: Request
    mine: bool
    """Whether it was one's own."""
    outcome: Literal["accepted", "withdrawn", "expired"]
    told: bool
    """Whether the receiver is told."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The two are connected from here on."""

    channel: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Ended:
    """They are no longer."""

    channel: str


@dataclass(frozen=True, slots=True)
class BlockSet:
    """One has blocked the other."""


@dataclass(frozen=True, slots=True)
class BlockLifted:
    """One blocks the other no longer."""


News = Asked | Answered | Closed | Opened | Ended | BlockSet | BlockLifted


@dataclass(frozen=True, slots=True)
class Change:
    """The pair after a step, and what happened, in order; nothing where all stood so already."""

    pair: Pair
    news: tuple[News, ...] = ()
