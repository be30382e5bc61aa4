"""The longest time without an event is found by fault."""

from hubbub_load.chaos.silence import Span, longest_silences

KILL = Span("kill", 10.0, 12.0)


def test_a_silence_counts_from_the_event_before_the_fault_to_the_first_after_it() -> None:
    assert longest_silences([KILL], [[1.0, 9.0, 12.5, 13.0]]) == {"kill": 3.5}


def test_a_silence_that_ended_before_the_fault_or_began_after_it_is_not_its_own() -> None:
    assert longest_silences([KILL], [[1.0, 9.5, 10.5, 11.5, 12.5, 40.0]]) == {"kill": 1.0}


def test_the_longest_of_all_members_and_of_all_faults_of_a_kind_counts() -> None:
    again = Span("kill", 20.0, 21.0)
    cut = Span("cut", 30.0, 31.0)
    readers = [[9.0, 11.0, 19.0, 22.0, 29.0, 31.5], [9.0, 12.0, 20.5, 31.0, 32.0]]
    assert longest_silences([KILL, again, cut], readers) == {"kill": 10.5, "cut": 10.5}


def test_a_member_who_heard_nothing_at_all_has_no_silence_of_a_length() -> None:
    assert longest_silences([KILL], [[], [11.0]]) == {"kill": 0.0}
