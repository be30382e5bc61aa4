"""Presence: who is here in the rooms that this hub's sessions receive, told at a beat of 2 s.

What happens to a session only marks its room; the beat looks at those members who were marked,
exchanges differences with the other hubs and tells the room. So however many come and go, a room
is told once a beat, and who comes back within one was never gone.
"""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Final

from hubbub_protocol.limits import Limits
from hubbub_protocol.presence import PresenceState
from hubbub_protocol.streams import stream_kind
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.presence import PresenceBoard, PresenceChange
from hubbub_server.clock import Clock, new_id
from hubbub_server.domain.presence import shown_state
from hubbub_server.hub.fan_out import Follower
from hubbub_server.hub.presence_exchange import PresenceExchange
from hubbub_server.hub.presence_room import RoomPicture
from hubbub_server.hub.seldom import Seldom
from hubbub_server.hub.session import Session
from hubbub_server.hub.sessions import Sessions
from hubbub_server.hub.streams import HubStream
from hubbub_server.hub.subscription import Subscription
from hubbub_server.logs import logger

BEAT_S: Final = 2.0
_TURN_MEMBERS: Final = 256
_SHARED: Final = ("room", "direct")
"""The kinds of streams in which one is present to others."""


@dataclass(frozen=True, slots=True)
class PresenceTerms:
    """How a hub takes part in presence."""

    board: PresenceBoard
    members: int = Limits().presence_members
    """So many are named in a room; beyond, they are counted."""
    beat_s: float = BEAT_S


class Presence:
    """The rooms that this hub's sessions receive, and which of them are to be looked at."""

    def __init__(
        self, terms: PresenceTerms, broker: Broker, clock: Clock, sessions: Sessions
    ) -> None:
        self._terms = terms
        self._sessions = sessions
        self._rooms: dict[str, RoomPicture] = {}  # by stream
        self._stirred: set[str] = set()  # streams to be looked at with the next beat
        self._turned: set[Session] = set()  # sessions that became active or away
        self._exchange = PresenceExchange(new_id(clock), terms.board, broker, clock, self._rooms)
        self._beating = asyncio.Lock()  # one beat at a time
        self._withdrawn = False
        self._clock = clock
        self._complaint = Seldom()

    async def run(self) -> None:
        """Tell and exchange at every beat, until cancelled."""
        while True:
            await asyncio.sleep(self._terms.beat_s)
            try:
                await self.beat()
            except Exception as error:  # noqa: BLE001 - who is here is not worth a hub
                if self._complaint.allows(self._clock.monotonic_s()):
                    logger.error("presence failed; tried again at every beat", exc_info=error)

    def note(self, subscription: Subscription) -> None:
        """Learn that a session began or ended receiving a stream."""
        stream = subscription.stream
        if subscription.until is not None or stream_kind(stream.name) not in _SHARED:
            return  # a former member is not present, and an inbox has nobody to be told
        room = self._rooms.get(stream.name)
        if room is None or room.stream is not stream:
            room = self._rooms[stream.name] = RoomPicture(stream)
            self._exchange.doubt([stream.name])
        room.stirred.add(subscription.session.caller.member)
        if subscription in stream.subscriptions:
            room.unaware.add(subscription)
        self._stirred.add(stream.name)

    def show(self, session: Session, state: PresenceState) -> None:
        """Let a session be active or away."""
        session.presence = state
        self._turned.add(session)

    def look_again(self, stream: HubStream) -> None:
        """Learn that a direct channel was opened or has ended: then nobody is shown there."""
        room = self._rooms.get(stream.name)
        if room is not None and room.stream is stream:
            room.look_again()
            self._stirred.add(stream.name)

    def overhear(self, stream: str, change: PresenceChange) -> None:
        """Take another hub's difference."""
        if self._exchange.overhear(stream, change):
            self._stirred.add(stream)

    def doubt(self) -> None:
        """Learn that differences may have been lost."""
        self._exchange.doubt(self._rooms)

    async def beat(self) -> None:
        """Look at what was marked, exchange, and tell."""
        async with self._beating:
            if self._withdrawn:
                return
            stirred = await self._settle()
            await self._exchange.beat(stirred.add)
            for name in stirred:
                room = self._rooms.get(name)
                if room is not None:
                    room.tell(self._terms.members, partial(self._note_missed, room))

    def begin_anew(self, epoch: str) -> None:
        """Go on in another epoch, on a board of its own: what is present is posted anew there."""
        self._terms.board.begin_anew(epoch)

    async def withdraw(self) -> None:
        """Let nobody be present through this hub any more, on any hub."""
        async with self._beating:
            self._withdrawn = True
            self._turned.clear()
            for name, room in self._rooms.items():
                room.local.clear()
                self._exchange.change(name)
            await self._exchange.withdraw()

    def _note_missed(self, room: RoomPicture, follower: Follower) -> None:
        """Learn that somebody could not be told."""
        name = room.stream.name
        if self._rooms.get(name) is room:
            room.unaware.add(follower)
            self._stirred.add(name)

    async def _settle(self) -> set[str]:
        """Look at all members who were marked; return the streams that may have to be told."""
        turned, self._turned = self._turned, set()
        for session in turned:
            for subscription in session.subscriptions.values():
                room = self._rooms.get(subscription.stream.name)
                if room is not None:
                    room.stirred.add(session.caller.member)
                    self._stirred.add(subscription.stream.name)
        stirred, self._stirred = self._stirred, set()
        for name in stirred:
            room = self._rooms.get(name)
            if room is not None:
                await self._settle_room(name, room)
        return stirred

    async def _settle_room(self, name: str, room: RoomPicture) -> None:
        members = list(room.stirred)
        room.stirred.clear()
        for place, member in enumerate(members, start=1):
            if room.settle(member, self._find_state(name, member)):
                self._exchange.change(name)
            if place % _TURN_MEMBERS == 0:
                await asyncio.sleep(0)  # others' turn: thousands may come at the same time
        if not room.stream.subscriptions and self._rooms.get(name) is room:
            del self._rooms[name]
            self._exchange.change(name)  # also for who has gone since they were looked at

    def _find_state(self, stream: str, member: str) -> PresenceState | None:
        """Return how a member is present in a room through this hub, or None."""
        return shown_state(
            session.presence
            for session in self._sessions.of(member)
            if _is_present(session.subscriptions.get(stream))
        )


def _is_present(subscription: Subscription | None) -> bool:
    return subscription is not None and subscription.until is None
