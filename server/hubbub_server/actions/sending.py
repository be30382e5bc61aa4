"""Sending messages: pending ones are committed together while the previous batch is in flight.

No timer: an idle hub commits a message at once, a busy one as many as have gathered. Messages of
one caller to one stream keep the order in which they were submitted, since nothing between
:meth:`Sending.submit` and the commit waits for one message alone.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Final

from hubbub_protocol.commands import Send
from hubbub_protocol.errors import Refusal
from hubbub_server import metrics
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.messages import check_body
from hubbub_server.logs import logger
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import MessageWritten, NewMessage, WriteKey, WriteResult

_BATCH: Final = 256
_PENDING: Final = 10_000
"""More pending messages than this are refused as ``unavailable``; clients repeat them."""

Pending = tuple[NewMessage, "asyncio.Future[WriteResult]"]


class Sending:
    """The messages of this process that wait for their commit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pending: deque[Pending] = deque()
        self._arrived = asyncio.Event()  # set while something is pending
        self._idle = asyncio.Event()  # set while nothing is pending or being committed
        self._idle.set()
        # Of the former epoch, it may answer what is another message now.
        desk.store.when_renewed(self._refuse_pending)

    def submit(self, caller: Caller, send: Send) -> "asyncio.Future[WriteResult]":
        """Take a message and return the future of its result, or raise a refusal at once.

        A refusal found at the commit (no right to write, say) is the future's exception. One who
        is too fast is refused with ``rate_limited``; see :meth:`find_known` for keys that are
        repeated.
        """
        mentions = check_body(send.stream, send.body, self._desk.limits)
        if len(self._pending) >= _PENDING:
            raise Refusal("unavailable", "Too many messages are waiting", after_ms=1000)
        self._desk.rates.take(caller)
        message = NewMessage(
            key=send_key(caller, send),
            stream=send.stream,
            id=self._desk.new_id(),
            body=send.body,
            reply_to=send.reply_to,
            mentions=mentions.names,
            mentions_room=mentions.room,
        )
        result: asyncio.Future[WriteResult] = asyncio.get_running_loop().create_future()
        self._pending.append((message, result))
        self._arrived.set()
        self._idle.clear()
        return result

    async def find_known(self, caller: Caller, send: Send) -> WriteResult | None:
        """Return the result of a key that is known already: it is answered whatever the rate."""
        async with self._desk.store.snapshot() as reading:
            return await reading.find_result(send_key(caller, send))

    async def run(self) -> None:
        """Commit what is pending, batch after batch, until cancelled."""
        while True:
            await self._arrived.wait()
            count = min(len(self._pending), _BATCH)
            batch = [self._pending.popleft() for _ in range(count)]
            if batch:
                await self._commit(batch)
            if not self._pending:
                self._arrived.clear()
                self._idle.set()

    async def settle(self) -> None:
        """Wait until everything that was submitted has its result."""
        await self._idle.wait()

    async def _commit(self, batch: list[Pending]) -> None:
        epoch = self._desk.store.epoch
        try:
            outcomes = await self._desk.store.append_messages([message for message, _ in batch])
            self._desk.require_epoch(epoch)
        except Refusal as refusal:
            await self._refuse_all(batch, refusal)
            return
        except Exception as defect:  # noqa: BLE001 - what one message meets must not end the hub
            logger.error("messages could not be written", count=len(batch), exc_info=defect)
            failed = Refusal("internal", "The hub failed; it is in its log", after_ms=1000)
            await self._refuse_all(batch, failed)
            return
        metrics.COMMIT_BATCH.observe(len(batch))
        written: list[MessageWritten] = []
        for (_, result), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, MessageWritten):
                written.append(outcome)
            if result.done():
                continue  # whoever asked has gone; the message stands all the same
            if isinstance(outcome, Refusal):
                result.set_exception(outcome)
            else:
                result.set_result(outcome.result)
        for one in written:
            self._desk.publish(one.events, epoch)

    def _refuse_pending(self) -> None:
        _refuse(self._pending, EpochRenewed())
        self._pending.clear()

    async def _refuse_all(self, batch: list[Pending], refusal: Refusal) -> None:
        """Refuse a batch and all behind it: accepted, that would overtake what is repeated."""
        refused = batch
        while refused:
            _refuse(refused, refusal)
            await asyncio.sleep(0)  # those who asked are told, and let nothing further pass
            refused = list(self._pending)  # what they had let pass before
            self._pending.clear()


def send_key(caller: Caller, send: Send) -> WriteKey:
    """Tie the key of a message to what makes it what it is."""
    return write_key(caller, send.key, "send", send.stream, send.body, send.reply_to)


def _refuse(pending: Iterable[Pending], refusal: Refusal) -> None:
    for _, result in pending:
        if not result.done():
            result.set_exception(refusal)
