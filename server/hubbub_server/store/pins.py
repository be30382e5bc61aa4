"""Messages that are pinned now."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from hubbub_server.store.interface import Reading, StoredEvent, Transaction
from hubbub_server.store.schema import pins


async def list_pins(reading: Reading, stream: str, until: int) -> list[int]:
    """Return the messages of a stream that were pinned up to a ``seq``, the latest pin first."""
    rows = await reading.rows(
        select(pins.c.target)
        .where(pins.c.stream == stream, pins.c.target <= until, pins.c.seq <= until)
        .order_by(pins.c.seq.desc())
    )
    return [row.target for row in rows]


async def pinned_among(
    reading: Reading, stream: str, targets: Collection[int], until: int
) -> set[int]:
    """Return those of these messages that were pinned up to a ``seq``."""
    rows = await reading.rows(
        select(pins.c.target).where(
            pins.c.stream == stream, pins.c.target.in_(targets), pins.c.seq <= until
        )
    )
    return {row.target for row in rows}


async def find_pin(reading: Reading, stream: str, target: int) -> int | None:
    """Return the ``seq`` of the event that pinned a message."""
    row = await reading.row(
        select(pins.c.seq).where(pins.c.stream == stream, pins.c.target == target)
    )
    return None if row is None else int(row.seq)


async def put_pin(writing: Transaction, target: int, event: StoredEvent) -> None:
    """Write that a message is pinned."""
    await writing.execute(insert(pins).values(stream=event.stream, target=target, seq=event.seq))


async def take_pin(writing: Transaction, stream: str, target: int) -> None:
    """Write that a message is pinned no longer."""
    await writing.execute(delete(pins).where(pins.c.stream == stream, pins.c.target == target))
