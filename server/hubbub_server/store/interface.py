"""What lasts: the promises that every database behind Hubbub keeps.

Two kinds of callers. The hot path (sending, heads, replay) has methods of its own, written by
hand for each database. Everything else is written once, as SQLAlchemy Core statements in the
modules beside this one, and runs on whatever :class:`Reading` or :class:`Transaction` it is given.

The write path, on every database: lock the heads of all streams concerned in the order of their
names *first*; only then read rights and known keys, so that one sees everything committed before
the lock; number, insert, raise the heads; commit to disk. Whatever was returned is durable.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Executable, Row

from hubbub_protocol.codec import event_json
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Payload


class StoreUnavailable(Exception):
    """The database cannot be used at all; the sentence says why and is meant for the operator."""


def occupied(*, alone: bool) -> StoreUnavailable:
    """What is said to a hub that may not run beside those that run on its database now."""
    if alone:
        return StoreUnavailable(
            "Another hub runs on this database, and nothing passes between the two without Redis:"
            " stop the other one, or give all of them the same --redis-url"
        )
    return StoreUnavailable(
        "A hub without Redis runs on this database: stop it, or start it anew with this"
        " --redis-url, so that the hubs hear of each other"
    )


def key_conflict() -> Refusal:
    """The refusal of a key that was used before for something else."""
    return Refusal("conflict", "This key was used before with other content", field="key")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that is to be appended; the store gives it ``seq`` and ``at``."""

    stream: str
    actor: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it lies in the database."""

    stream: str
    seq: int
    kind: str
    at: int
    """Microseconds since 1970; never lower than that of the event before."""
    actor: str
    payload: bytes
    """The fields of its kind as JSON text."""

    def json(self) -> bytes:
        """Return the event as it goes to clients, the same bytes live and in every replay."""
        return event_json(self.stream, self.seq, self.at, self.actor, self.payload)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream ends: 0 and 0 for one that has no events yet."""

    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class WriteKey:
    """What makes a write happen once: who, the key of their choice, and what they asked for."""

    actor: str
    key: str
    fingerprint: bytes
    """8 bytes that differ where the content differs."""


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a keyed write came to; the same again for every repetition of its key."""

    stream: str
    seq: int
    at: int
    id: str | None
    """The id of the message or room that it made."""
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that a member asks to write; rights are checked by the store, after the lock."""

    key: WriteKey
    stream: str
    id: str
    body: str
    reply_to: int | None
    mentions: tuple[str, ...]
    """Usernames in the body; those who do not belong to the room are not mentioned, and in a
    direct channel nobody is."""
    mentions_room: bool
    """The body has ``@room``; counts for hosts and owners alone."""

    @property
    def actor(self) -> str:
        """The author."""
        return self.key.actor


@dataclass(frozen=True, slots=True)
class MessageWritten:
    """A message that is committed now, or was before (``result.duplicate``).

    ``events`` are to be published: its own, then those in the inboxes of the mentioned. For a
    duplicate it is the stored event once more, since its first publisher may have died.
    """

    result: WriteResult
    events: tuple[StoredEvent, ...]


Values = Mapping[str, object]
"""The values of a statement's named parameters. A statement that is asked for often is made once,
with parameters: to make it anew takes longer than to run it."""


class Reading(Protocol):
    """A consistent view of the database: all reads see the same moment."""

    async def rows(
        self, statement: Executable, values: Values | None = None
    ) -> Sequence[Row[tuple[object, ...]]]:
        """Return all rows of a SELECT."""

    async def row(
        self, statement: Executable, values: Values | None = None
    ) -> Row[tuple[object, ...]] | None:
        """Return the first row of a SELECT, or None."""

    async def head(self, stream: str) -> Head:
        """Return where a stream ends."""

    async def read_events(self, stream: str, after: int, limit: int) -> list[StoredEvent]:
        """Return at most ``limit`` events with a higher ``seq`` than ``after``, ascending."""

    async def find_result(self, key: WriteKey) -> WriteResult | None:
        """Return the first result of a known key, as a duplicate.

        A transaction publishes its event again, since its first publisher may have died. Raises
        a ``conflict`` refusal if the key is known with other content.
        """


class Transaction(Reading, Protocol):
    """A view that one may change: all or nothing, durable once it is left without an exception."""

    now_us: int
    """The time of the commit, for ``at`` and the times in other tables."""

    async def execute(self, statement: Executable) -> int:
        """Run an INSERT, UPDATE or DELETE and return how many rows it touched."""

    async def append_events(self, events: Sequence[NewEvent]) -> list[StoredEvent]:
        """Number and insert events. Their streams must be locked: named at the beginning.

        They are published, in this order, once the transaction is committed.
        """

    async def remember_result(self, key: WriteKey, result: WriteResult) -> None:
        """Keep the result of a key for ever."""


class OpenTransaction(Transaction, Protocol):
    """A transaction together with what it appended."""

    @property
    def to_publish(self) -> Sequence[StoredEvent]:
        """The events to be published after the commit."""


class Store(Protocol):
    """A database.

    It is in one epoch at a time. What is asked of it in one epoch and not done when the next one
    begins is refused (:class:`~hubbub_server.store.epoch.EpochRenewed`), or was done in the former
    one; nobody who asked in one epoch is given what was read in another.
    """

    @property
    def epoch(self) -> str:
        """The present epoch of the installation: 16 hexadecimal digits."""

    def when_renewed(self, deed: Callable[[], None]) -> None:
        """Have something done whenever another epoch begins, in the turn in which it does.

        That is found out by :meth:`read_heads`, and wherever a database that may be another one
        is reached anew, whoever has renewed the epoch.
        """

    async def renew_epoch(self, known: str) -> None:
        """Begin another epoch, unless the installation has another one than ``known`` already.

        So several hubs that find out at once that it must be renewed renew it once.
        """

    def snapshot(self) -> AbstractAsyncContextManager[Reading]:
        """Open a consistent view for reading."""

    def transaction(self, streams: Iterable[str]) -> AbstractAsyncContextManager[OpenTransaction]:
        """Lock these streams (they need not exist yet) and open a view for writing.

        Commits at the end of the block, rolls back when it raises. May not be nested.
        """

    async def append_messages(self, batch: Sequence[NewMessage]) -> list[MessageWritten | Refusal]:
        """Write messages in one transaction, in this order; one refused never harms the others.

        Raises an ``unavailable`` refusal if nothing at all was written.
        """

    async def read_heads(self, streams: Sequence[str]) -> dict[str, Head]:
        """Return where these streams end.

        Raises :class:`~hubbub_server.store.epoch.EpochRenewed` if the epoch was renewed.
        """

    async def read_page(self, stream: str, after: int, until: int | None) -> list[StoredEvent]:
        """Return the next events after a ``seq``: at most 128 of them or about 256 KiB."""

    async def occupy(self, *, alone: bool) -> None:
        """Say that a hub runs on this database, until the store is closed or the program dies.

        ``alone``: no other hub may run beside it, since nothing would pass between them. Raises
        :class:`StoreUnavailable` with a sentence if one that runs now, or this one, demands that.
        """

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
