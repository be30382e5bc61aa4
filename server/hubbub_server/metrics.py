"""What a hub counts, for operators: one registry per process, shown at ``/metrics``."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY: Final = CollectorRegistry()

SOCKETS: Final = Gauge("hubbub_sockets", "Open WebSockets", registry=REGISTRY)
SESSIONS: Final = Gauge("hubbub_sessions", "Sessions that were welcomed", registry=REGISTRY)
COMMANDS: Final = Counter("hubbub_commands", "Commands from clients", registry=REGISTRY)
DELIVERIES: Final = Counter("hubbub_deliveries", "Events written to sockets", registry=REGISTRY)
COMMIT_BATCH: Final = Histogram(
    "hubbub_commit_batch_messages",
    "Messages committed together",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
    registry=REGISTRY,
)
