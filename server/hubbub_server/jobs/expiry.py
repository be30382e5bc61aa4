"""The job that writes down what has expired. By the clock it has expired already."""

from typing import Final

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.expiring import expire_requests
from hubbub_server.actions.introductions import expire_introductions
from hubbub_server.jobs.job import Job

_STEP: Final = 50
"""Each of them is a transaction of its own."""


async def _expire(desk: Desk, reached: str) -> str | None:
    del reached
    requests = await expire_requests(desk, _STEP)
    introductions = await expire_introductions(desk, _STEP)
    return "some" if _STEP in (requests, introductions) else None


EXPIRY: Final = Job("expiry", every_s=60.0, step=_expire)
