"""An event loop whose time jumps to the next timer, and on which a part may stand still or end.

No threads, no sockets, no waiting. What runs belongs to a :class:`Life` if one was set in its
context: everything that a hub starts, however far down, belongs to that hub. So a hub can be
stopped in mid-sentence as ``SIGSTOP`` does, and go on later; or never, as after ``kill -9``.
"""

import asyncio
import heapq
import itertools
from asyncio import Handle, TimerHandle
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar, copy_context
from typing import Any, Final

_MOST_TURNS: Final = 50_000
"""So many turns without time going by are no work but a circle."""


class RunawayError(Exception):
    """The loop turns for ever without time going by, or nothing will ever happen again."""


class Life:
    """What belongs to one hub from its start to its end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.over = False
        self.kept: list[Handle] | None = None  # what it would do, while it stands still
        self.context: Context = copy_context()
        self.context.run(LIFE.set, self)

    def pause(self) -> None:
        """Do nothing from now on."""
        if self.kept is None:
            self.kept = []

    def end(self) -> None:
        """Do nothing ever again."""
        self.over = True
        self.pause()


LIFE: ContextVar[Life | None] = ContextVar("life", default=None)

NOBODY: Final = Context()
"""Where that runs which belongs to no hub: what is under way goes on when a hub stands still."""


class VirtualLoop(asyncio.BaseEventLoop):
    """A loop on which waiting takes no time."""

    _ready: deque[Handle]
    _stopping: bool

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0  # seconds since the beginning of the world
        self._timers: list[tuple[float, int, TimerHandle]] = []
        self._order = itertools.count()
        self.turns = 0  # since time went by
        self.tasks: list[asyncio.Task[Any]] = []  # all there were: the dead are not swept away
        self.complaints: list[str] = []  # exceptions that nobody took
        self.set_exception_handler(self._note_exception)
        self.set_task_factory(self._make_task)  # type: ignore[arg-type]

    def time(self) -> float:
        """Seconds since the beginning of the world."""
        return self.now

    def resume(self, life: Life) -> None:
        """Let it go on with all that has become due meanwhile."""
        kept, life.kept = life.kept, None
        self._ready.extend(kept or ())

    def tell(self, life: Life, deed: Callable[[], object]) -> None:
        """Have a life do something, as soon as it does anything."""
        self.call_soon(deed, context=life.context)

    def call_soon(
        self, callback: Callable[..., object], *given: object, context: Context | None = None
    ) -> Handle:
        """Do something in the next turn."""
        todo = Handle(callback, given, self, context)
        self._ready.append(todo)
        return todo

    def call_at(
        self, when: float, callback: Callable[..., object], *given: object,
        context: Context | None = None,
    ) -> TimerHandle:  # fmt: skip
        """Do something at a time; at the same time, in the order of asking."""
        timer = TimerHandle(when, callback, given, self, context)
        heapq.heappush(self._timers, (when, next(self._order), timer))
        return timer

    def _run_once(self) -> None:
        self._take_due()
        ready = self._ready
        for _ in range(len(ready)):
            todo = ready.popleft()
            if todo._cancelled:
                continue
            life = todo._context.get(LIFE)  # type: ignore[attr-defined]
            if life is not None and life.kept is not None:
                life.kept.append(todo)
            else:
                todo._run()

    def call_later(
        self, delay: float, callback: Callable[..., object], *given: object,
        context: Context | None = None,
    ) -> TimerHandle:  # fmt: skip
        """Do something so many seconds from now."""
        return self.call_at(self.now + delay, callback, *given, context=context)

    def _take_due(self) -> None:
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            heapq.heappop(timers)
        self.turns += 1
        if self.turns > _MOST_TURNS:
            raise RunawayError(f"{_MOST_TURNS} turns at {self.now:.3f} s")
        if not self._ready and not self._stopping:
            if not timers:
                raise RunawayError(f"Nothing will ever happen after {self.now:.3f} s")
            if timers[0][0] > self.now:
                self.now = timers[0][0]
                self.turns = 0
        while timers and timers[0][0] <= self.now:
            self._ready.append(heapq.heappop(timers)[2])

    def _timer_handle_cancelled(self, handle: TimerHandle) -> None:
        """Nothing: it is taken out when its time comes."""

    def _make_task(
        self,
        loop: asyncio.AbstractEventLoop,
        deed: "Coroutine[Any, Any, Any]",
        context: Context | None = None,
    ) -> "asyncio.Task[Any]":
        task = asyncio.Task(deed, loop=loop, context=context)
        self.tasks.append(task)
        return task

    def _write_to_self(self) -> None:
        """Nobody waits elsewhere."""

    def _note_exception(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        del loop
        self.complaints.append(f"{context.get('message')}: {context.get('exception')!r}")
