"""A hub of one's own, run as a program of its own for as long as it is needed."""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import httpx

from hubbub_load.http_api import HubUnreachable

READY_S: Final = 30.0
STOP_S: Final = 10.0
LOOK_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """Where the hub listens and keeps its data."""

    host: str
    port: int
    data: Path

    @property
    def address(self) -> str:
        """What to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "") else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


class HubEnded(Exception):
    """The hub came to its end; it has said why. ``status`` is its exit status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the hub ended with status {status}")
        self.status = status


@asynccontextmanager
async def started_hub(place: Place) -> AsyncIterator[Process]:
    """Start a hub, wait until it is ready, and stop it in the end.

    Raises :class:`HubEnded`, and :class:`~hubbub_load.http_api.HubUnreachable` where it does not
    get ready.
    """
    hub = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hubbub_server", "serve",
        "--host", place.host, "--port", str(place.port), "--data", str(place.data),
        "--log-level", "warning",  # a line for every request would hide what is said here
        start_new_session=True,  # so that Ctrl-C reaches it once, through us
    )  # fmt: skip
    try:
        await _wait_until_ready(hub, place.address)
        yield hub
    finally:
        await _stop(hub)


async def _wait_until_ready(hub: Process, address: str) -> None:
    async with httpx.AsyncClient() as client:
        give_up_at = monotonic() + READY_S
        while hub.returncode is None:
            try:
                if (await client.get(f"{address}/health/ready")).is_success:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            if monotonic() > give_up_at:
                raise HubUnreachable(f"{address} is not ready after {READY_S:.0f} s")
            await asyncio.sleep(LOOK_S)
    raise HubEnded(hub.returncode)


async def _stop(hub: Process) -> None:
    if hub.returncode is None:
        hub.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_S):
            await hub.wait()
    except TimeoutError:
        hub.kill()
        await hub.wait()
