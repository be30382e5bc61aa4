"""Who is let in while the hub has too much to do."""

from itertools import pairwise

from hubbub_server.ws.admission import LONGEST_LAG_S, Admission

LATE_S = LONGEST_LAG_S * 1.5


def told(*lags_s: float) -> Admission:
    admission = Admission()
    for lag_s in lags_s:
        admission.note_lag(lag_s)
    return admission


def test_a_hub_that_keeps_up_lets_everybody_in() -> None:
    assert told().wait_ms() is None
    assert told(0.0, LONGEST_LAG_S, LONGEST_LAG_S).wait_ms() is None


def test_one_late_moment_is_no_sign_of_too_much_to_do() -> None:
    assert told(0.01, 8.0).wait_ms() is None
    assert told(0.01, 8.0, 0.01).wait_ms() is None


def test_a_hub_that_stays_late_lets_nobody_in_until_it_keeps_up() -> None:
    admission = told(LATE_S, LATE_S)
    assert admission.wait_ms() is not None
    admission.note_lag(0.0)
    assert admission.wait_ms() is None


def test_those_sent_away_are_spread_evenly_over_four_seconds() -> None:
    admission = told(LATE_S, LATE_S)
    times = sorted(admission.wait_ms() or 0 for _ in range(1000))
    assert times[0] >= 1000
    assert times[-1] < 5000
    assert max(later - earlier for earlier, later in pairwise(times)) < 20
