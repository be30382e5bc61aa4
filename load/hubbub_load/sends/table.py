"""A report of sends as a table for people."""

from collections.abc import Iterator

from hubbub_load.sends.report import Sends, SendsReport


def render_sends(report: SendsReport) -> str:
    """Render a report for a terminal of 80 columns."""
    return "\n".join(_lines(report))


def _lines(report: SendsReport) -> Iterator[str]:
    yield (
        f"{_count(report.senders, 'sender')} with {_count(report.in_flight, 'send')} unanswered "
        f"each, {_count(report.body_bytes, 'byte')}, {_count(report.rooms, 'room')}, "
        f"{_count(report.watchers, 'watcher')}, {report.seconds:g} s"
    )
    yield ""
    yield f"{'durable sends':32}{'per s':>10}{'count':>12}{'p50 ms':>9}{'p99 ms':>9}"
    yield _line("all", report.counted)
    if len(report.hubs) > 1:
        yield from (_line(f"  {hub}", sends) for hub, sends in report.hubs.items())
    yield ""
    yield f"{'CPU time':32}{'µs a send':>10}"
    yield (
        f"{'this tool':32}{report.tool_us_per_send:>10.1f}"
        f"   {report.tool_cpu:.2f} cores, {_count(report.processes, 'process', 'processes')}"
    )
    for pid, us_per_send in report.hub_us_per_send.items():
        cores = us_per_send * report.counted.per_s / 1e6
        yield f"{f'program {pid}':32}{us_per_send:>10.1f}   {cores:.2f} cores"
    if report.machine_us_per_send is not None and report.machine_cpu is not None:
        yield (
            f"{'everything on this machine':32}{report.machine_us_per_send:>10.1f}"
            f"   {report.machine_cpu:.2f} cores"
        )
    yield ""
    yield f"{'acknowledged, with warm-up':32}{report.acknowledged:>10,}"
    yield f"{'  without an answer':32}{report.unanswered:>10,}"
    yield f"{'the streams grew by':32}{report.grown:>10,}"
    yield f"{'  missing':32}{report.missing:>10,}"
    yield f"{'  surplus':32}{report.surplus:>10,}"
    if report.watchers:
        yield f"{'delivered to watchers':32}{report.delivered:>10,}"
        yield f"{'  missing or surplus':32}{report.undelivered:>10,}"
    yield ""
    yield from _closing_lines(report)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _line(name: str, sends: Sends) -> str:
    latency = sends.latency
    return (
        f"{name:32}{sends.per_s:>10,.0f}{latency.count:>12,}"
        f"{latency.p50_ms:>9.1f}{latency.p99_ms:>9.1f}"
    )


def _closing_lines(report: SendsReport) -> Iterator[str]:
    if report.tool_was_the_limit:
        yield "This tool was the limit itself: give it more --processes."
    for sentence, count in report.refused.items():
        yield f"REFUSED {count:,} × {sentence}"
    if any(sentence.startswith("rate_limited") for sentence in report.refused):
        yield "Raise the hub's limits for this run, as load/README.md shows."
    for failure in report.failures[:10]:
        yield f"FAILED {failure}"
    yield (
        f"WRONG: {report.wrong:,}"
        if report.wrong
        else "The streams hold exactly what was acknowledged."
        if not report.unanswered
        else "The streams hold what was acknowledged, and at most what had no answer."
    )
