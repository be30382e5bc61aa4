"""Endpoints: asking for a personal connection, and answering."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.members import Page
from hubbub_protocol.personal_connections import (
    AskedToConnect,
    AskToConnect,
    FindReceivedRequests,
    PersonalConnection,
    ReceivedRequestPage,
    SentRequestPage,
)
from hubbub_server.actions import connection_requests
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.http.asked import Asked, Endpoint


async def ask_to_connect(door: Door, desk: Desk, asked: Asked) -> AskedToConnect:
    """Ask for a personal connection."""
    body = asked.body_of(AskToConnect)
    return await connection_requests.ask_to_connect(
        desk, door, asked.caller, body, key=asked.key, address=asked.address
    )


async def list_sent_requests(desk: Desk, asked: Asked) -> SentRequestPage:
    """What one has asked."""
    page = asked.query_of(Page)
    return await connection_requests.list_sent_requests(desk, asked.caller, page)


async def list_received_requests(desk: Desk, asked: Asked) -> ReceivedRequestPage:
    """What one is asked."""
    find = asked.query_of(FindReceivedRequests)
    return await connection_requests.list_received_requests(desk, asked.caller, find)


async def accept_request(desk: Desk, asked: Asked) -> PersonalConnection:
    """Accept a request."""
    caller, request = asked.caller, asked.path["request"]
    return await connection_requests.accept_request(desk, caller, request, asked.key)


async def put_off_request(desk: Desk, asked: Asked) -> None:
    """Say "not now" to a request."""
    caller, request = asked.caller, asked.path["request"]
    await connection_requests.put_off_request(desk, caller, request, asked.key)


async def decline_request(desk: Desk, asked: Asked) -> None:
    """Decline a request."""
    caller, request = asked.caller, asked.path["request"]
    await connection_requests.decline_request(desk, caller, request, asked.key)


async def withdraw_request(desk: Desk, asked: Asked) -> None:
    """Take a request back."""
    caller, request = asked.caller, asked.path["request"]
    await connection_requests.withdraw_request(desk, caller, request, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "list_sent_requests": list_sent_requests,
    "list_received_requests": list_received_requests,
    "accept_request": accept_request,
    "put_off_request": put_off_request,
    "decline_request": decline_request,
    "withdraw_request": withdraw_request,
}
