"""The Autobahn cases against the Python client's link, as an echo."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import NegotiationError
from websockets.uri import parse_uri

from hubbub._link import MAX_FRAME, FrameProtocol, LinkClosed, WebSocketLink
from hubbub_protocol.codec import Encoding
from tests.clients.autobahn.fuzzing_server import failures, fuzzing_server

pytestmark = pytest.mark.slow

LONGEST_S = 100


async def talk(url: str, encoding: Encoding, *, echo: bool = True) -> list[bytes]:
    """Open a link, send back all that comes, and return it when the server has closed."""
    uri, loop = parse_uri(url), asyncio.get_running_loop()
    link = WebSocketLink(FrameProtocol(uri, max_size=MAX_FRAME), encoding)
    await loop.create_connection(lambda: link, uri.host, uri.port)
    with suppress(NegotiationError):  # the server speaks none of our subprotocols, nor any other
        await link.opened
    heard: list[bytes] = []
    with suppress(LinkClosed):
        while True:
            messages = await link.receive(loop.time() + 10)
            heard += messages
            for message in messages if echo else ():
                link.send(message)
    await link.close()
    return heard


# A link sends one kind of message, that of its encoding; the cases 1.2 are those that want binary.
@pytest.mark.parametrize(
    ("encoding", "choice", "least"),
    [("json", ("-x", "1.2.*"), 200), ("msgpack", ("-i", "1.2.*"), 8)],
)
async def test_the_python_link_passes_the_autobahn_cases(
    tmp_path: Path, encoding: Encoding, choice: tuple[str, ...], least: int
) -> None:
    async with asyncio.timeout(LONGEST_S), fuzzing_server(tmp_path, *choice) as server:
        (count,) = await talk(f"{server.url}/getCaseCount", encoding, echo=False)
        for case in range(1, int(count) + 1):
            await talk(f"{server.url}/runCase?case={case}&agent={encoding}", encoding)
        await talk(f"{server.url}/updateReports?agent={encoding}", encoding, echo=False)
        results = await server.results(encoding)
    assert failures(results) == {}
    assert len(results) >= least
