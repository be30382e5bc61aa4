"""Reading from the store what a stream lacks here: at once, one read in flight per stream."""

import asyncio
from functools import partial

from hubbub_protocol.errors import Refusal
from hubbub_server.clock import Clock
from hubbub_server.hub.seldom import Seldom
from hubbub_server.hub.streams import HubStream
from hubbub_server.logs import logger
from hubbub_server.store.interface import Store


class GapReads:
    """The reads that are under way."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tasks: dict[HubStream, asyncio.Task[None]] = {}
        self._failing: set[str] = set()  # the streams whose last read came to nothing
        self._complaint = Seldom()

    def begin(self, stream: HubStream, seq: int) -> "asyncio.Task[None]":
        """Have a stream arrive here up to ``seq``, which is known to be committed.

        The task raises a refusal if that cannot be; the next head check begins anew.
        """
        stream.wanted = max(stream.wanted, seq)
        task = self._tasks.get(stream)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._read(stream))
            self._tasks[stream] = task
            task.add_done_callback(partial(self._note_outcome, stream.name))
        return task

    def close(self) -> None:
        """End what is under way."""
        for task in self._tasks.values():
            task.cancel()

    async def _read(self, stream: HubStream) -> None:
        try:
            while stream.head < stream.wanted and not stream.closed:
                page = await self._store.read_page(stream.name, stream.head, None)
                for event in page:
                    stream.fill(event)
                if stream.head < (page[-1].seq if page else stream.wanted) and not stream.closed:
                    raise _missing(stream)  # asked again at once, the store would say the same
        finally:
            stream.wanted = stream.head
            del self._tasks[stream]

    def _note_outcome(self, name: str, task: "asyncio.Task[None]") -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            if name in self._failing:
                self._failing.remove(name)
                if not self._failing:
                    logger.info("all streams are read on again")
            return
        self._failing.add(name)
        if self._complaint.allows(self._clock.monotonic_s()):
            logger.error(
                "a stream could not be repaired",
                stream=name,
                reason=repr(error),
                such_streams=len(self._failing),
            )


def _missing(stream: HubStream) -> Refusal:
    return Refusal(
        "unavailable", f"The database lacks event {stream.head + 1} of {stream.name}", after_ms=5000
    )
