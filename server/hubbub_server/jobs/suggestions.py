"""The job that counts who answered whom, and then suggests people to those who want it."""

from typing import Final

from hubbub_server.actions.counting import count_some
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.suggestions import suggest_to_some
from hubbub_server.jobs.job import Job

_COUNTED: Final = "counted "
"""Before the id of the last member to whom people were suggested."""


async def _step(desk: Desk, reached: str) -> str | None:
    if not reached.startswith(_COUNTED) and await count_some(desk):
        return "counting"
    after = reached.removeprefix(_COUNTED) if reached.startswith(_COUNTED) else ""
    last = await suggest_to_some(desk, after)
    return None if last is None else _COUNTED + last


SUGGESTIONS: Final = Job("suggestions", every_s=3600.0, step=_step)
