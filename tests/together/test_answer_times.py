"""The measurement of what time tells, on very little."""

import pytest

from hubbub_load.programs.served_hub import ServedHub
from tests.together.answer_times import ANSWERS, SEEN_BY_DESIGN, measure, tell_apart

pytestmark = pytest.mark.slow


def test_every_call_is_timed_after_every_answer(hub: ServedHub) -> None:
    times = measure(hub.address, rounds=2, pairs=1)
    assert tuple(times) == ANSWERS
    assert {len(durations) for calls in times.values() for durations in calls.values()} == {2}
    found = tell_apart(times)
    assert found.keys() == {*times["none"], "all together"}
    compared = {call: len(aucs) for call, aucs in found.items()}
    assert compared == {call: 3 if call in SEEN_BY_DESIGN else 6 for call in found}
