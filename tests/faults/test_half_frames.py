"""A client that is cut off in the middle of a frame leaves no trace."""

from uuid import uuid4

import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.history.database import read_log
from hubbub_load.programs.served_hub import ServedHub
from hubbub_load.slow_readers.raw_client import raw_client
from hubbub_protocol.commands import Send


@pytest.mark.slow
async def test_half_a_command_writes_nothing(hub: ServedHub) -> None:
    (ada,) = await sign_up(hub.address, hub.set_up_token, ["ada"])
    stream = await share_a_room(hub.address, [ada])
    for _ in range(10):
        async with raw_client(hub.address, ada.token) as stammerer:
            send = Send(ref=1, stream=stream, key=str(uuid4()), body="never said")
            await stammerer.say_half(send)
    async with Session(hub.address, token=ada.token) as session:
        await session.send(stream, "said")
    bodies = [event.payload for event in read_log(hub.database)[stream]]
    assert [payload for payload in bodies if b"said" in payload] == bodies[-1:]
