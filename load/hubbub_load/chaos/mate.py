"""A member who writes all the time, and remembers what was asked for and all that came back."""

import asyncio
import random
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Final

from hubbub import RefusedError, Session, SessionOptions
from hubbub_load.chaos.accounts import Account
from hubbub_load.history.record import Answer, Client, Deed, Sent
from hubbub_protocol.client_news import Opened
from hubbub_protocol.codec import Encoding
from hubbub_protocol.events import Event
from hubbub_protocol.messages import Written
from hubbub_protocol.streams import inbox_stream

ADDRESSES: Final = ("", "", "", "", " to @member1 and @member2")
"""What may stand at the end of a message."""
OFTEN: Final = 0.05
"""How often a message is deleted; the same for edited, and for decorated."""


@dataclass
class Note:
    """A message that was asked for, its answer once it came, and what its author did to it."""

    stream: str
    body: str
    written: Written | None = None
    answered_at: float = 0.0
    """Monotonic seconds."""
    erased: bool = False
    refused: bool = False
    """Whether it was sent to a direct channel after the end."""
    repeated: bool = False
    """Whether the session was opened anew before the answer came."""


@dataclass
class Mate:
    """One member at work: the record of a session."""

    account: Account
    stream: str
    """Of the room."""
    encoding: Encoding
    arrival: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever something has come, for anybody who waits for it."""
    thought_s: float = 0.02
    """So long the member thinks at most before the next message."""
    frames: list[bytes] = field(default_factory=list)
    """Every frame that came, as it came."""
    arrivals: list[float] = field(default_factory=list)
    """When each of them came: monotonic seconds."""
    direct: list[str] = field(default_factory=list)
    """The streams of the direct channels in which the member writes too."""
    heard_at: list[float] = field(default_factory=list)
    """When each event came through to the member: monotonic seconds."""
    notes: list[Note] = field(default_factory=list)
    """Every message that was sent, in that order."""
    deeds: list[Deed] = field(default_factory=list)
    """What was done to them later, and answered."""
    acknowledged: int = 0
    """How many of them were written, as far as is known."""
    refused: int = 0
    """How many were refused."""
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
            encoding=self.encoding, on_frame=self._note_frame, on_link=self._note_link
        )
        return Session(hub, token=self.account.token, options=options)

    def _note_frame(self, frame: bytes) -> None:
        self.frames.append(frame)
        self.arrivals.append(time.monotonic())

    def _note_link(self, news: object) -> None:
        self.live = isinstance(news, Opened)
        self.openings += self.live
        self.arrival.set()

    @property
    def streams(self) -> list[str]:
        """The streams that the member follows."""
        return [self.stream, self.inbox, *self.direct]

    async def write(
        self, session: Session, stream: str, chance: random.Random, stop: asyncio.Event
    ) -> None:
        """Send message after message, with a little thought between them, until told to stop.

        In a direct channel one goes on after the end, and is refused until the next opening.
        """
        while not stop.is_set():
            body = f"{self.account.name} says {len(self.notes)}{chance.choice(ADDRESSES)}"
            note = Note(stream, body)
            self.notes.append(note)
            openings = self.openings
            note.written = await _unless_ended(session.send(stream, body))
            note.answered_at = time.monotonic()
            note.refused = note.written is None
            note.repeated = self.openings > openings
            self.refused += note.refused
            self.acknowledged += not note.refused
            self.arrival.set()
            if note.written is not None:
                await self._think_better(session, chance.random(), note, note.written.seq)
            await asyncio.sleep(chance.uniform(0, self.thought_s))

    async def _think_better(self, session: Session, mood: float, note: Note, target: int) -> None:
        """Delete, edit or decorate one's message now and then."""
        stream = note.stream
        if mood < OFTEN:
            note.erased = True
            done = await session.delete(stream, target)
            self._note_deed("message_deleted", stream, target, done)
        elif mood < 2 * OFTEN:
            edited = session.edit(stream, target, f"{note.body}, or so")
            self._note_deed("message_edited", stream, target, await _unless_ended(edited))
        elif mood < 3 * OFTEN:
            reacted = session.react(stream, target, "🌩")
            self._note_deed("reaction_added", stream, target, await _unless_ended(reacted))

    def _note_deed(self, kind: str, stream: str, target: int, done: Written | None) -> None:
        if done is not None:
            self.deeds.append(Deed(self.account.id, stream, kind, target, done.seq))

    async def read(self, session: Session) -> None:
        """Take what comes, so that the session goes on reading."""
        async for received in session:
            if isinstance(received, Event):
                self.heard_at.append(time.monotonic())
            self.arrival.set()

    @property
    def unanswered(self) -> int:
        """How many messages have no answer yet."""
        return len(self.notes) - self.acknowledged - self.refused

    def sends(self) -> list[Sent]:
        """Return what was sent, for the history checker."""
        return [
            Sent(
                self.account.id,
                note.stream,
                note.body,
                _answer(note.written),
                note.erased,
                note.refused and not note.repeated,
                note.refused and note.repeated,
            )
            for note in self.notes
        ]

    def client(self, *complete: str) -> Client:
        """Return what came, for the history checker; all of these streams must have come."""
        return Client(
            self.account.name, self.encoding, self.frames, frozenset(complete), self.account.id
        )


async def _unless_ended(asked: Awaitable[Written]) -> Written | None:
    """Return the answer; None where the personal connection has ended."""
    try:
        return await asked
    except RefusedError as refused:
        if refused.code != "not_connected":
            raise
        return None


def _answer(written: Written | None) -> Answer | None:
    return None if written is None else Answer(written.seq, written.at, written.id)
