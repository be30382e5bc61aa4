"""Frames: what a hub says to a client over a socket."""

from typing import Literal

import msgspec

from hubbub_protocol.commands import Ref
from hubbub_protocol.errors import ErrorCode
from hubbub_protocol.ids import Id
from hubbub_protocol.limits import Limits
from hubbub_protocol.members import Me
from hubbub_protocol.messages import MessagePage
from hubbub_protocol.naming import tag_of
from hubbub_protocol.presence import PresenceCounts
from hubbub_protocol.streams import Microseconds, Seq


class _Frame(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag=tag_of, omit_defaults=True
):
    """What all frames have in common: the tag."""


class StreamState(msgspec.Struct, frozen=True, kw_only=True):
    """A stream that the session now receives: its next event has ``seq`` = ``after`` + 1."""

    stream: str
    head: Seq
    after: Seq
    mode: Literal["live", "replay"]
    """``live``: nothing is missing; ``replay``: the events up to ``head`` follow, then live."""
    read: Seq
    """How far the member has read, on any device."""


class Welcome(_Frame, frozen=True, kw_only=True):
    """The session is open. ``streams`` are those of ``hello.resume`` that are subscribed now."""

    session: Id
    member: Me
    now: Microseconds
    epoch: str
    ping_ms: int
    limits: Limits
    features: tuple[str, ...]
    streams: list[StreamState]


class Subscribed(_Frame, frozen=True, kw_only=True):
    """A stream is subscribed: the fields of :class:`StreamState`."""

    ref: Ref
    stream: str
    head: Seq
    after: Seq
    mode: Literal["live", "replay"]
    read: Seq


class Reset(_Frame, frozen=True, kw_only=True):
    """The client's cursor is void: drop the state, take history, subscribe from ``as_of``.

    Without ``stream``: every stream. What is reset is not subscribed.
    """

    epoch: str
    head: Seq = 0
    stream: str | None = None
    ref: Ref | None = None


class Ok(_Frame, frozen=True, kw_only=True):
    """A command succeeded; a write carries its place in the stream."""

    ref: Ref
    seq: Seq | None = None
    id: Id | None = None
    at: Microseconds | None = None
    duplicate: bool = False
    expires_at: Microseconds | None = None


class Messages(_Frame, frozen=True, kw_only=True):
    """The answer to ``history``."""

    ref: Ref
    page: MessagePage


class Error(_Frame, frozen=True, kw_only=True):
    """A command is refused. ``ref`` is null where the command had none; ``to`` names what."""

    ref: Ref | None
    code: ErrorCode
    detail: str
    retry: bool
    to: str | None = None
    field: str | None = None
    limit: int | None = None
    after_ms: int | None = None


class Skip(_Frame, frozen=True, kw_only=True):
    """An event that this member does not get to see; it counts as received."""

    stream: str
    seq: Seq


class Ephemeral(_Frame, frozen=True, kw_only=True):
    """Something of the moment: no ``seq``, never stored, may be missed.

    ``typing``: ``member`` is writing. ``read``: the caller has read ``stream`` up to ``seq`` on
    another device. ``profile``: the profile of ``member`` changed.
    """

    stream: str
    kind: Literal["typing", "read", "profile"]
    member: Id | None = None
    seq: Seq | None = None


class Present(_Frame, frozen=True, kw_only=True):
    """Who is present in a room: no ``seq``, never stored, at most every 2 s.

    ``whole``: everybody is named, what was known before is void; else those whose state changed,
    and in ``gone`` those who are present no longer. Where more than ``limits.presence_members``
    are present, ``counts`` stands in place of the names.
    """

    stream: str
    whole: bool = False
    active: tuple[Id, ...] = ()
    away: tuple[Id, ...] = ()
    gone: tuple[Id, ...] = ()
    counts: PresenceCounts | None = None


class Ping(_Frame, frozen=True, kw_only=True):
    """Answer with ``pong`` within ``limits.pong_ms``."""


class Drain(_Frame, frozen=True, kw_only=True):
    """The hub is about to stop: reconnect after ``after_ms``."""

    after_ms: int


class Bye(_Frame, frozen=True, kw_only=True):
    """The last frame before a close, with the same code and what a client may do."""

    code: int
    reason: str
    retry_ms: int | None = None


Frame = (
    Welcome
    | Subscribed
    | Reset
    | Ok
    | Messages
    | Error
    | Skip
    | Ephemeral
    | Present
    | Ping
    | Drain
    | Bye
)
"""Every frame but ``event``, which :mod:`hubbub_protocol.codec` reads by its kind."""
