"""What a hub does with the ``control`` stream: it acts on the sockets it has."""

import asyncio

from hubbub_protocol.errors import CloseCode
from hubbub_protocol.events import (
    AccountBanned,
    BlockLifted,
    BlockSet,
    Payload,
    SignInsRevoked,
)
from hubbub_protocol.streams import CONTROL
from hubbub_server.hub.freshness import Freshness
from hubbub_server.hub.payloads import find_payload, kind_in
from hubbub_server.hub.screens import Screens
from hubbub_server.hub.sessions import Sessions
from hubbub_server.hub.streams import HubStream
from hubbub_server.logs import logger


class ControlStream(HubStream):
    """The stream that every hub follows and no client sees: what arrives is obeyed at once.

    So ``head`` also says how far it was obeyed.
    """

    __slots__ = ("_screens", "_sessions")

    def __init__(
        self,
        head: int,
        loop: asyncio.AbstractEventLoop,
        rights: Freshness,
        sessions: Sessions,
        screens: Screens,
    ) -> None:
        super().__init__(CONTROL, head, loop, rights)
        self._sessions = sessions
        self._screens = screens

    def _advance(self, seq: int, event: bytes, author: str | None, payload: Payload | None) -> None:
        del author
        self.head = seq
        known = payload or find_payload(event)
        if known is None:
            logger.warning("unknown control event", kind=kind_in(event), seq=seq)
        elif isinstance(known, BlockSet | BlockLifted):
            self._screens.obey(seq, known)
        else:
            obey(known, self._sessions)


def obey(payload: Payload, sessions: Sessions) -> None:
    """Close the sockets whose right to be here has ended."""
    if isinstance(payload, SignInsRevoked):
        for session in sessions.of(payload.member):
            if session.caller.sign_in in payload.sign_ins:
                session.outlet.close(CloseCode.SIGNED_OUT, "This sign-in was ended")
    elif isinstance(payload, AccountBanned):
        for session in sessions.of(payload.member):
            session.outlet.close(CloseCode.BANNED, "This account is banned")
