"""The screens of those members who receive rooms at this hub."""

from weakref import WeakValueDictionary

from hubbub_server.hub.screen import BlockEvent, Screen
from hubbub_server.hub.session import Session
from hubbub_server.hub.sessions import Sessions


class Screens:
    """One screen for each member, shared by the sessions; it is forgotten with the last of them."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._by_member: WeakValueDictionary[str, Screen] = WeakValueDictionary()

    def open(self, session: Session) -> Screen:
        """Return the screen of a session, which is kept from now on; it may still be unknown.

        The store is to be asked after this, so that nothing is missed in between.
        """
        if session.screen is None:
            member = session.caller.member
            screen = self._by_member.get(member)
            if screen is None:
                screen = self._by_member[member] = Screen()
            session.screen = screen
        return session.screen

    def begin_anew(self) -> None:
        """Let what sessions of a former epoch still hold be nobody else's, as another one begins.

        There, ``control`` counts anew from wherever the database went back to.
        """
        self._by_member.clear()

    def obey(self, seq: int, event: BlockEvent) -> None:
        """Screen two members from each other, or no longer, in all that is written from now on."""
        for member in (event.blocker, event.blocked):
            screen = self._by_member.get(member)
            if screen is not None:
                screen.take(seq, member, event)
                for session in self._sessions.of(member):
                    session.look_again()
