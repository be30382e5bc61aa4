"""Endpoints: how the caller may be approached."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.personal_connections import EditPeopleSettings, PeopleSettings
from hubbub_server.actions import people_settings
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def get_people_settings(desk: Desk, asked: Asked) -> PeopleSettings:
    """One's people settings."""
    return await people_settings.get_people_settings(desk, asked.caller)


async def edit_people_settings(desk: Desk, asked: Asked) -> PeopleSettings:
    """Change some of them."""
    body = asked.body_of(EditPeopleSettings)
    return await people_settings.edit_people_settings(desk, asked.caller, body, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "get_people_settings": get_people_settings,
    "edit_people_settings": edit_people_settings,
}
