"""A member's client in a simulated world: the real client session, and a record of everything."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from hubbub_protocol.client_news import Ended, News, StreamReset, StreamSubscribed
from hubbub_protocol.client_session import ClientSession
from hubbub_protocol.codec import Encoding, read_frame
from hubbub_protocol.commands import ClientInfo, Delete, Edit, MarkRead, React, Send
from hubbub_protocol.events import Event, MessageSent, RoomJoined
from hubbub_protocol.frames import Error, Ok, Subscribed
from hubbub_protocol.streams import inbox_stream, room_stream
from tests.faults.simulator.wire import Wire

_PROGRAM: Final = ClientInfo("simulated", "1")


@dataclass(frozen=True, slots=True)
class Account:
    """Who one is."""

    id: str
    name: str
    token: str


@dataclass
class Note:
    """A command that was given, and what came of it."""

    command: Send | Edit | Delete | React
    ok: Ok | None = None
    error: Error | None = None
    erased: bool = False


@dataclass
class Arrival:
    """A frame, and when it came in true time."""

    at: float
    data: bytes


class Member:
    """One client of one member. It speaks to whatever hub lets it in."""

    def __init__(
        self,
        account: Account,
        room: str,
        session: ClientSession,
        encoding: Encoding,
        find_hub: "Callable[[Member], Wire | None]",
        chance: Random,
    ) -> None:
        self.account = account
        self.room = room_stream(room)
        self.inbox = inbox_stream(account.id)
        self.encoding: Encoding = encoding
        self.session = session
        self.arrivals: list[Arrival] = []
        self.notes: dict[int, Note] = {}  # by ref, in the order of asking
        self.complaints: list[str] = []
        self.own: list[int] = []  # the seqs of one's own messages that may still be changed
        self.heard: list[int] = []  # the seqs of messages of others
        self.repeated = 0  # commands that had been carried out before
        self.lags = 0
        self.wire: Wire | None = None
        self._place: int | None = None  # how far the client has come in the room
        self._subscribed_again = False  # on this wire: then some events come twice
        self._find_hub = find_hub
        self._chance = chance
        self._timer: asyncio.TimerHandle | None = None

    # What the member does

    def say(self, words: str) -> None:
        """Write a message; each has a body of its own."""
        ref = self.session.new_ref()
        self._submit(
            Send(
                ref=ref,
                stream=self.room,
                key=self._key(ref),
                body=f"{self.account.name} {ref} {words}",
            )
        )

    def edit(self) -> None:
        """Change one of one's own messages, if there is one that was not changed yet."""
        if self.own:
            ref, target = self.session.new_ref(), self.own.pop(0)
            self._submit(
                Edit(ref=ref, stream=self.room, key=self._key(ref), target=target, body=f"{ref} !")
            )

    def delete(self) -> None:
        """Delete one of one's own messages."""
        if self.own:
            ref, target = self.session.new_ref(), self.own.pop(0)
            for note in self.notes.values():
                if isinstance(note.command, Send) and note.ok and note.ok.seq == target:
                    note.erased = True
            self._submit(Delete(ref=ref, stream=self.room, key=self._key(ref), target=target))

    def react(self) -> None:
        """Decorate somebody's message."""
        if self.heard:
            ref, target = self.session.new_ref(), self.heard.pop()
            self._submit(
                React(ref=ref, stream=self.room, key=self._key(ref), target=target, emoji="🌩")
            )

    def mark_read(self) -> None:
        """Have read everything."""
        seq = self.session.cursors().get(self.room)
        if seq:
            self.session.submit(MarkRead(stream=self.room, seq=seq))
            self.turn()

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

    def hear(self, wire: Wire, data: bytes) -> None:
        """Take a frame."""
        if wire is not self.wire:
            return
        now, place = self._now(), self._place
        self.session.receive_frame(data, now)
        self.turn()
        if not (self._subscribed_again and place == self._place and self._is_of_room(data)):
            self.arrivals.append(Arrival(now, data))

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
        if self._timer is not None:
            self._timer.cancel()
        deadline = session.next_deadline()
        if deadline is not None:
            self._timer = asyncio.get_running_loop().call_at(deadline + 0.001, self.turn)

    def stop(self) -> None:
        """Do nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        self.wire = None

    def _open(self) -> None:
        self._subscribed_again = False
        self.wire = self._find_hub(self)
        if self.wire is None:
            self.session.socket_closed(self._now(), self._chance.random())
        else:
            self.session.socket_opened(self._now())

    def _close(self, code: int | None) -> None:
        self.wire = None
        self.session.socket_closed(self._now(), self._chance.random(), code)
        self.turn()

    def _submit(self, command: Send | Edit | Delete | React) -> None:
        self.notes[command.ref] = Note(command)
        self.session.submit(command)
        self.turn()

    def _key(self, ref: int) -> str:
        return str(uuid5(NAMESPACE_OID, f"{self.account.id} {ref}"))

    def _learn(self) -> None:
        for news in self.session.news():
            self._learn_one(news)

    def _learn_one(self, news: News) -> None:
        match news:
            case Ok():
                self._note_ok(news)
            case Error():
                if news.ref is not None and news.ref in self.notes:
                    self.notes[news.ref].error = news
            case Event():
                self._note_event(news)
            case StreamSubscribed(state) if state.stream == self.room:
                self._place = max(self._place or 0, state.after)
            case StreamReset() | Ended():
                self.complaints.append(f"{self.account.name}: {news}")
            case _:
                pass

    def _note_ok(self, ok: Ok) -> None:
        note = self.notes.get(ok.ref)
        if note is None:
            return
        note.ok = ok
        self.repeated += bool(ok.duplicate)
        if isinstance(note.command, Send) and ok.seq is not None:
            self.own.append(ok.seq)

    def _note_event(self, event: Event) -> None:
        if event.stream == self.room:
            self._place = event.seq
        match event.payload:
            case MessageSent():
                if event.actor != self.account.id:
                    self.heard.append(event.seq)
            case RoomJoined(joined_seq=seq) if self._place is None or self._place < seq:
                self._subscribed_again = True
                self.session.subscribe(self.room, seq if self._place is None else self._place)
            case _:
                pass

    def _is_of_room(self, data: bytes) -> bool:
        frame = read_frame(data, self.encoding)
        return isinstance(frame, Event | Subscribed) and frame.stream == self.room

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
