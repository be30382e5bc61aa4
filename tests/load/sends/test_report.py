"""The verdict on a run of sends: acknowledgements against the heads of the streams."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from hubbub_load.sends.cpu import CpuReading
from hubbub_load.sends.report import SendsReport, compare_heads, make_sends_report
from hubbub_load.sends.sender import SenderTally
from hubbub_load.sends.share import Load
from hubbub_load.sends.table import render_sends
from hubbub_load.sends.worker import WorkerTally
from hubbub_load.sends.workers import Measured

LOAD = Load(("a", "b"), senders=2, seconds=2, rooms=1)


def tally(hub: str, acknowledged: int = 10, **others: int) -> SenderTally:
    counted = array("d", [0.001 * number for number in range(1, acknowledged - 1)])
    made = SenderTally(hub, "room:x", acknowledged, latencies_s=counted)
    made.unanswered = others.get("unanswered", 0)
    return made


def report_of(
    senders: Sequence[SenderTally],
    grown: int,
    *,
    received: Sequence[int] = (),
    failures: Sequence[str] = (),
    machine: tuple[float | None, float | None] = (100.0, 103.0),
) -> SendsReport:
    worker = WorkerTally(senders, received, failures, cpu_s=0.16)
    measured = Measured(
        [worker], CpuReading({7: 5.0}, machine[0]), CpuReading({7: 5.8}, machine[1])
    )
    before: Mapping[str, int] = {"room:x": 3}
    return make_sends_report(LOAD, measured, before, {"room:x": 3 + grown})


def test_a_stream_that_grew_by_what_was_acknowledged_is_right() -> None:
    report = report_of([tally("a"), tally("b")], grown=20)
    assert (report.wrong, report.acknowledged, report.grown) == (0, 20, 20)


def test_only_what_was_acknowledged_in_time_is_counted() -> None:
    report = report_of([tally("a"), tally("b", 18)], grown=28)
    assert report.counted.latency.count == 24
    assert report.counted.per_s == 12
    assert (report.hubs["a"].per_s, report.hubs["b"].per_s) == (4, 8)
    assert report.hubs["a"].latency.p50_ms == pytest.approx(4)


def test_an_acknowledged_send_that_is_not_there_is_missing() -> None:
    report = report_of([tally("a")], grown=9)
    assert (report.missing, report.surplus, report.wrong) == (1, 0, 1)


def test_more_events_than_sends_are_a_surplus() -> None:
    report = report_of([tally("a")], grown=12)
    assert (report.missing, report.surplus, report.wrong) == (0, 2, 2)


@pytest.mark.parametrize("grown", [10, 11, 12])
def test_a_send_without_an_answer_may_be_there_or_not(grown: int) -> None:
    report = report_of([tally("a", unanswered=2)], grown=grown)
    assert report.wrong == 0
    assert "at most what had no answer" in render_sends(report)


def test_one_room_does_not_make_up_for_another() -> None:
    here, there = tally("a", 5), tally("a", 5)
    there.stream = "room:y"
    assert compare_heads([here, there], {"room:x": 4, "room:y": 6}) == (1, 1)


def test_what_watchers_did_not_get_is_wrong() -> None:
    report = report_of([tally("a")], grown=10, received=[10, 9])
    assert (report.delivered, report.undelivered, report.wrong) == (19, 1, 1)


def test_refusals_and_lost_sockets_are_wrong_and_said() -> None:
    refused = tally("a")
    refused.refused = Counter({"rate_limited: Too fast": 4})
    report = report_of([refused], grown=10, failures=["the hub closed with 1012"])
    assert report.wrong == 5
    text = render_sends(report)
    assert "REFUSED 4 × rate_limited: Too fast" in text
    assert "Raise the hub's limits" in text
    assert "FAILED the hub closed with 1012" in text
    assert text.endswith("WRONG: 5")


def test_cpu_time_is_divided_by_the_counted_sends() -> None:
    report = report_of([tally("a"), tally("b")], grown=20)
    assert report.tool_us_per_send == pytest.approx(10_000)
    assert report.hub_us_per_send == {"7": pytest.approx(50_000)}
    assert report.machine_us_per_send == pytest.approx(3.0 / 16 * 1e6)
    assert report.machine_cpu == pytest.approx(1.5)


def test_a_system_that_does_not_tell_leaves_the_machine_out() -> None:
    report = report_of([tally("a")], grown=10, machine=(None, None))
    assert report.machine_us_per_send is None
    assert "everything on this machine" not in render_sends(report)


def test_the_tool_tells_when_it_is_the_limit_itself() -> None:
    report = report_of([tally("a")], grown=10)
    assert "the limit itself" not in render_sends(report)
    busy = msgspec.structs.replace(report, tool_cpu=0.9)
    assert "the limit itself" in render_sends(busy)
    assert "the limit itself" not in render_sends(msgspec.structs.replace(busy, processes=2))


def test_one_is_not_many() -> None:
    text = render_sends(report_of([tally("a")], grown=10))
    assert text.startswith("2 senders with 8 sends unanswered each, 128 bytes, 1 room, 0 watchers")


def test_hubs_have_lines_of_their_own_and_the_verdict_comes_last() -> None:
    text = render_sends(report_of([tally("a"), tally("b")], grown=20))
    assert "\n  a  " in text
    assert "\n  b  " in text
    assert text.endswith("The streams hold exactly what was acknowledged.")


def test_a_run_without_any_acknowledgement_has_a_report_too() -> None:
    assert report_of([SenderTally("a", "room:x")], grown=0).counted.per_s == 0


def test_the_report_is_json_too() -> None:
    raw = msgspec.json.decode(msgspec.json.encode(report_of([tally("a"), tally("b")], grown=20)))
    assert raw["counted"]["per_s"] == 8
    assert raw["hub_us_per_send"].keys() == {"7"}
