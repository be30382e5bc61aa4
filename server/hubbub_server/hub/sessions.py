"""The sessions of this process, by member."""

import asyncio
from collections.abc import Iterator

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_server import metrics
from hubbub_server.hub.session import Session


class Sessions:
    """Who is here now."""

    def __init__(self, most_per_member: int) -> None:
        self._most = most_per_member
        self._by_member: dict[str, set[Session]] = {}
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

    def add(self, session: Session) -> None:
        """Add a session; an older one of the same device is replaced. Raises when too many."""
        for older in self.of(session.caller.member):
            if older.device == session.device:
                self.discard(older)
                older.outlet.close(CloseCode.SESSION_REPLACED, "Another socket took over")
        sessions = self._by_member.setdefault(session.caller.member, set())
        if len(sessions) >= self._most:
            raise Refusal(
                "rate_limited", f"At most {self._most} sockets of one member", limit=self._most
            )
        sessions.add(session)
        self._empty.clear()
        metrics.SESSIONS.inc()

    def discard(self, session: Session) -> None:
        """Forget a session and end its subscriptions. Again: nothing happens."""
        sessions = self._by_member.get(session.caller.member)
        if sessions is not None and session in sessions:
            sessions.remove(session)
            metrics.SESSIONS.dec()
            if not sessions:
                del self._by_member[session.caller.member]
            if not self._by_member:
                self._empty.set()
        session.close()
