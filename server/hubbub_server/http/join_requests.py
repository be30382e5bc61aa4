"""Endpoints: asking to be let into a room, and answering."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.join_requests import AskToJoin, JoinRequestPage, RefuseJoinRequest
from hubbub_protocol.members import Page
from hubbub_protocol.rooms import Room, RoomMember
from hubbub_server.actions import join_requests
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def ask_to_join(desk: Desk, asked: Asked) -> Room:
    """Ask to be let in."""
    body = asked.body_of(AskToJoin)
    return await join_requests.ask_to_join(desk, asked.caller, asked.room, body, asked.key)


async def list_join_requests(desk: Desk, asked: Asked) -> JoinRequestPage:
    """Who asks to be let in."""
    page = asked.query_of(Page)
    return await join_requests.list_join_requests(desk, asked.caller, asked.room, page)


async def withdraw_join_request(desk: Desk, asked: Asked) -> None:
    """Ask no longer."""
    await join_requests.withdraw_join_request(desk, asked.caller, asked.room, asked.key)


async def admit_member(desk: Desk, asked: Asked) -> RoomMember:
    """Let one in who asked."""
    caller, room, member = asked.caller, asked.room, asked.member
    return await join_requests.admit_member(desk, caller, room, member, asked.key)


async def refuse_join_request(desk: Desk, asked: Asked) -> None:
    """Refuse one who asked."""
    body = asked.body_of(RefuseJoinRequest)
    caller, room, member = asked.caller, asked.room, asked.member
    await join_requests.refuse_join_request(desk, caller, room, member, body, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "ask_to_join": ask_to_join,
    "list_join_requests": list_join_requests,
    "withdraw_join_request": withdraw_join_request,
    "admit_member": admit_member,
    "refuse_join_request": refuse_join_request,
}
