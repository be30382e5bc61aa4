"""What a replay found and how fast it went: reckoned on plain data, printed as table or JSON."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from hubbub_load.plan import Order, PlannedMessage
from hubbub_load.stage import Delivery
from hubbub_load.verify import (
    Findings,
    SentMessage,
    check_watcher,
    count_differing,
    count_misplaced,
)
from hubbub_load.watcher import View

BUSY_SHARE: Final = 0.85
"""A tool busier than this share of a core measures itself."""
LATE_MS: Final = 50.0
"""A tool later than that with one send in a hundred has not kept its schedule."""


class Latency(msgspec.Struct, frozen=True):
    """Latencies in milliseconds."""

    count: int
    p50_ms: float
    p99_ms: float
    max_ms: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a replay. ``wrong`` is zero if everything is as the log says."""

    wrong: int
    messages: int
    acknowledged: int
    already_known: int
    """Acknowledged when they were repeated after a reconnect: committed once, answered twice."""
    expected: int
    findings: Findings
    misplaced: int
    """Messages that the hub put before an earlier one of their author or their reply target."""
    moved: int
    """Messages at another place of their room than in the log, because two authors wrote at the
    same time; no fault, unless the order of the log was asked for."""
    differing_watchers: int
    author_reconnects: int
    watcher_reconnects: int
    unapplied: int
    """Events given out of turn on some socket and left aside by the client's rules."""
    rate_limited: int
    failures: tuple[str, ...]
    seconds: float
    messages_per_s: float
    deliveries_per_s: float
    latencies: dict[str, Latency]
    tool_cpu: float
    """The share of one core that this tool used while it played."""
    tool_late: Latency
    """How late it was itself with sends that waited for nothing."""

    @property
    def tool_was_the_limit(self) -> bool:
        """Whether the figures say more about this tool than about the hub."""
        return self.tool_cpu > BUSY_SHARE

    @property
    def tool_was_held_up(self) -> bool:
        """Whether the tool was late though it was not busy: others used the machine."""
        return not self.tool_was_the_limit and self.tool_late.p99_ms > LATE_MS


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a replay noted, as plain data."""

    plan: Sequence[PlannedMessage]
    order: Order
    deliveries: Sequence[Delivery]
    member_of: Mapping[str, str]
    """The member id of each author."""
    views: Sequence[Mapping[str, View]]
    """What each watcher saw of each room."""
    author_reconnects: int
    watcher_reconnects: int
    unapplied: int
    rate_limited: int
    failures: Sequence[str]
    started_at: float
    ended_at: float
    tool_cpu_s: float


def make_report(outcome: Outcome) -> Report:
    """Verify the outcome and reckon its figures."""
    sent = _sent_by_room(outcome)
    findings = Findings()
    for views in outcome.views:
        for room, messages in sent.items():
            findings += check_watcher(messages, views[room].seen)
    misplaced = sum(count_misplaced(messages, outcome.order) for messages in sent.values())
    differing = sum(count_differing([views[room].seen for views in outcome.views]) for room in sent)
    acknowledged = sum(delivery.seq is not None for delivery in outcome.deliveries)
    unanswered = len(outcome.plan) - acknowledged
    seconds = max(outcome.ended_at - outcome.started_at, 1e-9)
    wrong = findings.wrong + misplaced + differing + unanswered + len(outcome.failures)
    return Report(
        wrong=wrong,
        messages=len(outcome.plan),
        acknowledged=acknowledged,
        already_known=sum(delivery.duplicate for delivery in outcome.deliveries),
        expected=len(outcome.plan) * len(outcome.views),
        findings=findings,
        misplaced=misplaced,
        moved=sum(map(_count_moved, sent.values())),
        differing_watchers=differing,
        author_reconnects=outcome.author_reconnects,
        watcher_reconnects=outcome.watcher_reconnects,
        unapplied=outcome.unapplied,
        rate_limited=outcome.rate_limited,
        failures=tuple(outcome.failures),
        seconds=seconds,
        messages_per_s=acknowledged / seconds,
        deliveries_per_s=findings.delivered / seconds,
        latencies=_reckon_latencies(outcome),
        tool_cpu=outcome.tool_cpu_s / seconds,
        tool_late=reckon_latency(_tool_lateness(outcome)),
    )


def reckon_latency(seconds: Iterable[float]) -> Latency:
    """Reckon median, 99th percentile and maximum, by nearest rank: all are values that occurred."""
    ordered = sorted(seconds)
    if not ordered:
        return Latency(0, 0.0, 0.0, 0.0)

    def rank(share: float) -> float:
        return ordered[math.ceil(share * len(ordered)) - 1] * 1000

    return Latency(len(ordered), rank(0.5), rank(0.99), ordered[-1] * 1000)


def _sent_by_room(outcome: Outcome) -> dict[str, list[SentMessage]]:
    rooms: dict[str, list[SentMessage]] = {}
    for message, delivery in zip(outcome.plan, outcome.deliveries, strict=True):
        target = None if message.reply_to is None else outcome.deliveries[message.reply_to].seq
        author = outcome.member_of[message.author]
        rooms.setdefault(message.room, []).append(
            SentMessage(author, message.text, target, delivery.seq)
        )
    return rooms


def _count_moved(sent: Sequence[SentMessage]) -> int:
    seqs = [message.seq for message in sent if message.seq is not None]
    return sum(seq != place for seq, place in zip(seqs, sorted(seqs), strict=True))


def _reckon_latencies(outcome: Outcome) -> dict[str, Latency]:
    samples: dict[str, list[float]] = {
        "send to acknowledgement": [],
        "the same, over a reconnect": [],
        "due to delivery": [],
        "the same, over a reconnect of author or watcher": [],
    }
    to_ack, to_ack_over, to_delivery, to_delivery_over = samples.values()
    delivery_of: dict[tuple[str, int], Delivery] = {}
    for message, delivery in zip(outcome.plan, outcome.deliveries, strict=True):
        if delivery.seq is None or delivery.sent_at is None or delivery.acknowledged_at is None:
            continue
        delivery_of[message.room, delivery.seq] = delivery
        (to_ack_over if delivery.reconnected else to_ack).append(
            delivery.acknowledged_at - delivery.sent_at
        )
    for views in outcome.views:
        for room, view in views.items():
            for sighting, at, replayed in zip(view.seen, view.seen_at, view.replayed, strict=True):
                found = delivery_of.get((room, sighting.seq))
                if found is None:
                    continue
                over = replayed or found.reconnected or found.delayed
                (to_delivery_over if over else to_delivery).append(at - found.due_at)
    return {name: reckon_latency(values) for name, values in samples.items()}


def _tool_lateness(outcome: Outcome) -> Iterable[float]:
    return (
        delivery.sent_at - delivery.due_at
        for delivery in outcome.deliveries
        if delivery.sent_at is not None and not delivery.waited
    )
