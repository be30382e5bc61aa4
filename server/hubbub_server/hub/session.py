"""The conversation with one client: what it receives, over whatever socket carries it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.presence import PresenceState
from hubbub_server.domain.caller import Caller
from hubbub_server.hub.outlet import Outlet
from hubbub_server.hub.screen import Screen
from hubbub_server.hub.subscription import Subscription
from hubbub_server.logs import logger

CatchUp = Callable[["Session"], Coroutine[None, None, None]]
"""Serves all that a session is behind with; see :mod:`hubbub_server.hub.catch_up`."""

Note = Callable[[Subscription], None]
"""Is told of each subscription that begins or ends; returns at once."""


class Session:
    """One client's subscriptions. Those that are behind are served by one task of the session."""

    __slots__ = ("_catch_up", "_note", "_task", "behind", "caller", "closed", "device",
                 "expires_at", "id", "outlet", "presence", "screen", "subscriptions")  # fmt: skip

    def __init__(
        self,
        session_id: str,
        caller: Caller,
        device: str,
        outlet: Outlet,
        catch_up: CatchUp,
        note: Note,
    ) -> None:
        self.id: Final = session_id
        self.caller = caller
        self.expires_at = 0  # when the sign-in ends, in microseconds since 1970; 0: not known yet
        self.device: Final = device  # a newer session of the same one replaces this
        self.outlet: Final = outlet
        self.subscriptions: dict[str, Subscription] = {}  # by stream
        self.behind: dict[Subscription, None] = {}  # those not in step, in the order of service
        self.closed = False
        self.presence: PresenceState = "active"
        self.screen: Screen | None = None  # from whom the member is screened; before rooms: None
        self._note = note
        self._catch_up = catch_up
        self._task: asyncio.Task[None] | None = None  # serves ``behind`` while there is any

    def add(self, subscription: Subscription) -> None:
        """Begin to receive a stream; an older subscription to it ends."""
        if subscription.stream.closed:  # nobody received it for long before this came about
            self.outlet.close(CloseCode.INTERNAL, "The stream has to be subscribed again; resume")
            return
        name = subscription.stream.name
        older = self.subscriptions.get(name)
        if older is not None:
            self.drop(older)
        self.subscriptions[name] = subscription
        subscription.stream.subscriptions.add(subscription)
        self.look_at(subscription)
        self.fall_behind(subscription)

    def drop(self, subscription: Subscription) -> None:
        """Receive a stream no longer. Again: nothing happens."""
        stream = subscription.stream
        stream.subscriptions.discard(subscription)
        stream.fan_out.in_step.pop(subscription, None)
        stream.fan_out.screened.discard(subscription)
        subscription.in_step = False
        self.behind.pop(subscription, None)
        if self.subscriptions.get(stream.name) is subscription:
            del self.subscriptions[stream.name]
        self._note(subscription)

    def look_again(self) -> None:
        """Learn that the member is screened from others than before."""
        for subscription in self.subscriptions.values():
            self.look_at(subscription)

    def look_at(self, subscription: Subscription) -> None:
        """See anew who is hidden from a subscription, and have it told who is present."""
        subscription.tell_screen()
        self._note(subscription)

    def fall_behind(self, subscription: Subscription) -> None:
        """Have a subscription served from its own cursor until it is in step."""
        self.behind[subscription] = None
        self._serve_behind()

    def close(self) -> None:
        """End all subscriptions. The socket is closed by whoever decided this."""
        self.closed = True
        for subscription in list(self.subscriptions.values()):
            self.drop(subscription)
        if self._task is not None:
            self._task.cancel()

    def _serve_behind(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._catch_up(self))
            self._task.add_done_callback(self._caught_up)

    def _caught_up(self, task: "asyncio.Task[None]") -> None:
        self._task = None
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            if isinstance(error, Refusal) and error.retry:
                logger.warning("catching up failed", detail=error.detail)
            else:
                logger.error("catching up failed", exc_info=error)
            # Kept open, the client would wait for events that nobody sends.
            self.outlet.close(CloseCode.INTERNAL, "The hub could not read on; resume")
        elif self.behind:  # since the task has ended, and before this was called
            self._serve_behind()
