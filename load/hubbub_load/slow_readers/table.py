"""What a run with slow readers came to, for people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from hubbub_load.history.record import Wrong
from hubbub_load.slow_readers.figures import AbsenceFigures, MuteFigures, Others, Verdict

WRONGS: Final[tuple[Wrong, ...]] = ("lost", "repeated", "out of order", "reset", "altered")


def lines_of_mutes(figures: MuteFigures) -> Iterator[str]:
    """Say what became of readers who stopped reading."""
    done = len(figures.complete_after_s)
    slowest = max(figures.complete_after_s, default=0.0)
    gone = figures.gone_after_s
    closed = 0 if gone is None else figures.readers
    how = "" if gone is None else f"   {_codes(figures.codes)}; the last after {gone:.1f} s"
    yield f"{'readers who do not read':34}{figures.readers:>10,}   for {figures.silence_s:.0f} s"
    yield (
        f"{'  messages that pass meanwhile':34}{figures.messages:>10,}"
        f"   {figures.before_closed:,} of them before the last reader is closed"
    )
    yield f"{'  memory of the hub for each, KiB':34}{figures.kib_each:>10,.0f}   at most"
    yield f"{'  closed meanwhile':34}{closed:>10,}{how}"
    yield f"{'  complete again':34}{done:>10,}   within {slowest:.2f} s of coming back"


def lines_of_absence(figures: AbsenceFigures) -> Iterator[str]:
    """Say what became of a member who was away."""
    rate = figures.missed / figures.filled_s
    pace = figures.missed / figures.complete_after_s
    yield (
        f"{'events missed by one who was away':34}{figures.missed:>10,}   written at {rate:,.0f}/s"
    )
    yield (
        f"{'  complete again':34}{1:>10,}   within {figures.complete_after_s:.2f} s of coming back,"
        f" {pace:,.0f}/s"
    )


def lines_of_others(rows: Mapping[str, Others]) -> Iterator[str]:
    """Say how those fared who read as they should."""
    yield (
        f"{'the others, due to delivery':34}{'count':>10}{'p50 ms':>8}{'p99 ms':>8}{'max ms':>8}"
        f"{'tool ms':>9}"
    )
    for name, others in rows.items():
        latency = others.to_delivery
        yield (
            f"{'  ' + name:34}{latency.count:>10,}{latency.p50_ms:>8.1f}{latency.p99_ms:>8.1f}"
            f"{latency.max_ms:>8.1f}{others.late.p99_ms:>9.1f}"
        )


def lines_of_verdict(verdict: Verdict) -> Iterator[str]:
    """Say whether anything was not as it should be."""
    wrongs = Counter(complaint.wrong for complaint in verdict.complaints)
    parts = [f"{wrong} {wrongs[wrong]:,}" for wrong in WRONGS]
    yield "; ".join([*parts, f"troubles {len(verdict.troubles)}"])
    wrong = len(verdict.complaints) + len(verdict.troubles)
    yield f"WRONG: {wrong:,}" if wrong else "Everybody has what the database holds."


def _codes(codes: Mapping[int | None, int]) -> str:
    return ", ".join(
        f"{count:,} {'cut off' if code is None else f'with {code}'}"
        for code, count in sorted(codes.items(), key=lambda item: item[0] or 0)
    )
