"""What a run with slow readers came to, in words."""

from hubbub_load.history.record import Complaint
from hubbub_load.latency import Latency
from hubbub_load.slow_readers.figures import AbsenceFigures, MuteFigures, Others, Verdict
from hubbub_load.slow_readers.table import (
    lines_of_absence,
    lines_of_mutes,
    lines_of_others,
    lines_of_verdict,
)

CALM = Others(Latency(1_800, 3.0, 9.5, 12.0), Latency(300, 0.1, 1.2, 1.5))


def mutes(gone_after_s: float | None) -> MuteFigures:
    return MuteFigures(
        readers=3,
        silence_s=120.0,
        messages=4_600,
        before_closed=2_100,
        kib_each=112.4,
        gone_after_s=gone_after_s,
        codes={4002: 2, None: 1},
        complete_after_s=[0.2, 0.4, 0.3],
        before=CALM,
        meanwhile=CALM,
        verdict=Verdict(),
    )


def test_readers_who_stopped_are_told_with_cost_codes_and_return() -> None:
    assert "\n".join(lines_of_mutes(mutes(gone_after_s=39.75))) == (
        "readers who do not read                    3   for 120 s\n"
        "  messages that pass meanwhile         4,600"
        "   2,100 of them before the last reader is closed\n"
        "  memory of the hub for each, KiB        112   at most\n"
        "  closed meanwhile                         3"
        "   1 cut off, 2 with 4002; the last after 39.8 s\n"
        "  complete again                           3   within 0.40 s of coming back"
    )


def test_readers_who_were_not_closed_while_silent_are_not_counted_as_closed() -> None:
    (line,) = [line for line in lines_of_mutes(mutes(gone_after_s=None)) if "closed mean" in line]
    assert line.split() == ["closed", "meanwhile", "0"]


def test_one_who_was_away_is_told_with_both_rates() -> None:
    figures = AbsenceFigures(100_000, 50.0, 8.0, CALM, CALM, Verdict())
    assert "\n".join(lines_of_absence(figures)) == (
        "events missed by one who was away    100,000   written at 2,000/s\n"
        "  complete again                           1   within 8.00 s of coming back, 12,500/s"
    )


def test_the_others_stand_below_each_other_to_be_compared() -> None:
    assert list(lines_of_others({"before": CALM}))[1] == (
        "  before                               1,800     3.0     9.5    12.0      1.2"
    )


def test_the_verdict_counts_each_kind_of_broken_promise() -> None:
    wrong = Verdict((Complaint("lost", "a"), Complaint("lost", "b")), ("reader 1 was not closed",))
    assert list(lines_of_verdict(wrong)) == [
        "lost 2; repeated 0; out of order 0; reset 0; altered 0; troubles 1",
        "WRONG: 3",
    ]
    assert list(lines_of_verdict(Verdict()))[1] == "Everybody has what the database holds."
