"""Belonging to a room: joining, leaving, roles.

Each change is an event of the room's stream and of the inbox of whom it concerns, in one
transaction.
"""

from functools import partial

from hubbub_protocol.events import MemberLeft, RoleChanged, RoomLeft, RoomRoleChanged
from hubbub_protocol.members import FindMembers
from hubbub_protocol.rooms import LeaveRoom, Role, Room, RoomMember, RoomMemberPage
from hubbub_protocol.streams import inbox_stream, room_stream
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.entering import enter
from hubbub_server.actions.once import get_place, no_effect, result_of, write_once
from hubbub_server.actions.rooms import get_room
from hubbub_server.actions.sights import sight_from
from hubbub_server.domain.access import (
    is_member,
    require_member,
    require_owner,
)
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.memberships import (
    departure_of,
    no_such_room_member,
    require_may_give_role,
    require_may_join,
    require_may_leave,
)
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.texts import words_of
from hubbub_server.store import memberships
from hubbub_server.store.interface import NewEvent, Transaction, WriteResult


async def join_room(desk: Desk, caller: Caller, room: str, key: str) -> Room:
    """Make the caller a member of an open room; one who is a member already stays what they are."""
    once = write_key(caller, key, "join_room", room)
    streams = [room_stream(room), inbox_stream(caller.member)]
    await write_once(desk, caller, once, streams, partial(_join, caller, room))
    return await get_room(desk, caller, room)


async def _join(caller: Caller, room: str, writing: Transaction) -> WriteResult:
    stream, me = room_stream(room), caller.member
    place = await get_place(writing, caller, stream)
    if place.membership is not None and is_member(place.membership):
        return await no_effect(writing, stream, place.membership.joined_seq)
    require_may_join(place.room, place.membership)
    return result_of(await enter(writing, room, me, actor=me), room)


async def leave_room(
    desk: Desk, caller: Caller, room: str, request: LeaveRoom, key: str
) -> WriteResult:
    """Let the caller leave a room; its last owner names the member who becomes owner."""
    once = write_key(caller, key, "leave_room", room, request)
    concerned = [caller.member] if request.successor is None else [caller.member, request.successor]
    streams = [room_stream(room), *map(inbox_stream, concerned)]
    return await write_once(
        desk, caller, once, streams, partial(_leave, caller, room, request.successor)
    )


async def _leave(
    caller: Caller, room: str, successor: str | None, writing: Transaction
) -> WriteResult:
    stream, me = room_stream(room), caller.member
    place = await get_place(writing, caller, stream)
    departed = departure_of(place.membership)
    if departed is not None:
        return await no_effect(writing, stream, departed)
    leaver = require_member(place.room, place.membership)
    heir = None
    if successor is not None and successor != me:
        heir = await memberships.find_membership(writing, room, successor)
    owners = await memberships.count_owners(writing, room)
    require_may_leave(leaver, heir, named=successor is not None, owners=owners)
    if successor is not None:
        await _give_role(caller, room, successor, "owner", writing)
    left, _ = await writing.append_events(
        [
            NewEvent(stream, me, MemberLeft(member=me)),
            NewEvent(inbox_stream(me), me, RoomLeft(room=room, reason="left")),
        ]
    )
    await memberships.put_departure(writing, room, me, "left", left)
    return result_of(left)


async def set_role(
    desk: Desk, caller: Caller, room: str, member: str, role: Role, key: str
) -> RoomMember:
    """Give a member of a room another role, as its owner."""
    once = write_key(caller, key, "set_role", room, member, role)
    streams = [room_stream(room), inbox_stream(member)]
    await write_once(desk, caller, once, streams, partial(_set_role, caller, room, member, role))
    async with desk.store.snapshot() as reading:
        found = await memberships.find_room_member(reading, room, member)
    if found is None:
        raise no_such_room_member()
    return found


async def _set_role(
    caller: Caller, room: str, member: str, role: Role, writing: Transaction
) -> WriteResult:
    place = await get_place(writing, caller, room_stream(room))
    require_owner(place.room, place.membership)
    present = await memberships.find_membership(writing, room, member)
    if present is None or not is_member(present):
        raise no_such_room_member()
    owners = await memberships.count_owners(writing, room)
    require_may_give_role(caller.member, member, present.role, new=role, owners=owners)
    if present.role == role:
        return await no_effect(writing, room_stream(room), place.head)
    return await _give_role(caller, room, member, role, writing)


async def _give_role(
    caller: Caller, room: str, member: str, role: Role, writing: Transaction
) -> WriteResult:
    changed, _ = await writing.append_events(
        [
            NewEvent(room_stream(room), caller.member, RoleChanged(member=member, role=role)),
            NewEvent(inbox_stream(member), caller.member, RoomRoleChanged(room=room, role=role)),
        ]
    )
    await memberships.put_role(writing, room, member, role, changed)
    return result_of(changed)


async def list_room_members(
    desk: Desk, caller: Caller, room: str, find: FindMembers
) -> RoomMemberPage:
    """Return a page of a room's members, for its members: owners, hosts, members, each by name.

    Those whom a block hides are shown to hosts and owners alone.
    """
    words = words_of(find.text, "text")
    after = read_cursor(find.after)
    async with desk.store.snapshot() as reading:
        place = await get_place(reading, caller, room_stream(room))
        require_member(place.room, place.membership)
        sight = await sight_from(reading, caller, place, place.head)
        found = await memberships.list_room_members(reading, sight, words, after, find.limit + 1)
    page, following = cut(found, find.limit, lambda item: Cursor(item.member.member.id, item.sort))
    return RoomMemberPage(members=[item.member for item in page], next=following)
