"""A member's client in a simulated world: the real client session, and a record of everything."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from random import Random
from uuid import NAMESPACE_OID, uuid5

from hubbub_protocol.client_news import Ended, News, StreamRefused, StreamReset, StreamSubscribed
from hubbub_protocol.client_session import ClientSession, Identity
from hubbub_protocol.codec import Encoding, Heard, read_frame
from hubbub_protocol.commands import Delete, Edit, MarkRead, React, Send
from hubbub_protocol.events import Event, MessageSent, PersonalConnectionOpened, RoomJoined
from hubbub_protocol.frames import Error, Ok, Skip, Subscribed
from hubbub_protocol.streams import direct_stream, inbox_stream, room_stream
from tests.faults.simulator.notes import Account, Arrival, Leaving, Note, Written
from tests.faults.simulator.wire import Wire


class Member:
    """One client of one member. It speaks to whatever hub lets it in."""

    def __init__(
        self,
        account: Account,
        room: str,
        session: ClientSession,
        identity: Identity,
        find_hub: "Callable[[Member], Wire | None]",
        chance: Random,
    ) -> None:
        self.account = account
        self.device = identity.device
        self.room = room_stream(room)
        self.inbox = inbox_stream(account.id)
        self.encoding: Encoding = identity.encoding
        self.session = session
        self.arrivals: list[Arrival] = []
        self.notes: dict[int, Note] = {}  # by ref, in the order of asking
        self.complaints: list[str] = []
        self.channels: dict[str, str] = {}  # the streams of direct channels, by the other's id
        # By stream, the seqs of one's own messages that may still be changed, and of others' ones.
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        self._heard: defaultdict[str, list[int]] = defaultdict(list)
        self.repeated = 0  # commands that had been carried out before
        self.lags = 0
        self.wire: Wire | None = None
        self._place: int | None = None  # how far the client has come in the room
        self._subscribed_again = False  # on this wire: then some events come twice
        self._find_hub = find_hub
        self._chance = chance
        self._timer: asyncio.TimerHandle | None = None  # never later than the session's deadline

    # What the member does

    def say(self, words: str, stream: str | None = None) -> None:
        """Write a message, in the room if not elsewhere; each has a body of its own."""
        ref = self.session.new_ref()
        body = f"{self.device} {ref} {words}"
        self._submit(Send(ref=ref, stream=stream or self.room, key=self._key(ref), body=body))

    def edit(self, stream: str | None = None) -> None:
        """Change one of one's own messages, if there is one that was not changed yet."""
        stream = stream or self.room
        if self._own[stream]:
            ref, target = self.session.new_ref(), self._own[stream].pop(0)
            key = self._key(ref)
            self._submit(Edit(ref=ref, stream=stream, key=key, target=target, body=f"{ref} !"))

    def delete(self, stream: str | None = None) -> None:
        """Delete one of one's own messages."""
        stream = stream or self.room
        if self._own[stream]:
            ref, target = self.session.new_ref(), self._own[stream].pop(0)
            for note in self.notes.values():
                sent = note.command
                if isinstance(sent, Send) and sent.stream == stream:
                    note.erased |= note.ok is not None and note.ok.seq == target
            self._submit(Delete(ref=ref, stream=stream, key=self._key(ref), target=target))

    def react(self, stream: str | None = None) -> None:
        """Decorate somebody's message."""
        stream = stream or self.room
        if self._heard[stream]:
            ref, target = self.session.new_ref(), self._heard[stream].pop()
            key = self._key(ref)
            self._submit(React(ref=ref, stream=stream, key=key, target=target, emoji="🌩"))

    def mark_read(self, stream: str | None = None) -> None:
        """Have read everything."""
        stream = stream or self.room
        seq = self.session.cursors().get(stream)
        if seq:
            self.session.submit(MarkRead(stream=stream, seq=seq))
            self.turn()

    def pry(self, stream: str) -> None:
        """Try to read and to write in a direct channel of two others."""
        self.session.subscribe(stream, 0)
        self.say("may I?", stream)

    def move(self) -> None:
        """Leave this hub for whatever the next one is."""
        if self.wire is not None:
            self.wire.hang_up()
            self._close(None)

    @property
    def settled(self) -> bool:
        """Whether the client is live and has an answer to everything."""
        return self.session.phase == "live" and all(n.ok or n.error for n in self.notes.values())

    @property
    def receives_room(self) -> bool:
        """Whether the client receives the room at this moment."""
        return self.session.phase == "live" and self.room in self.session.cursors()

    def place_in(self, stream: str) -> int | None:
        """Return how far the client has come in a stream."""
        return self._place if stream == self.room else self.session.cursors().get(stream)

    def has_reached(self, goals: Mapping[str, int]) -> bool:
        """Whether the client has come so far in each of these streams."""
        return all(self.place_in(stream) == seq for stream, seq in goals.items())

    # The client's end of the wire

    def hear(self, wire: Wire, data: bytes, left: Leaving) -> None:
        """Take a frame."""
        if wire is not self.wire:
            return
        now, place = self._now(), self._place
        frame = read_frame(data, self.encoding)
        self.session.receive(frame, now)
        self.turn()
        if not (self._subscribed_again and place == self._place and self._is_of_room(frame)):
            self.arrivals.append(Arrival(now, data, frame, left))

    def lose(self, wire: Wire, code: int | None) -> None:
        """Learn that the wire is gone."""
        if wire is self.wire:
            self._close(code)

    def note_lag(self) -> None:
        """Count that the client was too slow."""
        self.lags += 1

    # How

    def turn(self) -> None:
        """Do what is to be done now, and look again when something is due."""
        session, now = self.session, self._now()
        session.wake(now)
        self._learn()
        if session.phase == "leaving" and self.wire is not None:
            self.wire.hang_up()
            self._close(None)
            return
        if session.phase == "waiting" and now >= (session.next_deadline() or 0.0):
            self._open()
        if self.wire is not None:
            for data in session.data_to_send(now):
                self.wire.say(data)
        self._set_timer(session.next_deadline())

    def stop(self) -> None:
        """Do nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        self.wire = None

    def _set_timer(self, deadline: float | None) -> None:
        """Turn again at that time, or earlier: nearly every frame puts the deadline off."""
        if deadline is None:
            return
        at = deadline + 0.001
        if self._timer is not None:
            if self._now() < self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(at, self.turn)

    def _open(self) -> None:
        self._subscribed_again = False
        self.wire = self._find_hub(self)
        if self.wire is None:
            self.session.socket_closed(self._now(), self._chance.random())
        else:
            for note in self.notes.values():
                note.repeated |= not note.ok and not note.error
            self.session.socket_opened(self._now())

    def _close(self, code: int | None) -> None:
        self.wire = None
        self.session.socket_closed(self._now(), self._chance.random(), code)
        self.turn()

    def _submit(self, command: Written) -> None:
        self.notes[command.ref] = Note(command, self._now())
        self.session.submit(command)
        self.turn()

    def _key(self, ref: int) -> str:
        return str(uuid5(NAMESPACE_OID, f"{self.account.id} {self.device} {ref}"))

    def _learn(self) -> None:
        for news in self.session.news():
            self._learn_one(news)

    def _learn_one(self, news: News) -> None:
        match news:
            case Ok():
                self._note_ok(news)
            case Error():
                if news.ref is not None and news.ref in self.notes:
                    note = self.notes[news.ref]
                    note.error, note.answered_at = news, self._now()
            case Event():
                self._note_event(news)
            case Skip() if news.stream == self.room:
                self._place = news.seq
            case StreamSubscribed(state) if state.stream == self.room:
                self._place = max(self._place or 0, state.after)
            case StreamReset() | Ended():
                self.complaints.append(f"{self.device}: {news}")
            case StreamRefused(stream) if stream in self.channels.values():
                self.complaints.append(f"{self.device}: {news}")
            case _:
                pass

    def _note_ok(self, ok: Ok) -> None:
        note = self.notes.get(ok.ref)
        if note is None:
            return
        note.ok, note.answered_at = ok, self._now()
        self.repeated += bool(ok.duplicate)
        if isinstance(note.command, Send) and ok.seq is not None:
            self._own[note.command.stream].append(ok.seq)

    def _note_event(self, event: Event) -> None:
        if event.stream == self.room:
            self._place = event.seq
        match event.payload:
            case MessageSent():
                if event.actor != self.account.id:
                    self._heard[event.stream].append(event.seq)
            case RoomJoined(joined_seq=seq) if self._place is None or self._place < seq:
                self._subscribed_again = True
                self.session.subscribe(self.room, seq if self._place is None else self._place)
            case PersonalConnectionOpened(member=other, channel=channel):
                if other not in self.channels:  # after an end it is the same one
                    self.channels[other] = direct_stream(channel)
                    self.session.subscribe(self.channels[other], 0)
            case _:
                pass

    def _is_of_room(self, frame: Heard) -> bool:
        return isinstance(frame, Event | Skip | Subscribed) and frame.stream == self.room

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
