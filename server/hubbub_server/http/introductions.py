"""Endpoints: bringing two together, and answering."""

from collections.abc import Mapping
from typing import Final

from hubbub_protocol.introductions import Introduce, IntroductionList, MadeIntroduction
from hubbub_server.actions import introductions
from hubbub_server.actions.desk import Desk
from hubbub_server.http.asked import Asked, Endpoint


async def introduce(desk: Desk, asked: Asked) -> MadeIntroduction:
    """Introduce two members."""
    body = asked.body_of(Introduce)
    return await introductions.introduce(desk, asked.caller, body, asked.key)


async def list_introductions(desk: Desk, asked: Asked) -> IntroductionList:
    """The open introductions that concern one."""
    return await introductions.list_introductions(desk, asked.caller)


async def accept_introduction(desk: Desk, asked: Asked) -> None:
    """Accept."""
    caller, introduction = asked.caller, asked.path["introduction"]
    await introductions.answer_introduction(desk, caller, introduction, "accepted", asked.key)


async def decline_introduction(desk: Desk, asked: Asked) -> None:
    """Decline."""
    caller, introduction = asked.caller, asked.path["introduction"]
    await introductions.answer_introduction(desk, caller, introduction, "declined", asked.key)


async def withdraw_introduction(desk: Desk, asked: Asked) -> None:
    """Take one's own back."""
    caller, introduction = asked.caller, asked.path["introduction"]
    await introductions.withdraw_introduction(desk, caller, introduction, asked.key)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "introduce": introduce,
    "list_introductions": list_introductions,
    "accept_introduction": accept_introduction,
    "decline_introduction": decline_introduction,
    "withdraw_introduction": withdraw_introduction,
}
