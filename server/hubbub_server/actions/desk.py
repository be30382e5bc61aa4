"""What every action needs at hand, and the one way in which actions write.

Check, write, commit, then publish: an action opens :meth:`Desk.write` on the streams it concerns,
reads what it decides on *inside* (after the lock), appends its events, and leaves. The events are
published when the commit is on disk, even if the caller has gone away meanwhile.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec

from hubbub_protocol.limits import Limits
from hubbub_server import metrics
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.interface import Broker
from hubbub_server.broker.publication import Publication, publication_class
from hubbub_server.clock import Clock, new_id
from hubbub_server.domain.caller import Caller
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import Store, StoredEvent, Transaction, WriteKey


@dataclass(frozen=True, slots=True)
class Desk:
    """What every action needs at hand."""

    store: Store
    broker: Broker
    clock: Clock
    limits: Limits
    rates: WriteRates

    def new_id(self) -> str:
        """Make an id for a new member, room, message or sign-in."""
        return new_id(self.clock)

    @asynccontextmanager
    async def write(self, *streams: str) -> AsyncIterator[Transaction]:
        """Open a transaction on these streams; commit and publish at the end of the block.

        Raises :class:`~hubbub_server.store.epoch.EpochRenewed` if another epoch has begun
        meanwhile.
        """
        epoch = self.store.epoch
        opened = self.store.transaction(streams)
        transaction = await opened.__aenter__()
        try:
            yield transaction
        except BaseException as error:
            await opened.__aexit__(type(error), error, error.__traceback__)
            raise

        async def commit_and_publish() -> None:
            await opened.__aexit__(None, None, None)
            self.require_epoch(epoch)
            self.publish(transaction.to_publish, epoch)

        # A commit that has begun is finished and published even if the caller is cancelled.
        await asyncio.shield(asyncio.ensure_future(commit_and_publish()))

    def require_epoch(self, epoch: str) -> None:
        """See that no other epoch has begun since something was done.

        Raises :class:`~hubbub_server.store.epoch.EpochRenewed`: what was committed in a former
        epoch may be in no database any more, so nobody is told that it was.
        """
        if epoch != self.store.epoch:
            raise EpochRenewed

    def publish(self, events: Sequence[StoredEvent], epoch: str) -> None:
        """Give events that were committed in this epoch to the broker, in order."""
        for event in events:
            self.broker.publish(
                Publication(
                    stream=event.stream,
                    epoch=epoch,
                    seq=event.seq,
                    actor=event.actor,
                    publication_class=publication_class(event.kind),
                    event=event.json(),
                )
            )
        metrics.EVENTS_PUBLISHED.inc(len(events))


def write_key(caller: Caller, key: str, *content: object) -> WriteKey:
    """Tie a key to the content of a command: any JSON-able values that make it what it is."""
    digest = hashlib.blake2b(msgspec.json.encode(content), digest_size=8).digest()
    return WriteKey(caller.member, key, digest)
