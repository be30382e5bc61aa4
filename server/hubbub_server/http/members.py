"""Endpoints: the caller's profile and those of others."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.members import EditProfile, FindMembers, Me, ProfilePage
from hubbub_protocol.personal_connections import Acquaintance
from hubbub_server.actions import members
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def get_me(desk: Desk, asked: Asked) -> Me:
    """The caller."""
    return await members.get_me(desk, asked.caller)


async def edit_profile(desk: Desk, asked: Asked) -> Me:
    """Change one's profile."""
    return await members.edit_profile(desk, asked.caller, asked.body_of(EditProfile), asked.key)


async def find_members(desk: Desk, asked: Asked) -> ProfilePage:
    """Members one shares a room with."""
    return await members.find_members(desk, asked.caller, asked.query_of(FindMembers))


async def get_member(desk: Desk, asked: Asked) -> Acquaintance:
    """A member whom one has met."""
    return await members.get_member(desk, asked.caller, asked.member)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "get_me": get_me,
    "edit_profile": edit_profile,
    "find_members": find_members,
    "get_member": get_member,
}
