"""Rooms: what their hosts decide about them."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Row, delete, insert, select, update

from hubbub_protocol.rooms import Purpose, RoomState
from hubbub_server.domain.rooms import RoomDetails, searchable
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.schema import room_tags, rooms


async def insert_room(writing: Transaction, room: str, details: RoomDetails) -> None:
    """Write a new room."""
    values = _values_of(details)
    created = {"id": room, "state": "active", "created_at": writing.now_us}
    await writing.execute(insert(rooms).values(**created, **values))
    await _put_tags(writing, room, details.purpose.tags)


async def change_room(writing: Transaction, room: str, details: RoomDetails) -> None:
    """Write a room's new details."""
    await writing.execute(update(rooms).where(rooms.c.id == room).values(_values_of(details)))
    await writing.execute(delete(room_tags).where(room_tags.c.room == room))
    await _put_tags(writing, room, details.purpose.tags)


async def change_room_state(writing: Transaction, room: str, state: RoomState) -> None:
    """Archive or restore a room."""
    await writing.execute(update(rooms).where(rooms.c.id == room).values(state=state))


async def get_details(reading: Reading, room: str) -> RoomDetails:
    """Return what the hosts of a room decided about it; raises LookupError if there is none."""
    row = await reading.row(select(rooms).where(rooms.c.id == room))
    if row is None:
        raise LookupError(room)
    return RoomDetails(row.name, purpose_of(row), row.access, row.look)


async def _put_tags(writing: Transaction, room: str, tags: Sequence[str]) -> None:
    for tag in tags:
        await writing.execute(insert(room_tags).values(tag=tag, room=room))


def _values_of(details: RoomDetails) -> dict[str, object]:
    purpose = details.purpose
    return {
        "name": details.name,
        "statement": purpose.statement,
        "kind": purpose.kind,
        "tags": msgspec.json.encode(purpose.tags).decode(),
        "signs": msgspec.json.encode(purpose.signs).decode(),
        "access": details.access,
        "look": details.look,
        "search_text": searchable(details),
    }


def purpose_of(row: Row[tuple[object, ...]]) -> Purpose:
    """Make the purpose of a row that has all columns of a room."""
    return Purpose(
        statement=row.statement,
        kind=row.kind,
        tags=msgspec.json.decode(row.tags, type=tuple[str, ...]),
        signs=msgspec.json.decode(row.signs, type=tuple[str, ...]),
    )
