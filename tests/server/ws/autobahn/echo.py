"""Our own edge as an echo: the real wire, handshake, socket and frames, without a hub's talk.

The frames' rules are the hub's own; what differs is what a whole message comes to (it goes back as
it came) and how a broken one is refused (with RFC 6455's code, which the cases look for).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import uvicorn
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from hubbub_server.http.wire import HttpWire
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.frames import BrokenFrameError, Incoming, close_frame
from hubbub_server.ws.socket import Socket

_OPCODES: Final = {"text": Opcode.TEXT, "binary": Opcode.BINARY}
_ASKED: Final = b"\r\nSec-WebSocket-Protocol: hubbub.v1.json\r\n\r\n"


class EchoSocket(Socket):
    """A socket of the hub that says again what it is told."""

    _shaken = False

    def data_received(self, data: bytes) -> None:
        """Take bytes; of the handshake, ask for what the hub wants asked."""
        if not self._shaken:
            self._shaken = True
            data = data.replace(b" /echo ", b" /ws ", 1).replace(b"\r\n\r\n", _ASKED, 1)
        super().data_received(data)

    def take_message(self, incoming: Incoming) -> None:
        """Send a message back."""
        self.write(Frame(_OPCODES[incoming.kind], incoming.data).serialize(mask=False))

    def refuse_frame(self, error: BrokenFrameError) -> None:
        """Close with the code of what was wrong."""
        self.write(close_frame(error.violation, str(error)))
        if self._transport is not None:
            self._hang_up(self._transport)


async def _no_application(scope: object, receive: object, send: object) -> None:
    """Answer nothing: only sockets are opened here."""


@asynccontextmanager
async def serve_echo(edge: Edge) -> AsyncIterator[str]:
    """Serve the echo for the time of a block, at this host and port."""
    config = uvicorn.Config(
        _no_application,
        http=HttpWire,
        ws=partial(EchoSocket, edge),  # type: ignore[arg-type]  # uvicorn only ever calls it
        ws_per_message_deflate=False,
        lifespan="off",
        interface="asgi3",
        log_config=None,
    )
    config.load()
    state = ServerState()
    served = await asyncio.get_running_loop().create_server(
        lambda: HttpWire(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with served:
        host, port = served.sockets[0].getsockname()
        yield f"{host}:{port}"
