"""What a run of sends found: reckoned on plain data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

import msgspec

from hubbub_load.latency import Latency, reckon_latency
from hubbub_load.sends.sender import SenderTally
from hubbub_load.sends.share import Load
from hubbub_load.sends.workers import Measured

BUSY_SHARE: Final = 0.85
"""A process of the tool that is busier than this share of a core measures itself."""


class Sends(msgspec.Struct, frozen=True):
    """Acknowledged sends while they were counted, and from send to acknowledgement."""

    per_s: float
    latency: Latency


class SendsReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run. ``wrong`` is zero if the streams hold what was acknowledged."""

    wrong: int
    senders: int
    rooms: int
    in_flight: int
    watchers: int
    processes: int
    body_bytes: int
    seconds: float
    counted: Sends
    hubs: dict[str, Sends]
    acknowledged: int
    """In all, warm-up and end included."""
    unanswered: int
    """Of those each may be in its stream or not."""
    grown: int
    """By so much the heads of all streams rose."""
    missing: int
    """Acknowledged sends that are not in their stream."""
    surplus: int
    """Events in the streams that were not sent."""
    delivered: int
    undelivered: int
    """Events that did not come to a watcher, or came too often."""
    refused: dict[str, int]
    failures: tuple[str, ...]
    tool_cpu: float
    """Cores that the tool used."""
    tool_us_per_send: float
    hub_us_per_send: dict[str, float]
    """CPU time of each program that was named, with all that it started, over all sends; by id."""
    machine_us_per_send: float | None
    """CPU time of everything that ran on the machine, over all sends."""
    machine_cpu: float | None
    """Cores that were busy."""

    @property
    def tool_was_the_limit(self) -> bool:
        """Whether the figures say more about this tool than about the hubs."""
        return self.tool_cpu > BUSY_SHARE * self.processes


def make_sends_report(
    load: Load, measured: Measured, before: Mapping[str, int], after: Mapping[str, int]
) -> SendsReport:
    """Compare what was acknowledged with how far the heads rose, and reckon the figures."""
    senders = [tally for worker in measured.tallies for tally in worker.senders]
    received = [count for worker in measured.tallies for count in worker.received]
    failures = tuple(why for worker in measured.tallies for why in worker.failures)
    counted = reckon_sends(senders, load.seconds)
    total = max(counted.latency.count, 1)
    grown = {stream: head - before[stream] for stream, head in after.items()}
    missing, surplus = compare_heads(senders, grown)
    undelivered = sum(abs(count - sum(grown.values())) for count in received)
    refused: Counter[str] = sum((tally.refused for tally in senders), Counter())
    cpu_s = sum(worker.cpu_s for worker in measured.tallies)
    busy = _machine_s(measured)
    return SendsReport(
        wrong=missing + surplus + undelivered + refused.total() + len(failures),
        senders=load.senders,
        rooms=load.rooms,
        in_flight=load.in_flight,
        watchers=load.watchers,
        processes=load.processes,
        body_bytes=load.body_bytes,
        seconds=load.seconds,
        counted=counted,
        hubs={
            hub: reckon_sends([tally for tally in senders if tally.hub == hub], load.seconds)
            for hub in load.hubs
        },
        acknowledged=sum(tally.acknowledged for tally in senders),
        unanswered=sum(tally.unanswered for tally in senders),
        grown=sum(grown.values()),
        missing=missing,
        surplus=surplus,
        delivered=sum(received),
        undelivered=undelivered,
        refused=dict(refused),
        failures=failures,
        tool_cpu=cpu_s / load.seconds,
        tool_us_per_send=cpu_s / total * 1e6,
        hub_us_per_send={
            str(pid): (after_s - measured.before.of_pids[pid]) / total * 1e6
            for pid, after_s in measured.after.of_pids.items()
        },
        machine_us_per_send=None if busy is None else busy / total * 1e6,
        machine_cpu=None if busy is None else busy / load.seconds,
    )


def reckon_sends(senders: Sequence[SenderTally], seconds: float) -> Sends:
    """Reckon how many sends of these senders were acknowledged a second, and how fast."""
    latency = reckon_latency(chain.from_iterable(tally.latencies_s for tally in senders))
    return Sends(latency.count / seconds, latency)


def compare_heads(senders: Sequence[SenderTally], grown: Mapping[str, int]) -> tuple[int, int]:
    """Count acknowledged sends that their streams lack, and events that nobody sent.

    A send without an answer may be in its stream or not.
    """
    acknowledged: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()
    for tally in senders:
        acknowledged[tally.stream] += tally.acknowledged
        unanswered[tally.stream] += tally.unanswered
    missing = sum(max(acknowledged[stream] - by, 0) for stream, by in grown.items())
    surplus = sum(
        max(by - acknowledged[stream] - unanswered[stream], 0) for stream, by in grown.items()
    )
    return missing, surplus


def _machine_s(measured: Measured) -> float | None:
    before, after = measured.before.machine, measured.after.machine
    return None if before is None or after is None else after - before
