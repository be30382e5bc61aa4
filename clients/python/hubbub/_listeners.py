"""The listeners of a bot: functions that are called for certain events."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hubbub._errors import AlreadyAnsweredError, EndedError, LinkError, RefusedError
from hubbub._received import P, Received, ReceivedMessage, Writer
from hubbub_protocol.events import Event, MessageSent
from hubbub_protocol.members import Me

Hear = Callable[[Event, Writer, Me], Awaitable[None]]
"""Calls a listener if the event is one for it."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener under its name, which is part of the keys of its answers."""

    name: str
    hear: Hear


class Listeners:
    """The listeners of a bot, called one after the other in the order in which they came."""

    def __init__(self, logger: logging.Logger) -> None:
        self._listeners: list[Listener] = []
        self._logger = logger

    def add(self, kind: type[P], function: Callable[[Received[P]], Awaitable[None]]) -> None:
        """Have a function called for every event of a kind."""
        name = function.__qualname__

        async def hear(event: Event, writer: Writer, me: Me) -> None:
            if isinstance(event.payload, kind):
                await function(Received(event, event.payload, writer, name))

        self._listeners.append(Listener(name, hear))

    def add_for_messages(
        self,
        function: Callable[[ReceivedMessage], Awaitable[None]],
        *,
        mentions_only: bool,
    ) -> None:
        """Have a function called for every message, or for those that mention the bot."""
        name = function.__qualname__

        async def hear(event: Event, writer: Writer, me: Me) -> None:
            message = event.payload
            if not isinstance(message, MessageSent) or message.deleted:
                return
            if mentions_only and me.id not in message.mentions:
                return
            await function(ReceivedMessage(event, message, writer, name))

        self._listeners.append(Listener(name, hear))

    async def hear(self, event: Event, writer: Writer, me: Me) -> None:
        """Call every listener that the event is for; a defect of one does not stop the others.

        Raises EndedError when the session is over: then the event is not dealt with.
        """
        for listener in self._listeners:
            try:
                await listener.hear(event, writer, me)
            except AlreadyAnsweredError:
                self._logger.info(
                    "%s had answered %s %d before, in other words; they stay",
                    listener.name, event.stream, event.seq,
                )  # fmt: skip
            except EndedError:
                raise
            except (RefusedError, LinkError) as error:
                self._logger.error(
                    "%s, at %s %d: %s", listener.name, event.stream, event.seq, error
                )
            except Exception:
                self._logger.exception("%s, at %s %d:", listener.name, event.stream, event.seq)
