"""A server that does to WebSocket clients whatever the Autobahn cases hold."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubbub_load.programs.finding import free_port

_LEFT_OUT: Final = ("9.*", "12.*", "13.*")
"""Messages of megabytes, of which there are none, and compression, which no hub offers."""
_WAIT_S: Final = 20
_PASSED: Final = {"OK", "NON-STRICT", "INFORMATIONAL"}


@dataclass(frozen=True)
class FuzzingServer:
    """Where it listens, and where it writes what it thinks of its clients."""

    program: Process
    url: str
    reports: Path

    async def results(self, agent: str) -> Mapping[str, Mapping[str, object]]:
        """Return the result of each case, once a client has asked for its report.

        The server ends when it has written that.
        """
        async with asyncio.timeout(_WAIT_S):
            await self.program.wait()
        found: dict[str, dict[str, dict[str, object]]] = json.loads(
            (self.reports / "index.json").read_text()
        )
        return found[agent]


def failures(results: Mapping[str, Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    """Return the results that no client should have."""
    return {
        case: result
        for case, result in results.items()
        if not {result["behavior"], result["behaviorClose"]} <= _PASSED
    }


@asynccontextmanager
async def fuzzing_server(folder: Path, *choice: str) -> AsyncIterator[FuzzingServer]:
    """Run the server for the time of a block, with all cases that concern us, or fewer."""
    port = free_port()
    left_out = [word for cases in _LEFT_OUT for word in ("-x", cases)]
    program = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("kosoku")),
        *("-m", "fuzzingserver", *left_out, *choice, "-o", str(folder), f"127.0.0.1:{port}"),
        stderr=PIPE,
    )
    try:
        assert program.stderr is not None
        async with asyncio.timeout(_WAIT_S):
            assert b"listening" in await program.stderr.readline()
        yield FuzzingServer(program, f"ws://127.0.0.1:{port}", folder)
    finally:
        if program.returncode is None:
            program.kill()
        await program.communicate()
