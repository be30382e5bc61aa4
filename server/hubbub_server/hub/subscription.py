"""A session receiving a stream."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Protocol

from hubbub_server.domain.caller import Caller
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.ring import Entry
from hubbub_server.hub.screen import Screen
from hubbub_server.hub.streams import HubStream

_NOBODY: Final[AbstractSet[str]] = frozenset()


class Owner(Protocol):
    """A session, as its subscriptions see it."""

    caller: Caller
    behind: "dict[Subscription, None]"
    screen: Screen | None

    @property
    def outlet(self) -> Outlet:
        """Where its frames are written."""

    def add(self, subscription: "Subscription") -> None:
        """Begin to receive a stream."""

    def look_at(self, subscription: "Subscription") -> None:
        """See anew who is hidden from it."""

    def fall_behind(self, subscription: "Subscription") -> None:
        """Have a subscription served from its own cursor until it is in step."""

    def drop(self, subscription: "Subscription") -> None:
        """Receive a stream no longer."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What was found of a member's rights in a stream, all at one moment."""

    at: int
    """The head of the stream then."""
    until: int | None = None
    """The last ``seq`` that may be read, for a former member."""
    hosts: bool = False
    """Whether one was host or owner of the room, who sees everybody in it."""


class Subscription:
    """One session's place in one stream.

    In step, the stream's own place counts and nothing here is touched; behind, ``cursor`` does.
    """

    __slots__ = ("cursor", "hosts", "in_step", "outlet", "rights_at", "session", "stream", "until")

    def __init__(self, session: Owner, stream: HubStream, cursor: int, rights: Rights) -> None:
        self.session = session
        self.outlet = session.outlet  # the session's own, one step nearer for the fan-out
        self.stream = stream
        self.cursor = cursor  # the last seq that was written to the socket; true while behind
        self.in_step = False
        self.rights_at = rights.at  # the head at which the right to read was found
        self.until = rights.until  # the last seq that may be read, for a former member
        self.hosts = rights.hosts  # whether the member is host or owner of the room, so far

    def ended_by(self, departed: str | None, seq: int) -> bool:
        """Whether an event of the stream is the member's own departure, later than the rights."""
        return departed == self.session.caller.member and seq > self.rights_at

    def is_given_role_by(self, entry: Entry) -> bool:
        """Whether an event gives the member a role in the room, later than the rights."""
        role = entry.role
        return (
            role is not None
            and role.member == self.session.caller.member
            and entry.seq > self.rights_at
        )

    def take_role(self, entry: Entry) -> None:
        """Have the role that an event of the stream gives its member, if it is this one."""
        if entry.role is not None and self.is_given_role_by(entry):
            self.rights_at = entry.seq
            self.hosts = entry.role.role != "member"
            self.session.look_at(self)

    def hidden_among(self, members: AbstractSet[str]) -> AbstractSet[str]:
        """Return those of these members whose doings in the stream are not shown here."""
        screen = self.session.screen
        if screen is None or self not in self.stream.fan_out.screened:
            return _NOBODY
        return screen.others & members

    def tell_screen(self) -> None:
        """Let the stream know whether anybody is hidden from this subscription."""
        screen = self.session.screen
        hidden = screen is not None and bool(screen.others)
        if hidden and self.stream.is_room and not self.hosts:
            self.stream.fan_out.screened.add(self)
        else:
            self.stream.fan_out.screened.discard(self)

    def fall_behind(self, cursor: int) -> None:
        """Be in step no longer, and be served from a place of its own."""
        self.cursor = cursor
        self.in_step = False
        self.session.fall_behind(self)

    def end(self) -> None:
        """Receive the stream no longer."""
        self.session.drop(self)
