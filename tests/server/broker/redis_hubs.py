"""Brokers of several hubs on one Redis, for tests."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from hubbub_server.broker.redis.broker import Patience, RedisBroker
from hubbub_server.clock import SystemClock
from tests.server.broker.listener import Listener, until

QUICK: Final = Patience(
    open_s=2.0,
    confirm_s=5.0,
    probe_every_s=0.1,
    answer_s=2.0,
    first_delay_s=0.02,
    most_delay_s=0.1,
)


@dataclass(frozen=True, slots=True)
class RedisHub:
    """What a hub has of the broker."""

    broker: RedisBroker
    listener: Listener
    running: asyncio.Task[None]


def new_namespace() -> str:
    """Make a namespace that no other test has."""
    return f"test-{secrets.token_hex(6)}"


@asynccontextmanager
async def open_hub(
    url: str, namespace: str, *, patience: Patience = QUICK, there: bool = True
) -> AsyncIterator[RedisHub]:
    """Run the broker of one more hub, and wait for its links unless not `there`."""
    hub_id = secrets.token_hex(6)
    broker = RedisBroker(
        url, namespace=namespace, hub_id=hub_id, clock=SystemClock(), patience=patience
    )
    listener = Listener()
    broker.attach(listener)
    running = asyncio.create_task(broker.run(), name="broker")
    try:
        if there:
            await until(lambda: not broker.away or running.done(), "Redis is there")
        yield RedisHub(broker, listener, running)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
