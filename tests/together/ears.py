"""Sockets that hear what comes and do nothing with it, in a program of their own.

`python -m tests.together.ears`: on its input a line of JSON with the hub's address and the tokens
and inboxes of members; it prints a line when all of them listen to their inboxes, and goes on
until it is ended.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hubbub_load.programs.leash import leash
from tests.together.wire import Member, bare_wire, hello


@contextmanager
def listening(address: str, members: Sequence[Member]) -> Iterator[None]:
    """Let these members have a socket each on their inboxes."""
    command = [sys.executable, "-m", "tests.together.ears"]
    listeners = [(member.token, f"inbox:{member.id}") for member in members]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        leash(program)
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            program.stdin.write(json.dumps([address, listeners]).encode() + b"\n")
            program.stdin.flush()
            assert program.stdout.readline() == b"all listen\n"
            yield
            assert program.poll() is None, "they listened no longer"
        finally:
            program.kill()


async def _listen(address: str, token: str, inbox: str, ready: asyncio.Semaphore) -> None:
    async with bare_wire(address) as opened:
        await opened.say(hello(token))
        while True:
            match json.loads(await opened.link.recv())["t"]:
                case "welcome":
                    await opened.say({"t": "subscribe", "ref": 1, "streams": [{"stream": inbox}]})
                case "subscribed":
                    ready.release()
                case "ping":  # the first one comes at any moment
                    await opened.say({"t": "pong"})


async def _main() -> None:
    address, listeners = json.loads(sys.stdin.readline())
    ready = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as tasks:
        for token, inbox in listeners:
            tasks.create_task(_listen(address, token, inbox, ready))
        for _ in listeners:
            await ready.acquire()
        sys.stdout.write("all listen\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main())
