"""What a replay found and how fast it went: reckoned on plain data, printed as table or JSON."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from hubbub_load.latency import Latency, reckon_latency
from hubbub_load.outcome import (
    Acknowledgement,
    Arrival,
    Outcome,
    list_acknowledgements,
    list_arrivals,
)
from hubbub_load.verify import (
    Findings,
    SentMessage,
    check_watcher,
    count_differing,
    count_misplaced,
)
from hubbub_load.whereabouts import count_moves, count_reconnects

BUSY_SHARE: Final = 0.85
"""A tool busier than this share of a core measures itself."""
LATE_MS: Final = 50.0
"""A tool later than that with one send in a hundred has not kept its schedule."""


class HubFigures(msgspec.Struct, frozen=True):
    """What one of several hubs did. Latencies leave out what waited for a reconnect."""

    acknowledged: int
    """Messages that this hub acknowledged, over a reconnect or not."""
    acknowledged_per_s: float
    delivered: int
    """Messages of the log that this hub brought to watchers."""
    to_acknowledgement: Latency
    to_delivery: Latency


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
    moves: int
    """How many of these reconnects led to another hub."""
    unapplied: int
    """Events given out of turn on some socket and left aside by the client's rules."""
    rate_limited: int
    failures: tuple[str, ...]
    seconds: float
    messages_per_s: float
    deliveries_per_s: float
    latencies: dict[str, Latency]
    hubs: dict[str, HubFigures]
    """By address, where there are several."""
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
    stays = [*outcome.author_stays.values(), *outcome.watcher_stays]
    acknowledgements, arrivals = list(list_acknowledgements(outcome)), list(list_arrivals(outcome))
    several = len(outcome.hubs) > 1
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
        author_reconnects=sum(map(count_reconnects, outcome.author_stays.values())),
        watcher_reconnects=sum(map(count_reconnects, outcome.watcher_stays)),
        moves=sum(map(count_moves, stays)),
        unapplied=outcome.unapplied,
        rate_limited=outcome.rate_limited,
        failures=tuple(outcome.failures),
        seconds=seconds,
        messages_per_s=acknowledged / seconds,
        deliveries_per_s=findings.delivered / seconds,
        latencies=_reckon_latencies(acknowledgements, arrivals, several=several),
        hubs={
            hub: _figures_of(hub, seconds, acknowledgements, arrivals)
            for hub in outcome.hubs
            if several
        },
        tool_cpu=outcome.tool_cpu_s / seconds,
        tool_late=reckon_latency(_tool_lateness(outcome)),
    )


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


def _reckon_latencies(
    acknowledgements: Sequence[Acknowledgement], arrivals: Sequence[Arrival], *, several: bool
) -> dict[str, Latency]:
    straight = [each for each in arrivals if not each.reconnected]
    samples = {
        "send to acknowledgement": [e.latency_s for e in acknowledgements if not e.reconnected],
        "the same, over a reconnect": [e.latency_s for e in acknowledgements if e.reconnected],
        "due to delivery": [each.latency_s for each in straight],
    }
    if several:
        here = [each.latency_s for each in straight if each.from_hub == each.to_hub]
        elsewhere = [each.latency_s for each in straight if each.from_hub != each.to_hub]
        samples |= {"  on the author’s hub": here, "  on another hub": elsewhere}
    samples["the same, over a reconnect of author or watcher"] = [
        each.latency_s for each in arrivals if each.reconnected
    ]
    return {name: reckon_latency(values) for name, values in samples.items()}


def _figures_of(
    hub: str,
    seconds: float,
    acknowledgements: Sequence[Acknowledgement],
    arrivals: Sequence[Arrival],
) -> HubFigures:
    here = [each for each in acknowledgements if each.hub == hub]
    brought = [each for each in arrivals if each.to_hub == hub]
    return HubFigures(
        acknowledged=len(here),
        acknowledged_per_s=len(here) / seconds,
        delivered=len(brought),
        to_acknowledgement=reckon_latency(e.latency_s for e in here if not e.reconnected),
        to_delivery=reckon_latency(e.latency_s for e in brought if not e.reconnected),
    )


def _tool_lateness(outcome: Outcome) -> Iterable[float]:
    return (
        delivery.sent_at - delivery.due_at
        for delivery in outcome.deliveries
        if delivery.sent_at is not None and not delivery.waited
    )
