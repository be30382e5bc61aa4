"""Rooms: making, changing and finding them.

An edited, archived or restored room is told to the inboxes of its members only while it has at
most 200 of them: that many streams are locked for it. In a larger room the event stands in the
room's own stream alone, which every member's client follows anyway.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from hubbub_protocol.events import (
    MemberJoined,
    RoomArchived,
    RoomCreated,
    RoomEdited,
    RoomJoined,
    RoomRestored,
    RoomStateChanged,
)
from hubbub_protocol.limits import MAX_TAG
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import CreateRoom, EditRoom, FindRooms, Room, RoomPage
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import get_place, no_effect, result_of, write_once
from hubbub_server.domain.access import (
    RoomRights,
    may_know,
    no_such_room,
    require_host,
    require_owner,
    require_writer,
)
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.rooms import RoomDetails, check_edit, check_new_room, edited
from hubbub_server.domain.texts import check_optional_line, words_of
from hubbub_server.store import room_views, rooms
from hubbub_server.store.interface import NewEvent, Reading, Transaction, WriteKey, WriteResult
from hubbub_server.store.join_requests import take_all_join_requests
from hubbub_server.store.memberships import (
    find_membership,
    list_member_ids,
    members_among,
    put_joining,
)
from hubbub_server.store.read_markers import raise_marker

_MOST_TOLD: Final = 200
"""Members of a room; in a larger one its changes are not told to inboxes."""

RoomChange = RoomEdited | RoomArchived | RoomRestored


async def create_room(desk: Desk, caller: Caller, request: CreateRoom, key: str) -> Room:
    """Make a room that the caller owns."""
    details = check_new_room(request)
    once = write_key(caller, key, "create_room", request)
    room = desk.new_id()
    streams = [room_stream(room), inbox_stream(caller.member)]
    result = await write_once(desk, caller, once, streams, partial(_create, caller, room, details))
    return await get_room(desk, caller, result.id or room)


async def _create(
    caller: Caller, room: str, details: RoomDetails, writing: Transaction
) -> WriteResult:
    stream, me = room_stream(room), caller.member
    await rooms.insert_room(writing, room, details)
    created, joined = await writing.append_events(
        [
            NewEvent(
                stream,
                me,
                RoomCreated(
                    name=details.name,
                    purpose=details.purpose,
                    access=details.access,
                    look=details.look,
                ),
            ),
            NewEvent(stream, me, MemberJoined(member=me, role="owner")),
        ]
    )
    told = RoomJoined(room=room, joined_seq=joined.seq)
    await writing.append_events([NewEvent(inbox_stream(me), me, told)])
    await put_joining(writing, room, me, "owner", joined)
    await raise_marker(writing, me, stream, joined.seq)
    return result_of(created, room)


async def get_room(desk: Desk, caller: Caller, room: str) -> Room:
    """Return a room of which the caller may know."""
    async with desk.store.snapshot() as reading:
        membership = await find_membership(reading, room, caller.member)
        found = await room_views.find_room(reading, caller.member, room)
    if found is None or not may_know(_rights_of(found), membership):
        raise no_such_room()
    return found


def _rights_of(room: Room) -> RoomRights:
    return RoomRights(room.access, room.look, room.state)


async def find_rooms(desk: Desk, caller: Caller, find: FindRooms) -> RoomPage:
    """Return a page of rooms with these words, tag and kind, the latest message first."""
    words = words_of(find.text, "text")
    check_optional_line(find.tag, "tag", MAX_TAG)
    after = read_cursor(find.after)
    async with desk.store.snapshot() as reading:
        found = await room_views.list_lively_rooms(reading, caller.member, find, words, after)
    page, following = cut(found, find.limit, room_views.cursor_by_liveliness)
    return RoomPage(rooms=page, next=following)


async def list_my_rooms(desk: Desk, caller: Caller, page: Page) -> RoomPage:
    """Return a page of the rooms that the caller belongs to, by name."""
    after = read_cursor(page.after)
    async with desk.store.snapshot() as reading:
        found = await room_views.list_rooms_by_name(reading, caller.member, after, page.limit + 1)
    mine, following = cut(found, page.limit, lambda item: Cursor(item[0].id, item[1]))
    return RoomPage(rooms=[room for room, _ in mine], next=following)


async def edit_room(desk: Desk, caller: Caller, room: str, request: EditRoom, key: str) -> Room:
    """Change a room's name, purpose or openness, as its host; its access, as its owner."""
    edit = check_edit(request)
    once = write_key(caller, key, "edit_room", room, request)
    return await _change(desk, caller, room, once, partial(_edit, caller, room, edit))


async def _edit(
    caller: Caller, room: str, edit: EditRoom, writing: Transaction
) -> RoomChange | None:
    place = await get_place(writing, caller, room_stream(room))
    require_host(place.room, place.membership)
    require_writer(place.room, place.membership)
    present = await rooms.get_details(writing, room)
    details = edited(present, edit)
    if details == present:
        return None
    if details.access != present.access:
        require_owner(place.room, place.membership)
        # Of a room that is on request no longer, nobody has anything to ask.
        await take_all_join_requests(writing, room)
    await rooms.change_room(writing, room, details)
    return RoomEdited(
        name=details.name, purpose=details.purpose, access=details.access, look=details.look
    )


async def archive_room(desk: Desk, caller: Caller, room: str, key: str) -> Room:
    """Make a room read-only, as its owner."""
    once = write_key(caller, key, "archive_room", room)
    return await _change(desk, caller, room, once, partial(_archive, caller, room))


async def _archive(caller: Caller, room: str, writing: Transaction) -> RoomChange | None:
    place = await get_place(writing, caller, room_stream(room))
    require_owner(place.room, place.membership)
    if place.room is None or place.room.state == "archived":
        return None
    await rooms.change_room_state(writing, room, "archived")
    return RoomArchived()


async def restore_room(desk: Desk, caller: Caller, room: str, key: str) -> Room:
    """Let members write in an archived room again, as its owner."""
    once = write_key(caller, key, "restore_room", room)
    return await _change(desk, caller, room, once, partial(_restore, caller, room))


async def _restore(caller: Caller, room: str, writing: Transaction) -> RoomChange | None:
    place = await get_place(writing, caller, room_stream(room))
    require_owner(place.room, place.membership)
    if place.room is None or place.room.state == "active":
        return None
    await rooms.change_room_state(writing, room, "active")
    return RoomRestored()


async def _change(
    desk: Desk,
    caller: Caller,
    room: str,
    once: WriteKey,
    decide: Callable[[Transaction], Awaitable[RoomChange | None]],
) -> Room:
    """Change a room with an event of its stream and of its members' inboxes.

    ``decide`` checks the rights, changes the tables and returns the event, or None where there
    is nothing to change.
    """
    stream = room_stream(room)
    async with desk.store.snapshot() as reading:
        told = await _members_to_tell(reading, room)

    async def change(writing: Transaction) -> WriteResult:
        payload = await decide(writing)
        if payload is None:
            return await no_effect(writing, stream, (await writing.head(stream)).seq)
        # Who joined since `told` was read is not locked, and has seen the room as it is now or
        # will see the event in its stream.
        present = await members_among(writing, room, told)
        changed, *_ = await writing.append_events(
            [
                NewEvent(stream, caller.member, payload),
                *(
                    NewEvent(inbox_stream(member), caller.member, RoomStateChanged(room=room))
                    for member in told
                    if member in present
                ),
            ]
        )
        return result_of(changed, room)

    await write_once(desk, caller, once, [stream, *map(inbox_stream, told)], change)
    return await get_room(desk, caller, room)


async def _members_to_tell(reading: Reading, room: str) -> list[str]:
    told = await list_member_ids(reading, room, _MOST_TOLD + 1)
    return told if len(told) <= _MOST_TOLD else []
