"""Endpoints: invitations into rooms and into the community."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.invitations import (
    AcceptedInvitation,
    InvitationCode,
    InvitationPage,
    MadeInvitation,
    MakeInvitation,
    ShownInvitation,
)
from hubbub_protocol.members import Page
from hubbub_server.actions import accepting, invitations
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.http.asked import Asked, Endpoint


async def make_room_invitation(desk: Desk, asked: Asked) -> MadeInvitation:
    """Invite into a room."""
    body = asked.body_of(MakeInvitation)
    return await invitations.make_invitation(desk, asked.caller, asked.room, body, asked.key)


async def list_room_invitations(desk: Desk, asked: Asked) -> InvitationPage:
    """The invitations into a room."""
    page = asked.query_of(Page)
    return await invitations.list_invitations(desk, asked.caller, asked.room, page)


async def revoke_room_invitation(desk: Desk, asked: Asked) -> None:
    """Revoke an invitation into a room."""
    caller, invitation = asked.caller, asked.path["invitation"]
    await invitations.revoke_invitation(desk, caller, asked.room, invitation, asked.key)


async def make_invitation(desk: Desk, asked: Asked) -> MadeInvitation:
    """Invite into the community."""
    body = asked.body_of(MakeInvitation)
    return await invitations.make_invitation(desk, asked.caller, None, body, asked.key)


async def list_invitations(desk: Desk, asked: Asked) -> InvitationPage:
    """The invitations into the community."""
    return await invitations.list_invitations(desk, asked.caller, None, asked.query_of(Page))


async def revoke_invitation(desk: Desk, asked: Asked) -> None:
    """Revoke an invitation into the community."""
    caller, invitation = asked.caller, asked.path["invitation"]
    await invitations.revoke_invitation(desk, caller, None, invitation, asked.key)


async def look_at_invitation(door: Door, desk: Desk, asked: Asked) -> ShownInvitation:
    """What an invitation is for."""
    code = asked.body_of(InvitationCode).code
    return await accepting.look_at_invitation(desk, door, code, asked.address)


async def accept_invitation(door: Door, desk: Desk, asked: Asked) -> AcceptedInvitation:
    """Join the room that one is invited into."""
    code = asked.body_of(InvitationCode).code
    return await accepting.accept_invitation(
        desk, door, asked.caller, code, key=asked.key, address=asked.address
    )


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "make_room_invitation": make_room_invitation,
    "list_room_invitations": list_room_invitations,
    "revoke_room_invitation": revoke_room_invitation,
    "make_invitation": make_invitation,
    "list_invitations": list_invitations,
    "revoke_invitation": revoke_invitation,
}
