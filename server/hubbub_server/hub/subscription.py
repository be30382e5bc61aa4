"""A session receiving a stream."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubbub_server.hub.session import Session
    from hubbub_server.hub.streams import HubStream


class Subscription:
    """One session's place in one stream.

    In step, the stream's own place counts and nothing here is touched; behind, ``cursor`` does.
    """

    __slots__ = ("cursor", "in_step", "outlet", "rights_at", "session", "stream", "until")

    def __init__(
        self,
        session: "Session",
        stream: "HubStream",
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
