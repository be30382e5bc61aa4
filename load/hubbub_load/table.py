"""A report as a table for people."""

from collections.abc import Iterator

from hubbub_load.report import Report


def render(report: Report) -> str:
    """Render a report for a terminal of 80 columns."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    found = report.findings
    yield f"{'messages sent':28}{report.messages:>12,}"
    yield f"{'  acknowledged':28}{report.acknowledged:>12,}   {report.messages_per_s:,.0f}/s"
    yield (
        f"{'  repeated, known already':28}{report.already_known:>12,}"
        "   committed before the socket was lost"
    )
    yield f"{'  misplaced':28}{report.misplaced:>12,}"
    yield f"{'deliveries expected':28}{report.expected:>12,}"
    yield f"{'  delivered':28}{found.delivered:>12,}   {report.deliveries_per_s:,.0f}/s"
    for name in ("missing", "repeated", "out_of_order", "altered", "strange", "holes"):
        yield f"{'  ' + name.replace('_', ' '):28}{getattr(found, name):>12,}"
    yield f"{'watchers that differ':28}{report.differing_watchers:>12,}"
    yield (
        f"{'reconnects':28}{report.author_reconnects + report.watcher_reconnects:>12,}"
        f"   {report.author_reconnects:,} of authors, {report.watcher_reconnects:,} of watchers"
    )
    if report.hubs:
        yield f"{'  to another hub':28}{report.moves:>12,}"
    yield f"{'places other than the log’s':28}{report.moved:>12,}   authors who wrote at once"
    yield f"{'events out of turn, ignored':28}{report.unapplied:>12,}"
    yield ""
    yield f"{'latency':50}{'count':>9}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}"
    for name, latency in report.latencies.items():
        yield (
            f"{name:50}{latency.count:>9,}{latency.p50_ms:>9.1f}"
            f"{latency.p99_ms:>9.1f}{latency.max_ms:>9.1f}"
        )
    yield from _lines_of_hubs(report)
    yield ""
    yield from _closing_lines(report)


def _lines_of_hubs(report: Report) -> Iterator[str]:
    if not report.hubs:
        return
    yield ""
    yield (
        f"{'by hub':28}{'acknowledged':>13}{'p50 ms':>8}{'p99 ms':>8}"
        f"{'delivered':>12}{'p50 ms':>8}{'p99 ms':>8}"
    )
    for hub, figures in report.hubs.items():
        sent, brought = figures.to_acknowledgement, figures.to_delivery
        yield (
            f"{hub:28}{figures.acknowledged:>13,}{sent.p50_ms:>8.1f}{sent.p99_ms:>8.1f}"
            f"{figures.delivered:>12,}{brought.p50_ms:>8.1f}{brought.p99_ms:>8.1f}"
        )


def _closing_lines(report: Report) -> Iterator[str]:
    yield (
        f"This tool used {report.tool_cpu:.0%} of a core and was {report.tool_late.p99_ms:.1f} ms "
        "late with one send in a hundred."
    )
    if report.tool_was_the_limit:
        yield "It was the limit itself: these figures say little about the hub."
    if report.tool_was_held_up:
        yield "Something else held it up: the latencies are those of a busy machine."
    if report.rate_limited:
        yield (
            f"The hub refused {report.rate_limited:,} sends as rate_limited; each was repeated in "
            "its order, later. Latencies hold those waits: raise the hub's limits for this run."
        )
    for failure in report.failures[:10]:
        yield f"FAILED {failure}"
    yield "Everything is as the log says." if not report.wrong else f"WRONG: {report.wrong:,}"
