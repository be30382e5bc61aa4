"""Two members who talk meanwhile, and must not notice that anything happens."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hubbub import Session
from hubbub_protocol.events import Event, MessageSent
from tests.together.effort import cpu_s
from tests.together.wire import register

THOUGHT_S: Final = 0.02
LONGEST_S: Final = 1.0
"""So much the hub may do, of whatever kind, while a message is on its way. Alone it takes
milliseconds, and whole seconds if others can keep the hub from it. By the clock it would also take
as long as the machine is busy with something else."""


class Bystanders:
    """A conversation of two in a thread of its own."""

    def __init__(self, address: str, pid: int) -> None:
        """Make them members of the hub at an address, which is the program of an id."""
        self.slowest_s = 0.0
        self.said = 0
        self._pid = pid
        self._writer, self._reader = register(address), register(address)
        room = self._writer.found_room()
        self._reader.ask("POST", f"/rooms/{room}/join")
        self._stream = f"room:{room}"
        self._enough = threading.Event()
        self._bodies: list[str] = []
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin to talk."""
        self._thread.start()

    def stop(self) -> None:
        """Talk to the end, and check that everything was heard, once, in order and soon."""
        self._enough.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        assert self._bodies == [f"line {n}" for n in range(self.said)]
        assert self.slowest_s < LONGEST_S

    def _run(self) -> None:
        try:
            asyncio.run(self._talk())
        except BaseException as failure:  # noqa: BLE001 - raised again where it is seen
            self._failure = failure

    async def _talk(self) -> None:
        address = self._writer.address
        async with (
            Session(address, token=self._writer.token) as writer,
            Session(address, token=self._reader.token) as reader,
        ):
            await reader.subscribe(self._stream)
            while not self._enough.is_set():
                began_s = cpu_s(self._pid)
                await writer.send(self._stream, f"line {self.said}")
                self.said += 1
                self._bodies.append(await self._next_body(reader))
                self.slowest_s = max(self.slowest_s, cpu_s(self._pid) - began_s)
                await asyncio.sleep(THOUGHT_S)

    async def _next_body(self, reader: Session) -> str:
        async with asyncio.timeout(10):
            async for received in reader:
                if isinstance(received, Event) and isinstance(received.payload, MessageSent):
                    return received.payload.body
        raise LookupError("the session has ended")


@contextmanager
def undisturbed(address: str, pid: int) -> Iterator[Bystanders]:
    """Let two members talk during a block; afterwards they have noticed nothing."""
    bystanders = Bystanders(address, pid)
    bystanders.start()
    try:
        yield bystanders
    finally:
        bystanders.stop()
