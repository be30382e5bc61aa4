"""The Autobahn cases against our own WebSocket edge."""

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Final

import pytest

from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from tests.server.ws.autobahn.echo import serve_echo
from tests.server.ws.edges import edge_of

pytestmark = pytest.mark.slow

LEFT_OUT: Final = ("9.*", "12.*", "13.*")
"""Messages of megabytes, over the hub's limit by far, and compression, which it does not offer."""
PASSED: Final = {"OK", "NON-STRICT", "INFORMATIONAL"}


async def test_our_edge_passes_the_autobahn_cases_without_a_traceback(
    desk: Desk, door: Door, sending: Sending, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve_echo(edge_of(desk, door, sending)) as address:
        left_out = [word for cases in LEFT_OUT for word in ("-x", cases)]
        kosoku = Path(sys.executable).with_name("kosoku")
        program = await asyncio.create_subprocess_exec(
            kosoku, *left_out, "-p", "4", "-o", tmp_path, f"{address}/echo"
        )
        assert await program.wait() == 0
    (results,) = json.loads((tmp_path / "index.json").read_text()).values()
    failed = {
        case: result
        for case, result in results.items()
        if not PASSED.issuperset({result["behavior"], result["behaviorClose"]})
    }
    assert failed == {}
    assert len(results) > 200
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
