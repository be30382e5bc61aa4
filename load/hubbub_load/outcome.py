"""What a replay noted, as plain data, and the latencies that are in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hubbub_load.plan import Order, PlannedMessage
from hubbub_load.stage import Delivery
from hubbub_load.watcher import View
from hubbub_load.whereabouts import Stay, hub_at


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a replay noted, as plain data."""

    plan: Sequence[PlannedMessage]
    order: Order
    hubs: Sequence[str]
    """The addresses that were given."""
    deliveries: Sequence[Delivery]
    member_of: Mapping[str, str]
    """The member id of each author."""
    views: Sequence[Mapping[str, View]]
    """What each watcher saw of each room."""
    author_stays: Mapping[str, Sequence[Stay]]
    """The hubs at which each author was."""
    watcher_stays: Sequence[Sequence[Stay]]
    """The hubs at which each watcher was, in the order of ``views``."""
    unapplied: int
    rate_limited: int
    failures: Sequence[str]
    started_at: float
    ended_at: float
    tool_cpu_s: float


class Acknowledgement(NamedTuple):
    """An acknowledged send."""

    hub: str
    """The hub that acknowledged it."""
    latency_s: float
    reconnected: bool
    """The author lost the socket meanwhile, or had none."""


class Arrival(NamedTuple):
    """A message that a watcher saw."""

    from_hub: str
    """The hub that had acknowledged it."""
    to_hub: str
    """The hub that delivered it."""
    latency_s: float
    """From when it was due."""
    reconnected: bool
    """Author or watcher had no socket meanwhile."""


def list_acknowledgements(outcome: Outcome) -> Iterator[Acknowledgement]:
    """Yield every acknowledged send."""
    for message, delivery in zip(outcome.plan, outcome.deliveries, strict=True):
        acknowledged_at = delivery.acknowledged_at
        if delivery.seq is None or delivery.sent_at is None or acknowledged_at is None:
            continue
        hub = hub_at(outcome.author_stays[message.author], acknowledged_at)
        yield Acknowledgement(hub, acknowledged_at - delivery.sent_at, delivery.reconnected)


def list_arrivals(outcome: Outcome) -> Iterator[Arrival]:
    """Yield every sighting of an acknowledged message."""
    sources: dict[tuple[str, int], tuple[str, Delivery]] = {}
    for message, delivery in zip(outcome.plan, outcome.deliveries, strict=True):
        if delivery.seq is not None and delivery.acknowledged_at is not None:
            hub = hub_at(outcome.author_stays[message.author], delivery.acknowledged_at)
            sources[message.room, delivery.seq] = hub, delivery
    for views, stays in zip(outcome.views, outcome.watcher_stays, strict=True):
        for room, view in views.items():
            for sighting, at, replayed in zip(view.seen, view.seen_at, view.replayed, strict=True):
                source = sources.get((room, sighting.seq))
                if source is None:
                    continue
                from_hub, delivery = source
                over = bool(replayed) or delivery.reconnected or delivery.delayed
                yield Arrival(from_hub, hub_at(stays, at), at - delivery.due_at, over)
