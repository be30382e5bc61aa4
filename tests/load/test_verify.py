"""The verification finds each kind of damage, and nothing in what is sound."""

import pytest

from hubbub_load.verify import (
    Findings,
    SentMessage,
    Sighting,
    check_watcher,
    count_differing,
    count_misplaced,
)

SENT = [
    SentMessage("ana", "Who feeds the starter?", None, 11),
    SentMessage("ben", "I do, at noon.", 11, 12),
    SentMessage("ana", "Thanks!", 12, 14),
    SentMessage("cy", "Thanks!", None, 15),
]
JOINED = Sighting(13, "", "", None)
SEEN = [
    Sighting(11, "ana", "Who feeds the starter?", None),
    Sighting(12, "ben", "I do, at noon.", 11),
    JOINED,
    Sighting(14, "ana", "Thanks!", 12),
    Sighting(15, "cy", "Thanks!", None),
]


def test_a_sound_view_has_nothing_wrong() -> None:
    assert check_watcher(SENT, SEEN) == Findings(delivered=4)


def test_an_event_that_is_no_message_counts_in_the_order_alone() -> None:
    assert check_watcher(SENT, [s for s in SEEN if s != JOINED]) == Findings(delivered=4, holes=1)


def test_a_missing_message_is_found() -> None:
    assert check_watcher(SENT, SEEN[:1] + SEEN[2:]) == Findings(delivered=3, missing=1, holes=1)


def test_a_missing_last_message_is_found() -> None:
    assert check_watcher(SENT, SEEN[:-1]) == Findings(delivered=3, missing=1)


def test_a_view_of_nothing_misses_everything() -> None:
    assert check_watcher(SENT, []) == Findings(missing=4)


def test_an_event_seen_twice_is_found() -> None:
    assert check_watcher(SENT, [*SEEN, SEEN[-1]]) == Findings(delivered=4, repeated=1)


def test_an_earlier_event_seen_again_is_both_repeated_and_out_of_order() -> None:
    again = check_watcher(SENT, [*SEEN, SEEN[0]])
    assert again == Findings(delivered=4, repeated=1, out_of_order=1)


def test_a_second_event_of_one_message_is_found() -> None:
    second = Sighting(16, "cy", "Thanks!", None)
    assert check_watcher(SENT, [*SEEN, second]) == Findings(delivered=4, repeated=1)


def test_two_messages_seen_in_the_wrong_order_are_found() -> None:
    swapped = [SEEN[1], SEEN[0], *SEEN[2:]]
    assert check_watcher(SENT, swapped) == Findings(delivered=4, out_of_order=1)


@pytest.mark.parametrize(
    "altered",
    [
        Sighting(12, "ben", "I do, at moon.", 11),
        Sighting(12, "ana", "I do, at noon.", 11),
        Sighting(12, "ben", "I do, at noon.", None),
        JOINED._replace(seq=12),
    ],
    ids=["text", "author", "reply target", "another event in its place"],
)
def test_an_altered_message_is_found(altered: Sighting) -> None:
    view = [SEEN[0], altered, *SEEN[2:]]
    assert check_watcher(SENT, view) == Findings(delivered=4, altered=1)


def test_a_message_that_is_not_of_the_log_is_found() -> None:
    foreign = Sighting(16, "dot", "Hello", None)
    assert check_watcher(SENT, [*SEEN, foreign]) == Findings(delivered=4, strange=1)


def test_a_message_seen_without_its_acknowledgement_is_delivered_once() -> None:
    sent = [*SENT[:3], SENT[3]._replace(seq=None)]
    assert check_watcher(sent, SEEN) == Findings(delivered=4)


def test_two_messages_acknowledged_with_one_seq_are_one_too_few() -> None:
    sent = [*SENT, SentMessage("cy", "Thanks!", None, 15)]
    assert check_watcher(sent, SEEN) == Findings(delivered=4, missing=1)


def test_an_author_whose_messages_changed_places_is_found() -> None:
    sent = [SENT[0]._replace(seq=14, reply_to=None), SENT[2]._replace(seq=11, reply_to=None)]
    assert count_misplaced(sent, "author") == 1


def test_a_reply_before_what_it_answers_is_found() -> None:
    assert count_misplaced([SENT[0], SENT[1]._replace(seq=10)], "author") == 1


def test_messages_of_two_authors_may_change_places_unless_the_order_of_the_log_was_asked() -> None:
    sent = [SENT[0]._replace(seq=12), SENT[3]._replace(seq=11)]
    assert count_misplaced(sent, "author") == 0
    assert count_misplaced(sent, "log") == 1


def test_an_unacknowledged_message_has_no_place_to_be_wrong() -> None:
    assert count_misplaced([SENT[0]._replace(seq=None), SENT[3]], "log") == 0


def test_watchers_that_saw_another_order_are_counted() -> None:
    other = [SEEN[1], SEEN[0], *SEEN[2:]]
    assert count_differing([SEEN, list(SEEN), other]) == 1


def test_findings_add_up() -> None:
    total = Findings(delivered=2, missing=1) + Findings(delivered=3, repeated=4)
    assert total == Findings(delivered=5, missing=1, repeated=4)
    assert total.wrong == 5
