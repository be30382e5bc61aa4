"""Endpoints: contact codes."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.contact_codes import (
    ContactCodePage,
    LookAtContactCode,
    MadeContactCode,
    MakeContactCode,
    ShownContactCode,
)
from hubbub_protocol.members import Page
from hubbub_server.actions import contact_codes
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.http.asked import Asked, Endpoint


async def look_at_contact_code(door: Door, desk: Desk, asked: Asked) -> ShownContactCode:
    """Whose contact code it is."""
    code = asked.body_of(LookAtContactCode).code
    return await contact_codes.look_at_contact_code(desk, door, code, asked.address)


async def make_contact_code(desk: Desk, asked: Asked) -> MadeContactCode:
    """Make a contact code."""
    body = asked.body_of(MakeContactCode)
    return await contact_codes.make_contact_code(desk, asked.caller, body, asked.key)


async def list_contact_codes(desk: Desk, asked: Asked) -> ContactCodePage:
    """One's contact codes."""
    return await contact_codes.list_contact_codes(desk, asked.caller, asked.query_of(Page))


async def revoke_contact_code(desk: Desk, asked: Asked) -> None:
    """Revoke one of them."""
    caller, contact_code = asked.caller, asked.path["contact_code"]
    await contact_codes.revoke_contact_code(desk, caller, contact_code, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "make_contact_code": make_contact_code,
    "list_contact_codes": list_contact_codes,
    "revoke_contact_code": revoke_contact_code,
}
