"""A whole HTTP application, asked in this process as a browser or a program asks it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.domain.origins import Reachability
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.endpoints import endpoints
from tests.server.http.program import ORIGIN, Program


@pytest.fixture
def application(desk: Desk, door: Door, sending: Sending) -> HttpParts:
    """What HTTP is made of."""
    return HttpParts(
        desk=desk,
        endpoints=endpoints(door, sending),
        reach=Reachability(),
        pages={},
        is_draining=lambda: False,
    )


@pytest.fixture
async def program(application: HttpParts) -> AsyncIterator[Program]:
    """A program that has not signed in."""
    transport = httpx.ASGITransport(build_http(application), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Program(client)
