"""Over HTTP a write that got no answer may be repeated with its key, and happens once."""

import asyncio
from uuid import uuid4

import httpx
import msgspec
import pytest

from hubbub_load.chaos.accounts import share_a_room, sign_up
from hubbub_load.history.database import read_log
from hubbub_load.programs.served_hub import ServedHub
from hubbub_protocol.codec import read_payload
from hubbub_protocol.events import MessageSent
from hubbub_protocol.messages import WriteMessage, Written

WRITES = 60
AT_ONCE = 6


@pytest.mark.slow
async def test_writes_repeated_after_a_kill_happen_once(hub: ServedHub) -> None:
    (ada,) = await sign_up(hub.address, hub.set_up_token, ["ada"])
    stream = await share_a_room(hub.address, [ada])
    keys = {f"loaf {number}": str(uuid4()) for number in range(WRITES)}
    turns = asyncio.Semaphore(AT_ONCE)
    before: dict[str, Written] = {}

    async def write(client: httpx.AsyncClient, body: str) -> Written:
        async with turns:
            answer = await client.post(
                f"/api/v1/streams/{stream}/messages",
                content=msgspec.json.encode(WriteMessage(body=body)),
                headers={
                    "Content-Type": "application/json",
                    "Idempotency-Key": keys[body],
                    "Authorization": f"Bearer {ada.token}",
                },
            )
        answer.raise_for_status()
        return msgspec.json.decode(answer.content, type=Written)

    async def write_and_kill(client: httpx.AsyncClient, body: str) -> None:
        before[body] = await write(client, body)
        if len(before) == WRITES // 2:
            hub.kill()

    async with httpx.AsyncClient(base_url=hub.address) as client:
        writing = [write_and_kill(client, body) for body in keys]
        outcomes = await asyncio.gather(*writing, return_exceptions=True)
        assert any(isinstance(outcome, httpx.TransportError) for outcome in outcomes)
        await asyncio.to_thread(hub.start)
        after = {body: await write(client, body) for body in keys}
    assert {body: after[body].seq for body in before} == {
        body: written.seq for body, written in before.items()
    }
    assert all(after[body].duplicate for body in before)
    sent = [read_payload(event.payload) for event in read_log(hub.database)[stream]]
    bodies = [payload.body for payload in sent if isinstance(payload, MessageSent)]
    assert sorted(bodies) == sorted(keys)
