"""What a hub counts, for operators: one registry per process, shown at ``/metrics``.

Labels have few values each (names of operations, codes, outcomes), never ids or addresses.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

REGISTRY: Final = CollectorRegistry()
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

SOCKETS: Final = Gauge("hubbub_sockets", "Open WebSockets", registry=REGISTRY)
TURNED_AWAY: Final = Counter(
    "hubbub_sockets_turned_away",
    "New sockets that were asked to come later, since the hub had too much to do",
    registry=REGISTRY,
)
SESSIONS: Final = Gauge("hubbub_sessions", "Sessions that were welcomed", registry=REGISTRY)
COMMANDS: Final = Counter("hubbub_commands", "Commands from clients", registry=REGISTRY)
DELIVERIES: Final = Counter("hubbub_deliveries", "Events written to sockets", registry=REGISTRY)
COMMIT_BATCH: Final = Histogram(
    "hubbub_commit_batch_messages",
    "Messages committed together",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
    registry=REGISTRY,
)
EVENTS_PUBLISHED: Final = Counter(
    "hubbub_events_published", "Committed events given to the broker", registry=REGISTRY
)
PUBLICATIONS_SENT: Final = Counter(
    "hubbub_publications_sent", "Publications and whispers written to Redis", registry=REGISTRY
)
PUBLICATIONS_RECEIVED: Final = Counter(
    "hubbub_publications_received",
    "Publications and whispers of other hubs that Redis brought",
    registry=REGISTRY,
)
PUBLICATIONS_DROPPED: Final = Counter(
    "hubbub_publications_dropped",
    "Publications and whispers not carried: too much or no Redis, or unreadable on arrival",
    registry=REGISTRY,
)
REDIS_LINK_UP: Final = Gauge(
    "hubbub_redis_link_up",
    "1 while what other hubs publish arrives; 0 while Redis is away, or with one hub alone",
    registry=REGISTRY,
)
REDIS_RECONNECTS: Final = Counter(
    "hubbub_redis_reconnects", "Times that Redis was there again", registry=REGISTRY
)
LOOP_LAG_SECONDS: Final = Histogram(
    "hubbub_event_loop_lag_seconds",
    "How late the event loop runs what is due",
    buckets=_SECONDS,
    registry=REGISTRY,
)
HTTP_REQUESTS: Final = Counter(
    "hubbub_http_requests",
    "HTTP requests answered, by operation and status",
    ("operation", "status"),
    registry=REGISTRY,
)
HTTP_SECONDS: Final = Histogram(
    "hubbub_http_request_seconds",
    "Time to answer an HTTP request, by operation",
    ("operation",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
SIGN_IN_ATTEMPTS: Final = Counter(
    "hubbub_sign_in_attempts",
    "Attempts to sign in, by outcome: accepted, refused, limited",
    ("outcome",),
    registry=REGISTRY,
)


def exposition() -> bytes:
    """Return all values in the text format of Prometheus."""
    return generate_latest(REGISTRY)


async def watch_loop_lag(tell: Callable[[float], None], every_s: float = 0.5) -> None:
    """Measure how late the event loop wakes one who sleeps, and tell it, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + every_s
        await asyncio.sleep(every_s)
        lag_s = max(0.0, loop.time() - due)
        LOOP_LAG_SECONDS.observe(lag_s)
        tell(lag_s)
