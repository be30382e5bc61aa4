"""When heads are compared if nothing happens, and what counts as a pause of the hub."""

import pytest

from hubbub_server.hub.check_times import CheckTimes
from hubbub_server.hub.freshness import Freshness, Moment, moment_of
from hubbub_server.hub.pauses import Pauses
from tests.server.store.hand_clock import HandClock


@pytest.mark.parametrize(
    ("hurried", "least_ms", "most_ms"), [(False, 4_000, 6_000), (True, 250, 750)]
)
def test_comparisons_come_in_time_and_not_at_the_same_moment_everywhere(
    clock: HandClock, hurried: bool, least_ms: int, most_ms: int
) -> None:
    waited = [patience_ms(clock, hurried=hurried) for _ in range(100)]
    assert least_ms <= min(waited) < max(waited) <= most_ms + 1
    assert len(set(waited)) > 20


def patience_ms(clock: HandClock, *, hurried: bool) -> int:
    times = CheckTimes(clock)
    times.note_check()
    waited = 0
    while not times.is_due(hurried=hurried):
        clock.move(1_000)
        waited += 1
    return waited


def test_who_is_in_a_hurry_all_at_once_does_not_wait_in_peace(clock: HandClock) -> None:
    times = CheckTimes(clock)
    clock.move(750_000)
    assert not times.is_due(hurried=False)
    assert times.is_due(hurried=True)


def test_a_look_that_comes_much_too_late_shows_a_pause_once(clock: HandClock) -> None:
    pauses = Pauses(clock)
    clock.move(2_000_000)
    assert pauses.look() is None
    clock.move(60_000_000)
    assert pauses.look() == 60
    assert pauses.look() is None


def test_a_machine_that_sleeps_is_noticed_by_the_wall_clock() -> None:
    before, after = Moment(5.0, 1_000_000), Moment(5.5, 61_000_000)
    assert before.seconds_until(after) == 60
    assert Moment(5.0, 61_000_000).seconds_until(Moment(6.0, 1_000_000)) == 1


def test_rights_are_fresh_for_ten_seconds_from_the_beginning_of_a_check(clock: HandClock) -> None:
    rights = Freshness(clock)
    fresh = [rights.holds]
    began = moment_of(clock)
    clock.move(4_000_000)
    rights.note_check(began)
    for microseconds in (0, 6_000_000, 1):
        clock.move(microseconds)
        fresh.append(rights.holds)
    assert fresh == [False, True, True, False]
