"""Members who write all the time, and remember what they asked for and all that came back."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final

from hubbub import Session, SessionOptions
from hubbub_load.http_api import HttpApi
from hubbub_protocol.accounts import Register, SetUp, SignedIn
from hubbub_protocol.client_news import Opened
from hubbub_protocol.codec import Encoding
from hubbub_protocol.messages import Written
from hubbub_protocol.rooms import CreateRoom, Purpose, Room
from hubbub_protocol.streams import inbox_stream, room_stream
from tests.faults.record import Answer, Client, Deed, Sent

PASSWORD: Final = "correct horse battery"
ENCODINGS: Final[Sequence[Encoding]] = ("json", "msgpack")
ADDRESSES: Final = ("", "", "", "", " to @member1 and @member2")
OFTEN: Final = 0.05
AT_ONCE: Final = 3
"""So many messages of one member may be unanswered."""


@dataclass(frozen=True, slots=True)
class Account:
    """A member and the token of their sign-in."""

    name: str
    id: str
    token: str


@dataclass
class Note:
    """A message that was asked for, its answer once it came, and what its author did to it."""

    body: str
    written: Written | None = None
    erased: bool = False


@dataclass
class Mate:
    """One member at work: the record of a session."""

    account: Account
    stream: str
    encoding: Encoding
    arrival: asyncio.Event
    """Set whenever something has come, for anybody who waits for it."""
    frames: list[bytes] = field(default_factory=list)
    """Every frame that came, as it came."""
    notes: list[Note] = field(default_factory=list)
    """Every message that was sent, in that order."""
    deeds: list[Deed] = field(default_factory=list)
    """What was done to them later, and answered."""
    acknowledged: int = 0
    """How many of them have been answered."""
    openings: int = 0
    """How often the session was opened or resumed."""
    live: bool = False
    """Whether the session has a socket and was welcomed on it."""

    @property
    def inbox(self) -> str:
        """The stream of what concerns the member."""
        return inbox_stream(self.account.id)

    def session(self, hub: str) -> Session:
        """Make the member's session; every frame and opening is noted."""
        options = SessionOptions(
            encoding=self.encoding, on_frame=self.frames.append, on_link=self._note_link
        )
        return Session(hub, token=self.account.token, options=options)

    def _note_link(self, news: object) -> None:
        self.live = isinstance(news, Opened)
        self.openings += self.live
        self.arrival.set()

    async def write(self, session: Session, chance: random.Random, stop: asyncio.Event) -> None:
        """Send message after message, with a little thought between them, until told to stop."""
        while not stop.is_set():
            note = Note(f"{self.account.name} says {len(self.notes)}{chance.choice(ADDRESSES)}")
            self.notes.append(note)
            note.written = await session.send(self.stream, note.body)
            self.acknowledged += 1
            self.arrival.set()
            await self._think_better(session, chance.random(), note, note.written.seq)
            await asyncio.sleep(chance.uniform(0, 0.02))

    async def _think_better(self, session: Session, mood: float, note: Note, target: int) -> None:
        """Delete, edit or decorate one's message now and then."""
        if mood < OFTEN:
            note.erased = True
            done = await session.delete(self.stream, target)
            self._note_deed("message_deleted", target, done)
        elif mood < 2 * OFTEN:
            done = await session.edit(self.stream, target, f"{note.body}, or so")
            self._note_deed("message_edited", target, done)
        elif mood < 3 * OFTEN:
            done = await session.react(self.stream, target, "🌩")
            self._note_deed("reaction_added", target, done)

    def _note_deed(self, kind: str, target: int, done: Written) -> None:
        self.deeds.append(Deed(self.account.id, self.stream, kind, target, done.seq))

    async def read(self, session: Session) -> None:
        """Take what comes, so that the session goes on reading."""
        async for _ in session:
            self.arrival.set()

    @property
    def unanswered(self) -> int:
        """How many messages have no answer yet."""
        return len(self.notes) - self.acknowledged

    def sends(self) -> list[Sent]:
        """Return what was sent, for the history checker."""
        return [
            Sent(self.account.id, self.stream, note.body, _answer(note.written), note.erased)
            for note in self.notes
        ]

    def client(self, *complete: str) -> Client:
        """Return what came, for the history checker; all of these streams must have come."""
        return Client(self.account.name, self.encoding, self.frames, frozenset(complete))


def _answer(written: Written | None) -> Answer | None:
    return None if written is None else Answer(written.seq, written.at, written.id)


class Crew:
    """Members of one room, each with an open session and some hands that write."""

    def __init__(
        self, hub: str, accounts: Sequence[Account], stream: str, chance: random.Random
    ) -> None:
        self._arrival = asyncio.Event()
        self.mates = [
            Mate(account, stream, ENCODINGS[number % 2], self._arrival)
            for number, account in enumerate(accounts)
        ]
        self._hub = hub
        self._chance = chance
        self._stop = asyncio.Event()
        self._sessions: list[Session] = []
        self._hands: list[asyncio.Task[None]] = []
        self._readers: list[asyncio.Task[None]] = []
        self._open = AsyncExitStack()

    async def start(self) -> None:
        """Open the sessions, follow the room from its first event, and begin to write."""
        for mate in self.mates:
            session = await self._open.enter_async_context(mate.session(self._hub))
            self._sessions.append(session)
            self._readers.append(asyncio.create_task(mate.read(session)))
            await session.subscribe(mate.stream, after=0)
            await session.subscribe(mate.inbox, after=0)
        for mate, session in zip(self.mates, self._sessions, strict=True):
            for _ in range(AT_ONCE):
                hand = mate.write(session, self._chance, self._stop)
                self._hands.append(asyncio.create_task(hand))

    @property
    def unanswered(self) -> int:
        """How many messages are without an answer at this moment."""
        return sum(mate.unanswered for mate in self.mates)

    @property
    def acknowledged(self) -> int:
        """How many messages have been acknowledged."""
        return sum(mate.acknowledged for mate in self.mates)

    def notes(self) -> list[Note]:
        """Return all that was sent."""
        return [note for mate in self.mates for note in mate.notes]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; it is looked at whenever something has come."""
        while not holds():
            self._arrival.clear()
            await self._arrival.wait()

    async def finish(self, heads: Callable[[], Mapping[str, int]]) -> None:
        """Stop writing, and return when all is answered and everybody has all of it."""
        self._stop.set()
        await asyncio.gather(*self._hands)
        ends = heads()
        await self.until(
            lambda: all(
                seq >= ends.get(stream, 0)
                for session in self._sessions
                for stream, seq in session.cursors().items()
            )
        )

    async def close(self) -> None:
        """Close the sessions."""
        for task in (*self._hands, *self._readers):
            task.cancel()
        await asyncio.gather(*self._hands, *self._readers, return_exceptions=True)
        await self._open.aclose()


async def sign_up(hub: str, set_up_token: str, names: Sequence[str]) -> list[Account]:
    """Make accounts; the first is the community's owner."""
    api = HttpApi(hub)
    try:
        owner = SetUp(
            token=set_up_token, username=names[0], display_name=names[0], password=PASSWORD
        )
        accounts = [_account(names[0], await api.ask("set_up", SignedIn, body=owner))]
        for name in names[1:]:
            register = Register(username=name, display_name=name, password=PASSWORD)
            accounts.append(_account(name, await api.ask("register", SignedIn, body=register)))
        return accounts
    finally:
        await api.close()


async def share_a_room(hub: str, accounts: Sequence[Account]) -> str:
    """Make a room with all of them in it and return its stream; the first owns it."""
    api = HttpApi(hub)
    try:
        purpose = Purpose(statement="to see whether anything is lost", kind="cause")
        room = await api.ask(
            "create_room",
            Room,
            body=CreateRoom(name="Storm", purpose=purpose),
            token=accounts[0].token,
        )
        for account in accounts[1:]:
            await api.ask("join_room", Room, token=account.token, path={"room": room.id})
        return room_stream(room.id)
    finally:
        await api.close()


def _account(name: str, signed_in: SignedIn) -> Account:
    assert signed_in.token is not None
    return Account(name, signed_in.me.id, signed_in.token)
