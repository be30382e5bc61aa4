"""One hub, from its parts to its end."""

import asyncio
import gc
import os
import signal
import socket
import sys
from asyncio import FIRST_COMPLETED
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

import uvicorn
import uvloop

from hubbub_protocol.accounts import Registration
from hubbub_server.actions.community import prepare_set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sending import Sending
from hubbub_server.app.desk import (
    check_redis_url,
    make_broker,
    make_desk,
    make_door,
    open_board,
    open_store,
)
from hubbub_server.app.listening import announce, listen
from hubbub_server.broker.presence import PresenceBoard
from hubbub_server.clock import Clock, SystemClock
from hubbub_server.http.application import HttpParts, build_http
from hubbub_server.http.callers import COOKIE
from hubbub_server.http.endpoints import endpoints
from hubbub_server.http.pages import built_pages
from hubbub_server.http.wire import HttpWire
from hubbub_server.hub.hub import Hub
from hubbub_server.hub.presence import PresenceTerms
from hubbub_server.jobs.expiry import EXPIRY
from hubbub_server.jobs.runner import Runner
from hubbub_server.jobs.suggestions import SUGGESTIONS
from hubbub_server.logs import LogFormat, LogLevel, configure_logs, logger
from hubbub_server.metrics import watch_loop_lag
from hubbub_server.settings import Settings
from hubbub_server.store.interface import Store
from hubbub_server.ws.admission import Admission
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.liveness import Liveness
from hubbub_server.ws.socket import Socket

_DRAIN_TIMEOUT_S: Final = 5.0
"""For the spread of the leave, and for commits and their answers."""
_LINGER_S: Final = 2.0
"""For HTTP that is being answered and clients that read slowly; then they are cut off."""
_SHUTDOWN_TIMEOUT_S: Final = 3
"""When uvicorn waits no longer; after the links were cut off."""
_SETTLE_TIMEOUT_S: Final = 1.0
"""For what came by HTTP and is being committed."""
_END_S: Final = 9.0
"""From the signal on. A database that hangs would keep a commit waiting for minutes, and what
kills programs that do not end (Docker) waits for 10 s."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A hub, put together."""

    hub: Hub
    sending: Sending
    liveness: Liveness
    runner: Runner
    admission: Admission
    server: uvicorn.Server


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Run a hub until SIGINT or SIGTERM; ``say`` tells people where it is.

    Raises :class:`~hubbub_server.app.listening.CannotStartError`, and what opening the database
    raises.
    """
    configure_logs(cast("LogFormat", settings.log_format), cast("LogLevel", settings.log_level))
    check_redis_url(settings)
    listener = listen(settings.host, settings.port)
    with listener, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, listener, say))


async def _serve(settings: Settings, listener: socket.socket, say: Callable[[str], None]) -> None:
    asked_to_stop = _listen_for_signals()
    clock = SystemClock()
    async with (
        _occupied(settings, clock) as store,
        open_board(settings, store, clock) as board,
    ):
        # All of one epoch: nothing is awaited in between.
        desk = make_desk(settings, store, make_broker(settings, store, clock), clock)
        parts = _build(settings, desk, board)
        set_up = await prepare_set_up(desk, cast("Registration", settings.registration))
        announce(settings, listener, set_up, say)
        gc.collect()
        gc.freeze()  # what the program consists of is never garbage: do not look at it again
        gc.set_threshold(50_000, 20, 50)
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(desk.broker.run(), name="broker"),
                tasks.create_task(parts.hub.run(), name="hub"),
                tasks.create_task(parts.sending.run(), name="sending"),
                tasks.create_task(parts.liveness.run(), name="liveness"),
                tasks.create_task(parts.runner.run(), name="jobs"),
                tasks.create_task(watch_loop_lag(parts.admission.note_lag), name="loop lag"),
                tasks.create_task(_drain_when_asked(parts, asked_to_stop), name="drain"),
            ]
            await parts.server.serve(sockets=[listener])
            await _settle(parts)
            for task in running:
                task.cancel()
    logger.info("stopped")


@asynccontextmanager
async def _occupied(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """Open the database, and say that a hub runs on it."""
    async with open_store(settings, clock) as store:
        await store.occupy(alone=not settings.redis_url)
        yield store


def _build(settings: Settings, desk: Desk, board: PresenceBoard) -> Parts:
    clock = desk.clock
    presence = PresenceTerms(board, settings.presence_members)
    hub = Hub(
        desk.store, desk.broker, clock, sockets_per_member=settings.sockets, presence=presence
    )
    sending = Sending(desk)
    liveness = Liveness(clock, settings.ping_ms, settings.pong_ms)
    door, reach = make_door(settings), settings.reachability
    application = build_http(
        HttpParts(
            desk=desk,
            endpoints=endpoints(door, sending),
            reach=reach,
            pages=built_pages(),
            is_draining=lambda: hub.draining,
        )
    )
    edge = Edge(
        desk=desk,
        door=door,
        hub=hub,
        sending=sending,
        liveness=liveness,
        reach=reach,
        cookie=COOKIE,
        ping_ms=settings.ping_ms,
        admission=Admission(settings.lag_ms / 1000),
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
    runner = Runner(desk, (EXPIRY, SUGGESTIONS), holder=desk.new_id())
    return Parts(hub, sending, liveness, runner, edge.admission, _Server(config))


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
    asked.clear()
    asyncio.get_running_loop().call_later(_END_S, _leave)
    logger.info("stopping", sessions=len(list(parts.hub.sessions)))
    again = asyncio.ensure_future(asked.wait())
    drained = asyncio.ensure_future(parts.hub.drain())
    await asyncio.wait((again, drained), timeout=_DRAIN_TIMEOUT_S, return_when=FIRST_COMPLETED)
    if not drained.done():
        logger.warning("stopping with commands not yet answered; their clients repeat them")
        drained.cancel()
    parts.hub.close_all()
    await parts.hub.withdraw_presence()
    parts.server.should_exit = True
    await asyncio.wait((again,), timeout=_LINGER_S)
    parts.server.force_exit = again.done()
    _abort_what_is_left(parts)


def _abort_what_is_left(parts: Parts) -> None:
    """Cut those off who do not take what was last written to them."""
    for link in list(parts.server.server_state.connections):
        if link.transport is not None:
            link.transport.abort()


def _leave() -> None:
    """End at once, with all that does not end by itself: nobody was told that it was done."""
    hanging = sorted(task.get_name() for task in asyncio.all_tasks())
    logger.warning("stopped in the middle of what does not end", tasks=hanging[:20])
    sys.stdout.flush()
    os._exit(0)


async def _settle(parts: Parts) -> None:
    """Wait for the messages that are being committed; for a database that is away, not for long."""
    try:
        async with asyncio.timeout(_SETTLE_TIMEOUT_S):
            await parts.sending.settle()
    except TimeoutError:
        logger.warning("stopping with messages not yet committed; their senders repeat them")
