"""The listeners of a bot: functions that are called for certain events."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
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
        self._starters: list[Callable[[], Coroutine[None, None, None]]] = []
        """What is called once, at the start."""
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

    def add_for_start(self, function: Callable[[], Coroutine[None, None, None]]) -> None:
        """Have a function called once the bot receives its streams."""
        self._starters.append(function)

    def starts(self) -> list[Coroutine[None, None, None]]:
        """Return what is to run beside the bot from its start on."""
        return [self._guard(each.__qualname__, each()) for each in self._starters]

    async def hear(self, event: Event, writer: Writer, me: Me) -> None:
        """Call every listener that the event is for; a defect of one does not stop the others.

        Raises EndedError when the session is over: then the event is not dealt with.
        """
        for listener in self._listeners:
            what = f"{listener.name}, at {event.stream} {event.seq}"
            await self._guard(what, listener.hear(event, writer, me))

    async def _guard(self, what: str, work: Awaitable[None]) -> None:
        try:
            await work
        except AlreadyAnsweredError:
            self._logger.info("%s: answered before, in other words; they stay", what)
        except EndedError:
            raise
        except (RefusedError, LinkError) as error:
            self._logger.error("%s: %s", what, error)
        except Exception:  # a listener is foreign code: its defect is logged, the bot goes on
            self._logger.exception("%s:", what)
