"""Commands: what a client asks of a hub over its socket. Imperative, frozen, closed.

Each has a ``t`` on the wire, which is the snake_case name of its class. Unknown fields and
unknown commands are refused with the field's name.
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from hubbub_protocol.ids import Id, Key
from hubbub_protocol.invitations import Code
from hubbub_protocol.limits import MAX_PAGE, MAX_STREAMS_PER_SUBSCRIBE
from hubbub_protocol.naming import tag_of
from hubbub_protocol.personal_connections import RequestAnswer
from hubbub_protocol.presence import PresenceState
from hubbub_protocol.streams import MAX_INTEGER, Seq, StreamName, Target

Ref = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
"""Chosen by the client; the answer carries it."""

Epoch = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$", max_length=16)]
Device = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class _Command(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="t",
    tag=tag_of,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What all commands have in common: the tag."""


class ClientInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The program that speaks, for logs and statistics."""

    name: Annotated[str, msgspec.Meta(max_length=64)]
    version: Annotated[str, msgspec.Meta(max_length=32)]


class StreamFrom(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stream to subscribe to, from after ``seq``; without it, from its present head."""

    stream: StreamName
    seq: Seq | UnsetType = UNSET


class Hello(_Command, frozen=True, kw_only=True):
    """Open a session. The first command of a socket; answered by ``welcome``."""

    device: Device
    client: ClientInfo
    token: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    """Needed unless the socket was opened with a sign-in cookie."""
    resume: dict[StreamName, Seq] = {}
    """The streams to subscribe to at once, each from after the given ``seq``."""
    epoch: Epoch | None = None
    """The epoch of the cursors in ``resume``."""


class Subscribe(_Command, frozen=True, kw_only=True):
    """Receive streams. Answered per stream by ``subscribed``, ``reset`` or ``error``."""

    ref: Ref
    streams: Annotated[
        list[StreamFrom], msgspec.Meta(min_length=1, max_length=MAX_STREAMS_PER_SUBSCRIBE)
    ]
    epoch: Epoch | None = None


class Unsubscribe(_Command, frozen=True, kw_only=True):
    """Receive streams no longer."""

    ref: Ref
    streams: Annotated[
        list[StreamName], msgspec.Meta(min_length=1, max_length=MAX_STREAMS_PER_SUBSCRIBE)
    ]


class Send(_Command, frozen=True, kw_only=True):
    """Write a message."""

    ref: Ref
    stream: StreamName
    key: Key
    body: str
    reply_to: Target | None = None


class Edit(_Command, frozen=True, kw_only=True):
    """Replace the body of a message of one's own."""

    ref: Ref
    stream: StreamName
    key: Key
    target: Target
    body: str


class Delete(_Command, frozen=True, kw_only=True):
    """Erase a message: one's own, or any as a host or owner of the room."""

    ref: Ref
    stream: StreamName
    key: Key
    target: Target


class React(_Command, frozen=True, kw_only=True):
    """Add a reaction to a message."""

    ref: Ref
    stream: StreamName
    key: Key
    target: Target
    emoji: str


class Unreact(_Command, frozen=True, kw_only=True):
    """Take a reaction of one's own back."""

    ref: Ref
    stream: StreamName
    key: Key
    target: Target
    emoji: str


class Pin(_Command, frozen=True, kw_only=True):
    """Pin a message, as a host or owner of the room."""

    ref: Ref
    stream: StreamName
    key: Key
    target: Target


class Unpin(_Command, frozen=True, kw_only=True):
    """Unpin a message, as a host or owner of the room."""

    ref: Ref
    stream: StreamName
    key: Key
    target: Target


class Connect(_Command, frozen=True, kw_only=True):
    """Ask a member for a personal connection: ``ask_to_connect``, over the socket."""

    ref: Ref
    key: Key
    member: Id | UnsetType = UNSET
    code: Code | UnsetType = UNSET
    """A contact code; exactly one of ``member`` and ``code``."""
    room: Id | UnsetType = UNSET
    """The shared room to name as the origin; absent: the one that both have shared longest."""
    opening: str = ""
    """At most 140 characters of plain text, without links and mentions."""


class AnswerRequest(_Command, frozen=True, kw_only=True):
    """Accept a connection request that one has received, put it off or decline it."""

    ref: Ref
    key: Key
    request: Id
    answer: RequestAnswer


class WithdrawRequest(_Command, frozen=True, kw_only=True):
    """Take a connection request of one's own back."""

    ref: Ref
    key: Key
    request: Id


class EndPersonalConnection(_Command, frozen=True, kw_only=True):
    """End the personal connection with a member."""

    ref: Ref
    key: Key
    member: Id


class Block(_Command, frozen=True, kw_only=True):
    """Block a member."""

    ref: Ref
    key: Key
    member: Id


class Unblock(_Command, frozen=True, kw_only=True):
    """Block a member no longer."""

    ref: Ref
    key: Key
    member: Id


class MarkRead(_Command, frozen=True, kw_only=True):
    """Say how far one has read. No answer; a refusal comes with ``ref: null`` and ``to``."""

    stream: StreamName
    seq: Seq


class History(_Command, frozen=True, kw_only=True):
    """Ask for messages as they now stand: before, after or around a ``seq``, or the latest."""

    ref: Ref
    stream: StreamName
    before: Target | UnsetType = UNSET
    after: Seq | UnsetType = UNSET
    around: Target | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE)] = 50


class Typing(_Command, frozen=True, kw_only=True):
    """Say that one is writing. No answer."""

    stream: StreamName


class Presence(_Command, frozen=True, kw_only=True):
    """Say whether one is at this device; a session begins as active. No answer, no refusal."""

    state: PresenceState


class Refresh(_Command, frozen=True, kw_only=True):
    """Give a newer token of the same account, so that the session outlives the old one."""

    ref: Ref
    token: Annotated[str, msgspec.Meta(max_length=256)]


class Pong(_Command, frozen=True, kw_only=True):
    """Answer a ``ping``."""


StreamWrite = Send | Edit | Delete | React | Unreact | Pin | Unpin
"""The commands that write into a stream."""

PairCommand = Connect | AnswerRequest | WithdrawRequest | EndPersonalConnection | Block | Unblock
"""The commands that change what stands between oneself and another member."""

KeyedCommand = StreamWrite | PairCommand
"""The commands that write events; each happens once per key."""

Command = (
    Hello
    | Subscribe
    | Unsubscribe
    | KeyedCommand
    | MarkRead
    | History
    | Typing
    | Presence
    | Refresh
    | Pong
)
