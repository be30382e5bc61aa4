"""An event as a bot's listener gets it: what happened, and what one can do about it, once."""

from collections import Counter
from typing import Final, Generic, Protocol, TypeVar
from uuid import UUID, uuid5

import msgspec

from hubbub._errors import AlreadyAnsweredError, RefusedError
from hubbub_protocol.events import Event, MessageSent
from hubbub_protocol.messages import Written
from hubbub_protocol.streams import stream_kind

P = TypeVar("P", bound=msgspec.Struct)

NAMESPACE: Final = UUID("c4f6a7a0-3f0e-5d0b-9d39-2f4f0a1b7e11")
"""Keeps the keys of answers apart from every other use of UUIDv5. Never to be changed."""


class Writer(Protocol):
    """What answering takes: the part of a session that writes."""

    async def send(
        self, stream: str, body: str, *, reply_to: int | None = None, key: str | None = None
    ) -> Written:
        """Write a message."""

    async def edit(self, stream: str, target: int, body: str, *, key: str | None = None) -> Written:
        """Replace the body of a message."""

    async def delete(self, stream: str, target: int, *, key: str | None = None) -> Written:
        """Erase a message."""

    async def react(
        self, stream: str, target: int, emoji: str, *, key: str | None = None
    ) -> Written:
        """Add a reaction."""


class Received(Generic[P]):
    """An event whose fields are ``payload``.

    What a listener does through it has a key made of the event, the listener's name and the order
    of its deeds. So a listener that is run again for the same event, since the bot died before it
    had finished, does nothing twice. If it then wants something else than the first time, the
    first stays, and AlreadyAnsweredError is raised.
    """

    def __init__(self, event: Event, payload: P, writer: Writer, listener: str) -> None:
        self.event = event
        self.payload = payload
        self._writer = writer
        self._listener = listener
        self._deeds: Counter[str] = Counter()
        """How often each kind of deed was done so far, to tell their keys apart."""

    @property
    def stream(self) -> str:
        """The stream in which it happened."""
        return self.event.stream

    @property
    def seq(self) -> int:
        """Its place in the stream."""
        return self.event.seq

    @property
    def actor(self) -> str:
        """The id of the member who did it; empty where the hub itself did."""
        return self.event.actor

    @property
    def is_direct(self) -> bool:
        """Whether it happened in a direct channel."""
        return stream_kind(self.stream) == "direct"

    async def send(self, body: str, *, stream: str | None = None) -> Written:
        """Write a message because of it, by default into the same stream."""
        return await self._send(stream or self.stream, body, None)

    def key(self, deed: str) -> str:
        """Make the next key for a kind of deed."""
        self._deeds[deed] += 1
        event = self.event
        name = f"{event.stream} {event.seq} {event.at} {self._listener} {deed} {self._deeds[deed]}"
        return str(uuid5(NAMESPACE, name))

    async def _send(self, stream: str, body: str, reply_to: int | None) -> Written:
        try:
            return await self._writer.send(stream, body, reply_to=reply_to, key=self.key("send"))
        except RefusedError as error:
            raise _or_already(error) from error


class ReceivedMessage(Received[MessageSent]):
    """A message that somebody wrote."""

    @property
    def id(self) -> str:
        """The message's id."""
        return self.payload.id

    @property
    def body(self) -> str:
        """What was written, in Markdown."""
        return self.payload.body

    @property
    def author(self) -> str:
        """The id of the member who wrote it."""
        return self.event.actor

    async def reply(self, body: str) -> Written:
        """Answer it in the same stream."""
        return await self._send(self.stream, body, self.seq)

    async def react(self, emoji: str) -> Written:
        """Add a reaction to it; one that is there already stays."""
        return await self._writer.react(self.stream, self.seq, emoji, key=self.key("react"))

    async def edit(self, body: str) -> Written:
        """Replace its body: for messages of the bot's own."""
        try:
            return await self._writer.edit(self.stream, self.seq, body, key=self.key("edit"))
        except RefusedError as error:
            raise _or_already(error) from error

    async def delete(self) -> Written:
        """Erase it: for messages of the bot's own, or as a host or owner of the room."""
        return await self._writer.delete(self.stream, self.seq, key=self.key("delete"))


def _or_already(error: RefusedError) -> RefusedError:
    """Name the one conflict that answering can meet: the key was used with other words."""
    if error.code != "conflict":
        return error
    return AlreadyAnsweredError(error.code, error.detail, field=error.field)
