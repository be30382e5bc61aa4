"""Endpoints: the caller's personal connections."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.personal_connections import FindPersonalConnections, PersonalConnectionPage
from hubbub_server.actions import personal_connections
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


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "list_personal_connections": list_personal_connections,
    "end_personal_connection": end_personal_connection,
}
