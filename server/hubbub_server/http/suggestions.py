"""Endpoints: who is suggested to one."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.suggestions import SuggestionList
from hubbub_server.actions import suggestions
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def list_suggestions(desk: Desk, asked: Asked) -> SuggestionList:
    """Who is suggested."""
    return await suggestions.list_suggestions(desk, asked.caller)


async def dismiss_suggestion(desk: Desk, asked: Asked) -> None:
    """Have somebody suggested no longer."""
    await suggestions.dismiss_suggestion(desk, asked.caller, asked.member, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "list_suggestions": list_suggestions,
    "dismiss_suggestion": dismiss_suggestion,
}
