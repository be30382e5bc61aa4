"""The sessions of this process, by member."""

import asyncio
from collections.abc import Iterator

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_server import metrics
from hubbub_server.hub.session import Session


class OvertakenError(Exception):
    """A later hello of the same device has the session already."""


class Sessions:
    """Who is here now. Of one member and device, whose hello arrived last has the session."""

    def __init__(self, most_per_member: int) -> None:
        self._most = most_per_member
        self._by_member: dict[str, dict[Session, int]] = {}  # with the number of its hello
        self._hellos = 0  # how many have arrived
        self._empty = asyncio.Event()
        self._empty.set()

    def __iter__(self) -> Iterator[Session]:
        for sessions in list(self._by_member.values()):
            yield from list(sessions)

    def of(self, member: str) -> list[Session]:
        """Return a member's sessions."""
        return list(self._by_member.get(member, ()))

    async def all_gone(self) -> None:
        """Wait until nobody is here."""
        await self._empty.wait()

    def number_hello(self) -> int:
        """Return the number of a hello that arrives now; higher than all before it."""
        self._hellos += 1
        return self._hellos

    def add(self, session: Session, hello: int) -> None:
        """Add a session; an older one of the same device is replaced.

        Raises :class:`OvertakenError` if the one that is there said hello later (this one's was
        answered so slowly that its socket may be long dead), and a refusal when there are too many.
        """
        sessions = self._by_member.get(session.caller.member, {})
        same = {other: at for other, at in sessions.items() if other.device == session.device}
        if any(at > hello for at in same.values()):
            raise OvertakenError
        for older in same:
            self.discard(older)
            older.outlet.close(CloseCode.SESSION_REPLACED, "Another socket took over")
        sessions = self._by_member.setdefault(session.caller.member, {})
        if len(sessions) >= self._most:
            raise Refusal(
                "rate_limited", f"At most {self._most} sockets of one member", limit=self._most
            )
        sessions[session] = hello
        self._empty.clear()
        metrics.SESSIONS.inc()

    def discard(self, session: Session) -> None:
        """Forget a session and end its subscriptions. Again: nothing happens."""
        sessions = self._by_member.get(session.caller.member)
        if sessions is not None and session in sessions:
            del sessions[session]
            metrics.SESSIONS.dec()
            if not sessions:
                del self._by_member[session.caller.member]
            if not self._by_member:
                self._empty.set()
        session.close()
