"""What a history consists of, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Self

from hubbub_protocol.codec import Encoding, Heard, read_payload
from hubbub_protocol.events import Payload


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as the database holds it."""

    stream: str
    seq: int
    at: int
    actor: str
    text: bytes
    """As it goes to clients that speak JSON."""
    payload: bytes

    @property
    def told(self) -> Payload:
        """What happened. Each check of a history asks for it anew."""
        return _read(self.payload)


_read = lru_cache(maxsize=4096)(read_payload)


Wrong = Literal["lost", "repeated", "out of order", "reset", "altered", "let through"]
"""In which way a promise was broken; ``altered`` is also what nobody has written, ``let through``
what had no right to be written, or to come to whom it came."""


class Complaint(str):
    """A sentence about a broken promise, which knows in which way it was broken."""

    wrong: Wrong

    def __new__(cls, wrong: Wrong, sentence: str) -> Self:
        """Make it of the sentence."""
        made = super().__new__(cls, sentence)
        made.wrong = wrong
        return made


Log = Mapping[str, Sequence[Kept]]
"""The events of each stream, in the order of ``seq``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hub said of a message that it has written."""

    seq: int
    at: int
    id: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a member asked to write; each has a body of its own."""

    author: str
    stream: str
    body: str
    answer: Answer | None
    """None: no answer came, and nobody knows whether it was written."""
    erased: bool = False
    """Whether its author asked later to delete it, answered or not."""
    refused: bool = False
    """Whether the hub said that it is not written, for good."""
    refused_again: bool = False
    """Whether that was said of a repetition: a hub may still carry out an earlier attempt."""
    device: str = ""
    """On which of the author's devices: order is kept for each."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a member did once to a message, and the hub said that it is done."""

    actor: str
    stream: str
    kind: str
    """Of the event that it made."""
    target: int
    seq: int


StepKind = Literal[
    "connection_requested",
    "personal_connection_opened",
    "personal_connection_ended",
    "member_blocked",
    "member_unblocked",
]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a member did to what is between them and another one, and the hub said that
    it is done: the event of that kind in their own inbox."""

    actor: str
    kind: StepKind
    about: str
    """The id of the request, or else of the other member."""


@dataclass(frozen=True, slots=True)
class Client:
    """All that one client received, in order."""

    name: str
    encoding: Encoding
    frames: Sequence[bytes]
    complete: frozenset[str]
    """The streams of which it must have everything by now."""
    member: str = ""
    """Whose it is; the empty text where nothing depends on it."""
    read: Sequence[Heard] = ()
    """What the frames say, where that is known already."""


@dataclass(frozen=True, slots=True)
class History:
    """What the database holds in the end, what was asked and answered, and what came to whom."""

    log: Log
    sends: Sequence[Sent] = ()
    """In the order in which each author sent them."""
    deeds: Sequence[Deed] = ()
    clients: Sequence[Client] = ()
    steps: Sequence[Step] = ()
    """All that members did to what is between them; each was answered."""
