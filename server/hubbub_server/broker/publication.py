"""What passes between hubs: an event that was committed, or something of the moment."""

from typing import Final, Literal

from msgspec import Struct

PublicationClass = Literal["authored", "plain", "control"]
"""``authored``: may be skipped for one who blocked the actor. ``control``: every hub reads it,
because it changes what somebody receives. ``plain``: all else."""

_AUTHORED: Final = ("message_sent", "message_edited", "reaction_added", "reaction_removed")
_CONTROL: Final = (
    "member_joined",
    "member_left",
    "member_removed",
    "member_banned",
    "role_changed",
    "message_deleted",
    "direct_channel_opened",
    "direct_channel_ended",
    "sign_ins_revoked",
    "account_banned",
    "account_unbanned",
    "community_edited",
    "block_set",
    "block_lifted",
)


class Publication(Struct, frozen=True, gc=False):
    """A committed event on its way to the members' sockets.

    No dataclass: one is made for each that arrives, and a frozen dataclass takes half of that time.
    """

    stream: str
    epoch: str
    seq: int
    actor: str
    publication_class: PublicationClass
    event: bytes
    """Its JSON text, as clients get it; empty where it must be read from the store."""


class Whisper(Struct, frozen=True, gc=False):
    """Something of the moment for the subscribers of a stream; lost if nobody listens."""

    stream: str
    actor: str
    frame: bytes
    """An ``ephemeral`` frame in JSON."""


def publication_class(kind: str) -> PublicationClass:
    """Tell the class of an event by its kind."""
    if kind in _AUTHORED:
        return "authored"
    if kind in _CONTROL:
        return "control"
    return "plain"
