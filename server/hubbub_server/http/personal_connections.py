"""Endpoints: the caller's personal connections."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.personal_connections import (
    FindPersonalConnections,
    PersonalConnectionPage,
    SetNote,
    Tie,
)
from hubbub_server.actions import personal_connections, ties
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def list_personal_connections(desk: Desk, asked: Asked) -> PersonalConnectionPage:
    """With whom one is connected."""
    find = asked.query_of(FindPersonalConnections)
    return await personal_connections.list_personal_connections(desk, asked.caller, find)


async def end_personal_connection(desk: Desk, asked: Asked) -> None:
    """End a personal connection."""
    caller, member = asked.caller, asked.member
    await personal_connections.end_personal_connection(desk, caller, member, asked.key)


async def get_tie(desk: Desk, asked: Asked) -> Tie:
    """What one shares with somebody."""
    return await ties.get_tie(desk, asked.caller, asked.member)


async def set_note(desk: Desk, asked: Asked) -> None:
    """Write one's private note about somebody."""
    body = asked.body_of(SetNote)
    await ties.set_note(desk, asked.caller, asked.member, body, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "list_personal_connections": list_personal_connections,
    "end_personal_connection": end_personal_connection,
    "get_tie": get_tie,
    "set_note": set_note,
}
