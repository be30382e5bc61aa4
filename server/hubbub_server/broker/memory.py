"""The broker of a single hub: everything stays in the process."""

import asyncio

from hubbub_server.broker.interface import Receiver
from hubbub_server.broker.publication import Publication, Whisper


class MemoryBroker:
    """Hands every publication of a stream that is listened to straight to the receiver."""

    def __init__(self) -> None:
        self._receiver: Receiver | None = None
        self._streams: set[str] = set()  # those that the receiver listens to

    @property
    def away(self) -> bool:
        """Never: there are no other hubs."""
        return False

    async def run(self) -> None:
        """Wait to be cancelled: there is no link to keep."""
        await asyncio.Event().wait()

    def attach(self, receiver: Receiver) -> None:
        """Name the one receiver of this process."""
        self._receiver = receiver

    def publish(self, publication: Publication) -> None:
        """Give a committed event to the receiver, if it listens."""
        if self._receiver is not None and publication.stream in self._streams:
            self._receiver.receive(publication)

    def whisper(self, whisper: Whisper) -> None:
        """Carry something of the moment, if the receiver listens."""
        if self._receiver is not None and whisper.stream in self._streams:
            self._receiver.overhear(whisper)

    def begin_anew(self, epoch: str) -> None:
        """Carry for another epoch from now on: nothing is listened to."""
        del epoch  # nobody else could be in another one
        self._streams.clear()

    async def listen(self, stream: str) -> None:
        """Receive the publications of a stream."""
        self._streams.add(stream)

    async def unlisten(self, stream: str) -> None:
        """Receive them no longer."""
        self._streams.discard(stream)
