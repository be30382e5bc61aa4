"""Programs that know nothing of Hubbub but its protocol document talk to a hub."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
import pytest

from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.foreign.conversation import OpenLine, Talker
from tests.together.wire import Map, Member

pytestmark = pytest.mark.slow

HERE: Final = Path(__file__).parent
PROGRAMS: Final = Path(sys.executable).parent
SUBPROTOCOL: Final = "hubbub.v1.json"
WAIT_S: Final = 60
IMPATIENT: Final = {"HUBBUB_PING_MS": "3000", "HUBBUB_PONG_MS": "2000"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """A hub that asks every 3 s for a sign of life, and waits 2 s for it."""
    with ServedHub(tmp_path_factory.mktemp("hub"), {**GENEROUS, **IMPATIENT}) as served:
        yield served


@pytest.fixture
def stream(ada: Member) -> str:
    """A room of Ada's own."""
    return f"room:{ada.found_room()}"


def check_conversation(ada: Member, stream: str, events: list[Map]) -> None:
    """What the client applied is what the hub holds since it subscribed: its two messages."""
    first = int(str(events[0]["seq"]))
    stored = ada.ask("GET", f"/streams/{stream}/events?after={first - 1}")["events"]
    assert events == stored
    assert [event["body"] for event in events] == ["one", "two"]


async def output_of(*command: str | Path, env: dict[str, str]) -> str:
    """Run a program to its end and return what it printed."""
    program = await asyncio.create_subprocess_exec(*command, stdout=PIPE, env={**os.environ, **env})
    try:
        async with asyncio.timeout(WAIT_S):
            printed, _ = await program.communicate()
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    assert program.returncode == 0, printed
    return printed.decode()


class AiohttpLine:
    """A WebSocket of aiohttp."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def say(self, text: str) -> None:
        """Send a text message."""
        await self._socket.send_str(text)

    async def hear(self) -> str:
        """Return the next text message."""
        return await self._socket.receive_str()


class WebsocatLine:
    """A WebSocket of websocat: one message a line, on its input and output."""

    def __init__(self, program: Process) -> None:
        self._program = program

    async def say(self, text: str) -> None:
        """Send a text message."""
        assert self._program.stdin is not None
        self._program.stdin.write(f"{text}\n".encode())
        await self._program.stdin.drain()

    async def hear(self) -> str:
        """Return the next text message."""
        assert self._program.stdout is not None
        line = await self._program.stdout.readline()
        assert line, "websocat has ended"
        return line.decode()


def with_aiohttp(url: str) -> OpenLine:
    """Open sockets with aiohttp."""

    @asynccontextmanager
    async def open_line() -> AsyncIterator[AiohttpLine]:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(url, protocols=[SUBPROTOCOL]) as socket,
        ):
            yield AiohttpLine(socket)

    return open_line


def with_websocat(url: str) -> OpenLine:
    """Open sockets with websocat."""

    @asynccontextmanager
    async def open_line() -> AsyncIterator[WebsocatLine]:
        command = (PROGRAMS / "websocat", "--protocol", SUBPROTOCOL, "--text", url)
        program = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
        try:
            yield WebsocatLine(program)
        finally:
            program.kill()
            await program.communicate()

    return open_line


@pytest.mark.parametrize("opening", [with_aiohttp, with_websocat])
async def test_aiohttp_and_websocat_talk_write_resume_and_stay(
    hub: ServedHub, ada: Member, stream: str, opening: Callable[[str], OpenLine]
) -> None:
    talker = Talker(ada.token, stream)
    async with asyncio.timeout(WAIT_S):
        await talker.talk(opening(f"ws://127.0.0.1:{hub.port}/ws"))
    check_conversation(ada, stream, talker.events)


async def test_the_ws_of_node_talks_writes_resumes_and_stays(
    root: Path, hub: ServedHub, ada: Member, stream: str
) -> None:
    script, url = HERE / "talk_with_ws.mjs", f"ws://127.0.0.1:{hub.port}/ws"
    printed = await output_of(
        root / "tools/with-node", "node", script, url, stream, env={"HUBBUB_TOKEN": ada.token}
    )
    check_conversation(ada, stream, json.loads(printed))


async def test_k6_talks_writes_resumes_and_stays(hub: ServedHub, ada: Member, stream: str) -> None:
    told = {
        "HUBBUB_URL": f"ws://127.0.0.1:{hub.port}/ws",
        "HUBBUB_STREAM": stream,
        "HUBBUB_TOKEN": ada.token,
        "K6_NO_USAGE_REPORT": "true",
    }
    quiet = ("--quiet", "--no-summary", "--address", "", "--log-output", "stdout")
    printed = await output_of(
        PROGRAMS / "k6", "run", *quiet, "--log-format", "raw", HERE / "talk_with_k6.js", env=told
    )
    check_conversation(ada, stream, json.loads(printed))


async def test_who_does_not_answer_pings_is_closed(hub: ServedHub, ada: Member) -> None:
    async with with_aiohttp(f"ws://127.0.0.1:{hub.port}/ws")() as line:
        assert isinstance(line, AiohttpLine)
        hello = {"t": "hello", "device": "d", "client": {"name": "mute", "version": "1"}}
        await line.say(json.dumps({**hello, "token": ada.token}))
        heard: list[Map] = []
        while not heard or heard[-1]["t"] != "bye":
            heard.append(json.loads(await line.hear()))
        assert heard[-1]["code"] == 4002
