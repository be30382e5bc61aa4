"""The report: figures reckoned from what was noted, and every fault counted."""

import msgspec
import pytest

from hubbub_load.outcome import Outcome
from hubbub_load.plan import PlannedMessage
from hubbub_load.report import make_report
from hubbub_load.stage import Delivery
from hubbub_load.table import render
from hubbub_load.verify import Findings, Sighting
from hubbub_load.watcher import View
from hubbub_load.whereabouts import Stay

PLAN = [
    PlannedMessage("bread", "ana", "one", 0.0, None, None),
    PlannedMessage("bread", "ben", "two", 0.1, 0, 0),
]

SEEN = (Sighting(5, "A", "one", None), Sighting(6, "B", "two", 5))


def view(*seen: Sighting, replayed: bool = False) -> View:
    made = View()
    for place, sighting in enumerate(seen):
        made.seen.append(sighting)
        made.seen_at.append(10.05 + place)
        made.replayed.append(replayed)
    return made


def outcome() -> Outcome:
    return Outcome(
        plan=PLAN,
        order="author",
        hubs=["a"],
        deliveries=[
            Delivery(due_at=10.0, sent_at=10.0, acknowledged_at=10.002, seq=5),
            Delivery(due_at=10.1, sent_at=10.101, acknowledged_at=10.6, seq=6, reconnected=True),
        ],
        member_of={"ana": "A", "ben": "B"},
        views=[{"bread": view(*SEEN)}, {"bread": view(*SEEN, replayed=True)}],
        author_stays={"ana": [Stay(9.0, "a")], "ben": [Stay(9.0, "a"), Stay(10.3, "a")]},
        watcher_stays=[[Stay(9.0, "a")], [Stay(9.0, "a"), Stay(10.0, "a")]],
        unapplied=0,
        rate_limited=0,
        failures=[],
        started_at=10.0,
        ended_at=12.0,
        tool_cpu_s=0.5,
    )


def test_a_sound_outcome_has_nothing_wrong() -> None:
    report = make_report(outcome())
    assert report.wrong == 0
    assert report.findings == Findings(delivered=4)
    assert (report.messages, report.acknowledged, report.expected) == (2, 2, 4)
    assert (report.messages_per_s, report.deliveries_per_s) == (1.0, 2.0)


def test_what_waited_for_a_reconnect_is_reckoned_apart() -> None:
    straight, over, delivered, delivered_over = make_report(outcome()).latencies.values()
    assert (straight.count, over.count) == (1, 1)
    assert straight.max_ms == pytest.approx(2)
    assert over.max_ms == pytest.approx(499)
    assert (delivered.count, delivered_over.count) == (1, 3)
    assert delivered.max_ms == pytest.approx(50)


def test_the_tool_tells_when_it_is_the_limit_itself() -> None:
    busy = msgspec.structs.replace(outcome(), tool_cpu_s=1.9)
    assert make_report(outcome()).tool_cpu == pytest.approx(0.25)
    assert "the limit itself" not in render(make_report(outcome()))
    assert "the limit itself" in render(make_report(busy))


def test_the_tool_tells_when_it_was_held_up() -> None:
    first = Delivery(due_at=10.0, sent_at=10.2, acknowledged_at=10.3, seq=5)
    late = msgspec.structs.replace(outcome(), deliveries=[first, outcome().deliveries[1]])
    assert "held it up" not in render(make_report(outcome()))
    assert "held it up" in render(make_report(late))


def test_an_unacknowledged_message_is_wrong() -> None:
    deliveries = [outcome().deliveries[0], Delivery(due_at=10.1, sent_at=10.1)]
    report = make_report(msgspec.structs.replace(outcome(), deliveries=deliveries))
    assert report.acknowledged == 1
    assert report.wrong > 0


def test_a_watcher_that_saw_less_is_wrong_and_differs() -> None:
    views = [*outcome().views, {"bread": view()}]
    stays = [*outcome().watcher_stays, [Stay(9.0, "a")]]
    report = make_report(msgspec.structs.replace(outcome(), views=views, watcher_stays=stays))
    assert (report.findings.missing, report.differing_watchers) == (2, 1)
    assert report.wrong == 3


def test_messages_that_changed_places_are_told_apart_from_faults() -> None:
    first, second = outcome().deliveries
    first.seq, second.seq = 6, 5
    plan = [PLAN[0], PlannedMessage("bread", "ben", "two", 0.1, None, None)]
    seen = (Sighting(5, "B", "two", None), Sighting(6, "A", "one", None))
    swapped = msgspec.structs.replace(
        outcome(), plan=plan, deliveries=[first, second], views=[{"bread": view(*seen)}] * 2
    )
    assert (make_report(swapped).moved, make_report(swapped).wrong) == (2, 0)
    strict = make_report(msgspec.structs.replace(swapped, order="log"))
    assert (strict.misplaced, strict.wrong) == (1, 1)


def test_every_failure_counts_and_is_shown() -> None:
    report = make_report(msgspec.structs.replace(outcome(), failures=["ana: forbidden: no"]))
    assert report.wrong == 1
    assert "FAILED ana: forbidden: no" in render(report)


def test_refusals_for_speed_are_said_in_words() -> None:
    report = make_report(msgspec.structs.replace(outcome(), rate_limited=7))
    assert "refused 7 sends as rate_limited" in render(report)
    assert "rate_limited" not in render(make_report(outcome()))


def test_the_table_ends_with_the_verdict() -> None:
    assert render(make_report(outcome())).endswith("Everything is as the log says.")


def test_the_report_is_json_too() -> None:
    raw = msgspec.json.decode(msgspec.json.encode(make_report(outcome())))
    assert raw["findings"]["delivered"] == 4
    assert raw["latencies"]["send to acknowledgement"]["count"] == 1


def over_two_hubs() -> Outcome:
    """Ana and the first watcher stay at a; ben goes from a to b, the second watcher from b to a."""
    first, second = outcome().deliveries
    second.reconnected = False
    return msgspec.structs.replace(
        outcome(),
        hubs=["a", "b"],
        deliveries=[first, second],
        views=[{"bread": view(*SEEN)}, {"bread": view(*SEEN)}],
        author_stays={"ana": [Stay(9.0, "a")], "ben": [Stay(9.0, "a"), Stay(10.3, "b")]},
        watcher_stays=[[Stay(9.0, "a")], [Stay(9.0, "b"), Stay(10.5, "a")]],
    )


def test_of_several_hubs_each_has_its_own_figures() -> None:
    report = make_report(over_two_hubs())
    at_a, at_b = report.hubs["a"], report.hubs["b"]
    assert (at_a.acknowledged, at_b.acknowledged) == (1, 1)
    assert at_b.acknowledged_per_s == pytest.approx(0.5)
    assert at_a.to_acknowledgement.max_ms == pytest.approx(2)
    assert at_b.to_acknowledgement.max_ms == pytest.approx(499)
    assert (at_a.delivered, at_b.delivered) == (3, 1)


def test_deliveries_on_the_authors_hub_are_told_from_those_on_another() -> None:
    latencies = make_report(over_two_hubs()).latencies
    assert latencies["due to delivery"].count == 4
    assert latencies["  on the author’s hub"].count == 1
    assert latencies["  on another hub"].count == 3


def test_reconnects_that_lead_to_another_hub_are_counted() -> None:
    report = make_report(over_two_hubs())
    assert (report.author_reconnects, report.watcher_reconnects, report.moves) == (1, 1, 2)
    assert make_report(outcome()).moves == 0


def test_the_table_tells_hubs_apart_only_where_there_are_several() -> None:
    assert "by hub" in render(make_report(over_two_hubs()))
    assert "hub  " not in render(make_report(outcome()))
