"""Chaos knows when one of its own members gives up."""

import asyncio
import random

import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.chaos.crew import Crew
from hubbub_load.chaos.stranger import pry
from hubbub_load.http_api import HttpApi
from hubbub_load.programs.served_hub import ServedHub

pytestmark = pytest.mark.slow


async def test_a_member_whose_sign_in_ends_is_named(hub: ServedHub) -> None:
    accounts = await sign_up(hub.address, hub.set_up_token, ["ada", "bo"])
    stream = await share_a_room(hub.address, accounts)
    crew = Crew([hub.port], accounts, stream, random.Random(1), writers=[0])
    api = HttpApi(hub.address)
    try:
        await crew.start()
        async with asyncio.timeout(30):
            await crew.until(lambda: crew.acknowledged > 3)
            assert crew.failures() == []
            await api.ask("sign_out", object, token=accounts[0].token)
            await crew.until(lambda: bool(crew.failures()))
        assert crew.failures()[0].startswith("ada gave up: EndedError(")
    finally:
        await api.close()
        await crew.close()


async def test_a_stranger_who_gets_in_is_named(hub: ServedHub) -> None:
    (owner,) = await sign_up(hub.address, hub.set_up_token, ["ada"])
    stream = await share_a_room(hub.address, [owner])
    async with asyncio.timeout(30), Session(hub.address, token=owner.token) as session:
        with pytest.raises(LookupError, match=f"a stranger got into {stream}"):
            await pry(session, stream, random.Random(1), asyncio.Event())
