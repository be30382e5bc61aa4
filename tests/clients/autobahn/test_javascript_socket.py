"""The Autobahn cases against the JavaScript client's socket in Node, as an echo."""

import asyncio
from pathlib import Path

import pytest

from tests.clients.autobahn.fuzzing_server import failures, fuzzing_server

pytestmark = pytest.mark.slow

LONGEST_S = 100


async def test_the_javascript_socket_passes_the_autobahn_cases(
    root: Path, library: Path, tmp_path: Path
) -> None:
    script = root / "tests/clients/autobahn/echo.mjs"
    async with asyncio.timeout(LONGEST_S), fuzzing_server(tmp_path) as server:
        program = await asyncio.create_subprocess_exec(
            root / "tools/with-node", "node", script, library, server.url, "js"
        )
        try:
            assert await program.wait() == 0
        finally:
            if program.returncode is None:
                program.kill()
        results = await server.results("js")
    assert failures(results) == {}
    assert len(results) > 200
