"""The composition root: it alone knows every part, picks the database, and runs one hub."""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Final, cast

import uvicorn
import uvloop

from hubbub_protocol.accounts import Registration
from hubbub_server.actions.community import prepare_set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.passwords import Passwords
from hubbub_server.actions.sending import Sending
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.clock import SystemClock
from hubbub_server.domain.attempts import Attempts
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.callers import COOKIE
from hubbub_server.http.endpoints import endpoints
from hubbub_server.http.pages import built_pages
from hubbub_server.http.wire import HttpWire
from hubbub_server.hub.hub import Hub
from hubbub_server.logs import LogFormat, LogLevel, configure_logs, logger
from hubbub_server.metrics import watch_loop_lag
from hubbub_server.settings import Settings
from hubbub_server.store.sqlite import open_sqlite
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.liveness import Liveness
from hubbub_server.ws.socket import Socket

_SETTLE_TIMEOUT_S: Final = 5.0
_SHUTDOWN_TIMEOUT_S: Final = 8
"""For what is still being answered; longer than a closed socket lingers."""


class CannotStartError(Exception):
    """The hub cannot start; the sentence is meant for the operator."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A hub, put together."""

    hub: Hub
    sending: Sending
    liveness: Liveness
    server: uvicorn.Server


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Run a hub until SIGINT or SIGTERM; ``say`` tells people where it is.

    Raises :class:`CannotStartError`, and what opening the database raises.
    """
    configure_logs(cast("LogFormat", settings.log_format), cast("LogLevel", settings.log_level))
    listener = _listen(settings.host, settings.port)
    with listener, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, listener, say))


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Open the database that the settings name, with what actions need beside it."""
    clock = SystemClock()
    store = await open_sqlite(settings.database_path, clock)
    try:
        rates = WriteRates(clock, settings.limits)
        yield Desk(store, MemoryBroker(), clock, settings.limits, rates)
    finally:
        await store.close()


def make_door(settings: Settings) -> Door:
    """Make what guards the way in."""
    return Door(
        passwords=Passwords(settings.argon2_time_cost, settings.argon2_memory_kib),
        attempts=Attempts(settings.attempt_limits),
        sign_in_days=settings.sign_in_days,
        bot_token_days=settings.bot_token_days,
    )


async def _serve(settings: Settings, listener: socket.socket, say: Callable[[str], None]) -> None:
    asked_to_stop = _listen_for_signals()
    async with open_desk(settings) as desk:
        await desk.store.occupy(alone=True)
        parts = _build(settings, desk)
        set_up = await prepare_set_up(desk, cast("Registration", settings.registration))
        _announce(settings, _address(settings, listener), set_up, say)
        gc.collect()
        gc.freeze()  # what the program consists of is never garbage: do not look at it again
        gc.set_threshold(50_000, 20, 50)
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(desk.broker.run(), name="broker"),
                tasks.create_task(parts.hub.run(), name="hub"),
                tasks.create_task(parts.sending.run(), name="sending"),
                tasks.create_task(parts.liveness.run(), name="liveness"),
                tasks.create_task(watch_loop_lag(), name="loop lag"),
                tasks.create_task(_drain_when_asked(parts, asked_to_stop), name="drain"),
            ]
            await parts.server.serve(sockets=[listener])
            await parts.sending.settle()
            for task in running:
                task.cancel()
    logger.info("stopped")


def _build(settings: Settings, desk: Desk) -> Parts:
    clock = desk.clock
    hub = Hub(desk.store, desk.broker, clock, sockets_per_member=settings.sockets)
    sending = Sending(desk)
    liveness = Liveness(clock, settings.ping_ms, settings.pong_ms)
    reach = settings.reachability
    application = build_http(
        HttpParts(
            desk=desk,
            endpoints=endpoints(make_door(settings), sending),
            reach=reach,
            pages=built_pages(),
            is_draining=lambda: hub.draining,
        )
    )
    edge = Edge(
        desk=desk,
        hub=hub,
        sending=sending,
        liveness=liveness,
        public_url=reach.public_url,
        cookie=COOKIE,
        ping_ms=settings.ping_ms,
    )
    config = uvicorn.Config(
        application,
        http=HttpWire,
        ws=partial(Socket, edge),  # type: ignore[arg-type]  # uvicorn only ever calls it
        ws_per_message_deflate=False,
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # `domain.origins` does it, for sockets too
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT_S,
    )
    return Parts(hub, sending, liveness, _Server(config))


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves the signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: uvicorn would raise them again at the end and so exit with an error."""
        yield


def _listen_for_signals() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    return asked


async def _drain_when_asked(parts: Parts, asked: asyncio.Event) -> None:
    """At the first signal finish what is under way and stop; at the second stop at once."""
    await asked.wait()
    logger.info("stopping", sessions=len(list(parts.hub.sessions)))
    parts.hub.announce_drain()
    try:
        async with asyncio.timeout(_SETTLE_TIMEOUT_S):
            await parts.sending.settle()
    except TimeoutError:
        logger.warning("stopping with messages not yet committed; their senders repeat them")
    parts.hub.close_all()
    parts.server.should_exit = True
    asked.clear()
    await asked.wait()
    parts.server.force_exit = True


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(2048)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise CannotStartError(
            f"Port {port} of {host} cannot be listened on: {error.strerror or error}"
        ) from error
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    """Return the address at which a browser on this machine finds the hub."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1"
    if ":" in host:
        host = f"[{host}]"
    return f"http://{host}:{port}"


def _announce(
    settings: Settings, address: str, set_up: str | None, say: Callable[[str], None]
) -> None:
    outside = settings.reachability.public_url or address
    say(f"Hubbub is running at {address}")
    if outside != address:
        say(f"Members find it at {outside}")
    if set_up is not None:
        say(f"It has no owner yet. Become its owner, once: {outside}/setup#{set_up}")
    logger.info("started", address=address, public_url=outside)
    if not (outside.startswith("https:") or settings.host in ("127.0.0.1", "::1", "localhost")):
        logger.warning("plain HTTP: sign-ins can be read on the network; set public_url to https")
