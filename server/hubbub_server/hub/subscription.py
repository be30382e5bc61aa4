"""A session receiving a stream."""

from typing import Protocol

from hubbub_server.domain.caller import Caller
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.streams import HubStream


class Owner(Protocol):
    """A session, as its subscriptions see it."""

    caller: Caller
    behind: "dict[Subscription, None]"

    @property
    def outlet(self) -> Outlet:
        """Where its frames are written."""

    def add(self, subscription: "Subscription") -> None:
        """Begin to receive a stream."""

    def fall_behind(self, subscription: "Subscription") -> None:
        """Have a subscription served from its own cursor until it is in step."""

    def drop(self, subscription: "Subscription") -> None:
        """Receive a stream no longer."""


class Subscription:
    """One session's place in one stream.

    In step, the stream's own place counts and nothing here is touched; behind, ``cursor`` does.
    """

    __slots__ = ("cursor", "in_step", "outlet", "rights_at", "session", "stream", "until")

    def __init__(
        self,
        session: Owner,
        stream: HubStream,
        cursor: int,
        rights_at: int,
        until: int | None,
    ) -> None:
        self.session = session
        self.outlet = session.outlet  # the session's own, one step nearer for the fan-out
        self.stream = stream
        self.cursor = cursor  # the last seq that was written to the socket; true while behind
        self.in_step = False
        self.rights_at = rights_at  # the head at which the right to read was found
        self.until = until  # the last seq that may be read, for a former member

    def ended_by(self, departed: str | None, seq: int) -> bool:
        """Whether an event of the stream is the member's own departure, later than the rights."""
        return departed == self.session.caller.member and seq > self.rights_at

    def fall_behind(self, cursor: int) -> None:
        """Be in step no longer, and be served from a place of its own."""
        self.cursor = cursor
        self.in_step = False
        self.session.fall_behind(self)

    def end(self) -> None:
        """Receive the stream no longer."""
        self.session.drop(self)
