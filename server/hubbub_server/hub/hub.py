"""The hub: what is alive in this process, and what it does with what the broker brings."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec

from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Ephemeral
from hubbub_protocol.presence import PresenceState
from hubbub_protocol.streams import CONTROL, stream_kind
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.presence import PresenceChange
from hubbub_server.broker.presence_memory import MemoryPresenceBoard
from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.clock import Clock, new_id
from hubbub_server.domain.caller import Caller
from hubbub_server.hub.catch_up import catch_up
from hubbub_server.hub.control import ControlStream
from hubbub_server.hub.direct_stream import DirectStream
from hubbub_server.hub.draining import drain, leaving_times
from hubbub_server.hub.head_check import HeadCheck
from hubbub_server.hub.live_streams import LiveStreams
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.presence import Presence, PresenceTerms
from hubbub_server.hub.screens import Screens
from hubbub_server.hub.session import Session
from hubbub_server.hub.sessions import Sessions
from hubbub_server.hub.streams import HubStream
from hubbub_server.hub.subscribing import Answer, Wish, subscribe
from hubbub_server.hub.typing_pace import TypingPace
from hubbub_server.logs import logger
from hubbub_server.store.interface import Store

_whispered: Final = msgspec.json.Decoder(Ephemeral | PresenceChange)


class Hub:
    """The sessions and live streams of this process; the broker's receiver."""

    def __init__(
        self,
        store: Store,
        broker: Broker,
        clock: Clock,
        *,
        sockets_per_member: int,
        presence: PresenceTerms | None = None,
    ) -> None:
        """Be the broker's receiver; without ``presence`` the hub is alone with its members."""
        self.sessions = Sessions(sockets_per_member)
        self.draining = False  # no new sessions
        self._screens = Screens(self.sessions)
        self._store = store
        self._clock = clock
        self._turn = asyncio.Lock()  # of those who are behind, to have frames built for them
        self._pace = TypingPace()
        self._live = LiveStreams(store, broker, clock, self._make_stream)
        self._check = HeadCheck(store, broker, self._live, clock)
        alone = PresenceTerms(MemoryPresenceBoard(clock))
        self._presence = Presence(presence or alone, broker, clock, self.sessions)
        self._note = self._presence.note  # one for all sessions
        broker.attach(self)
        self._broker = broker
        store.when_renewed(self._begin_anew)

    async def run(self) -> None:
        """Follow the control stream and check all heads, until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._check.watch())
                tasks.create_task(self._check.watch_pauses())
                tasks.create_task(self._presence.run())
                self._check.doubt()  # so that the control stream is opened now
        finally:
            self._live.close()

    @property
    def control_head(self) -> int:
        """How far the control stream has arrived: who checked a right before must look again."""
        control = self._live.find(CONTROL)
        return control.head if control is not None else 0

    @property
    def rights_are_fresh(self) -> bool:
        """Whether what was found out about sign-ins and accounts may still be relied on.

        It may for 10 s from each check of the control stream; then :meth:`confirm_rights` comes
        before anything is done for a session.
        """
        return self._check.rights.holds

    async def confirm_rights(self) -> None:
        """Make sure of them, and close the sockets whose rights have ended.

        Raises the refusal of a store that cannot be asked.
        """
        await self._check.confirm_rights()

    def receive(self, publication: Publication) -> None:
        """Take a publication from the broker."""
        self._live.receive(publication)

    def doubt(self) -> None:
        """Learn from the broker that publications may have been lost."""
        self._check.doubt()
        self._presence.doubt()

    def overhear(self, whisper: Whisper) -> None:
        """Take something of the moment from the broker."""
        stream = self._live.find(whisper.stream)
        if stream is None or not stream.subscriptions:
            return
        said = _whispered.decode(whisper.frame)
        if isinstance(said, PresenceChange):
            self._presence.overhear(whisper.stream, said)
            return
        if not stream.is_open:
            return
        if stream.is_room and not self.rights_are_fresh:
            return  # it is not known who may be told
        now_s = self._clock.monotonic_s()
        if said.kind != "typing" or self._pace.allows(whisper.stream, whisper.actor, now_s):
            stream.fan_out.whisper_of(whisper.actor, said)

    def open_session(self, caller: Caller, device: str, outlet: Outlet, hello: int) -> Session:
        """Open a session for a hello of that number. Raises as :meth:`.sessions.Sessions.add`."""
        session_id = new_id(self._clock)
        catching_up = partial(catch_up, self._store, self._check, self._turn)
        session = Session(session_id, caller, device, outlet, catching_up, self._note)
        self.sessions.add(session, hello)
        return session

    def close_session(self, session: Session) -> None:
        """Forget a session whose socket is gone."""
        self.sessions.discard(session)

    async def subscribe(
        self, session: Session, wishes: Sequence[Wish], epoch: str | None
    ) -> list[Answer]:
        """Decide on streams that a session wants to receive; see :mod:`.subscribing`."""
        same_epoch = epoch is None or epoch == self._store.epoch
        screen = self._screens.open(session)
        return await subscribe(
            self._store, self._live, session, screen, wishes, same_epoch=same_epoch
        )

    def unsubscribe(self, session: Session, streams: Sequence[str]) -> None:
        """End subscriptions; unknown ones are no error."""
        for name in streams:
            subscription = session.subscriptions.get(name)
            if subscription is not None:
                session.drop(subscription)

    def show_presence(self, session: Session, state: PresenceState) -> None:
        """Let a session's member be active or away, as far as this session goes."""
        self._presence.show(session, state)

    async def beat_presence(self) -> None:
        """Tell now who is present; it happens by itself every 2 s."""
        await self._presence.beat()

    async def withdraw_presence(self) -> None:
        """Let nobody be present through this hub any more: it is about to end."""
        await self._presence.withdraw()

    async def check_heads(self) -> None:
        """Fetch now what was committed without a publication; it happens by itself every 5 s."""
        await self._check.check()

    async def drain(self) -> None:
        """Take no new sessions; tell every client when to come back, and end each at its time.

        Returns when the last one has had its answers and is gone.
        """
        self.draining = True
        await drain(list(self.sessions), self._clock)
        await self.sessions.all_gone()

    def close_all(self) -> None:
        """Close every session with 1012: its client resumes elsewhere or later."""
        for session in self.sessions:
            session.outlet.close(CloseCode.SERVICE_RESTART, "The hub restarts")

    def _begin_anew(self) -> None:
        """Be in another epoch: nothing of the former one is left, and every client is reset.

        All in one turn. The clients come back with cursors of the former epoch, which are void.
        """
        epoch = self._store.epoch
        logger.warning("a new epoch begins: every client is reset", epoch=epoch)
        self._broker.begin_anew(epoch)
        self._presence.begin_anew(epoch)
        self._live.begin_anew()
        self._screens.begin_anew()
        self._check.begin_anew()
        sessions = list(self.sessions)
        for session, after_ms in zip(sessions, leaving_times(len(sessions)), strict=True):
            self.sessions.discard(session)
            session.outlet.close(CloseCode.SERVICE_RESTART, "A new epoch begins", after_ms)

    def _make_stream(self, name: str, head: int) -> HubStream:
        loop = asyncio.get_running_loop()
        if name == CONTROL:
            return ControlStream(head, loop, self._check.rights, self.sessions, self._screens)
        if stream_kind(name) == "direct":
            return DirectStream(name, head, loop, self._check.rights, self._presence.look_again)
        return HubStream(name, head, loop, self._check.rights)
