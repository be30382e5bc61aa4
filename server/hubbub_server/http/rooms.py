"""Endpoints: rooms, and belonging to them."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.members import FindMembers, Page
from hubbub_protocol.rooms import (
    CreateRoom,
    EditRoom,
    FindRooms,
    LeaveRoom,
    Reason,
    Room,
    RoomBanPage,
    RoomMember,
    RoomMemberPage,
    RoomPage,
    SetRole,
)
from hubbub_server.actions import memberships, moderation, rooms
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def create_room(desk: Desk, asked: Asked) -> Room:
    """Make a room and own it."""
    return await rooms.create_room(desk, asked.caller, asked.body_of(CreateRoom), asked.key)


async def find_rooms(desk: Desk, asked: Asked) -> RoomPage:
    """Find rooms by words, tag and kind, liveliest first."""
    return await rooms.find_rooms(desk, asked.caller, asked.query_of(FindRooms))


async def list_my_rooms(desk: Desk, asked: Asked) -> RoomPage:
    """The rooms one belongs to, by name."""
    return await rooms.list_my_rooms(desk, asked.caller, asked.query_of(Page))


async def get_room(desk: Desk, asked: Asked) -> Room:
    """A room."""
    return await rooms.get_room(desk, asked.caller, asked.room)


async def edit_room(desk: Desk, asked: Asked) -> Room:
    """Change a room."""
    edit = asked.body_of(EditRoom)
    return await rooms.edit_room(desk, asked.caller, asked.room, edit, asked.key)


async def archive_room(desk: Desk, asked: Asked) -> Room:
    """Make it read-only."""
    return await rooms.archive_room(desk, asked.caller, asked.room, asked.key)


async def restore_room(desk: Desk, asked: Asked) -> Room:
    """Open it again."""
    return await rooms.restore_room(desk, asked.caller, asked.room, asked.key)


async def join_room(desk: Desk, asked: Asked) -> Room:
    """Join; again has no effect."""
    return await memberships.join_room(desk, asked.caller, asked.room, asked.key)


async def leave_room(desk: Desk, asked: Asked) -> None:
    """Leave; a last owner names a successor."""
    request = asked.body_of(LeaveRoom)
    await memberships.leave_room(desk, asked.caller, asked.room, request, asked.key)


async def list_room_members(desk: Desk, asked: Asked) -> RoomMemberPage:
    """Who belongs to it."""
    find = asked.query_of(FindMembers)
    return await memberships.list_room_members(desk, asked.caller, asked.room, find)


async def set_role(desk: Desk, asked: Asked) -> RoomMember:
    """Give a role."""
    role = asked.body_of(SetRole).role
    caller, room, member = asked.caller, asked.room, asked.member
    return await memberships.set_role(desk, caller, room, member, role, asked.key)


async def remove_member(desk: Desk, asked: Asked) -> None:
    """Remove a member."""
    reason = asked.body_of(Reason).reason
    caller, room, member = asked.caller, asked.room, asked.member
    await moderation.remove_member(desk, caller, room, member, reason, asked.key)


async def list_room_bans(desk: Desk, asked: Asked) -> RoomBanPage:
    """Who is banned."""
    return await moderation.list_room_bans(desk, asked.caller, asked.room, asked.query_of(Page))


async def ban_member(desk: Desk, asked: Asked) -> None:
    """Remove a member and shut them out."""
    reason = asked.body_of(Reason).reason
    caller, room, member = asked.caller, asked.room, asked.member
    await moderation.ban_member(desk, caller, room, member, reason, asked.key)


async def unban_member(desk: Desk, asked: Asked) -> None:
    """Lift a ban."""
    await moderation.unban_member(desk, asked.caller, asked.room, asked.member, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "create_room": create_room,
    "find_rooms": find_rooms,
    "list_my_rooms": list_my_rooms,
    "get_room": get_room,
    "edit_room": edit_room,
    "archive_room": archive_room,
    "restore_room": restore_room,
    "join_room": join_room,
    "leave_room": leave_room,
    "list_room_members": list_room_members,
    "set_role": set_role,
    "remove_member": remove_member,
    "list_room_bans": list_room_bans,
    "ban_member": ban_member,
    "unban_member": unban_member,
}
