"""A request over HTTP that is repeated with its key, at whatever hub, until it is answered."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from tests.faults.simulator.node import Node
from tests.faults.simulator.virtual_loop import NOBODY

_PATIENCE_S = 3.0

Deed = Callable[[Desk], Coroutine[object, object, object]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for."""

    kind: str
    """A change of membership: the event that it makes; else what one does to another."""
    by: str
    """The id of whoever asks."""
    member: str
    """The id of whom it concerns."""


class Request:
    """One thing that somebody asks for."""

    def __init__(self, asked: Asked, deed: Deed, find_hub: Callable[[], Node | None]) -> None:
        self.asked = asked
        self.asked_at = asyncio.get_running_loop().time()
        self.answered_at = 0.0
        self.answered = False
        self.refusal: Refusal | None = None
        self.defect: BaseException | None = None
        self.result: object = None
        self._deed = deed
        self._find_hub = find_hub
        self._timer: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Ask some hub, and again after a while."""
        if self.answered:
            return
        self._again(_PATIENCE_S)
        node = self._find_hub()
        if node is not None:
            node.ask(self._deed(node.desk)).add_done_callback(self._take, context=NOBODY)

    def stop(self) -> None:
        """Ask no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _again(self, after_s: float) -> None:
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(after_s, self.ask, context=NOBODY)

    def _take(self, task: "asyncio.Task[object]") -> None:
        if self.answered or task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Refusal) and error.retry:
            self._again((error.after_ms or 1000) / 1000)
            return
        self.answered, self.answered_at = True, asyncio.get_running_loop().time()
        self.stop()
        if isinstance(error, Refusal):
            self.refusal = error
        elif error is not None:
            self.defect = error
        else:
            self.result = task.result()
