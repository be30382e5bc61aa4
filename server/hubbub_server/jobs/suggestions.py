"""The job that counts who answered whom, and then suggests people to those who want it."""

from typing import Final

from hubbub_server.actions.counting import count_some
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.suggestions import suggest_to_some
from hubbub_server.jobs.job import Job

_COUNTING: Final = "counting "
"""Before the id of the last room that was counted."""
_COUNTED: Final = "counted "
"""Before the id of the last member to whom people were suggested."""


async def _step(desk: Desk, reached: str) -> str | None:
    if not reached.startswith(_COUNTED):
        room = await count_some(desk, reached.removeprefix(_COUNTING))
        if room is not None:
            return _COUNTING + room
    after = reached.removeprefix(_COUNTED) if reached.startswith(_COUNTED) else ""
    last = await suggest_to_some(desk, after)
    return None if last is None else _COUNTED + last


SUGGESTIONS: Final = Job("suggestions", every_s=3600.0, step=_step)
