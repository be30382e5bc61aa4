"""A request over HTTP that is repeated with its key, at whatever hub, until it is answered."""

import asyncio
from collections.abc import Callable, Coroutine

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from tests.faults.simulator.node import Node
from tests.faults.simulator.virtual_loop import NOBODY

_PATIENCE_S = 3.0


class Request:
    """One change of membership that somebody asks for."""

    def __init__(
        self,
        kind: str,
        member: str,
        deed: Callable[[Desk], Coroutine[object, object, object]],
        find_hub: Callable[[], Node | None],
    ) -> None:
        self.kind = kind  # of the event that it makes
        self.member = member  # whom it concerns
        self.answered = False
        self.refusal: Refusal | None = None
        self.defect: BaseException | None = None
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
        self.answered = True
        self.stop()
        if isinstance(error, Refusal):
            self.refusal = error
        else:
            self.defect = error
