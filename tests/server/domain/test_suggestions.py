"""Whom one might know better, and why, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_server.domain.exchanges import Exchange
from hubbub_server.domain.suggestions import (
    Mutual,
    mutual_of,
    reason_of,
    strongest,
    suggests_bridge,
    suggests_met,
)

COUNTS = st.integers(0, 10_000)


@given(COUNTS, COUNTS)
def test_attention_of_one_side_suggests_nobody(replies: int, reactions: int) -> None:
    fan = mutual_of("bread", Exchange(replies_of_one=replies, reactions_of_one=reactions))
    assert not suggests_met([fan])
    assert not suggests_bridge([fan])


@given(st.builds(Exchange, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS))
def test_the_two_are_alike(exchange: Exchange) -> None:
    turned = Exchange(
        exchange.replies_of_other,
        exchange.replies_of_one,
        exchange.reactions_of_other,
        exchange.reactions_of_one,
        exchange.threads,
    )
    assert mutual_of("bread", exchange) == mutual_of("bread", turned)


@pytest.mark.parametrize(
    ("met", "enough"),
    [
        (Mutual("bread", 2, 0, 0), True),
        (Mutual("bread", 1, 1, 2), True),
        (Mutual("bread", 1, 1, 1), False),
        (Mutual("bread", 0, 4, 0), True),
        (Mutual("bread", 0, 0, 7), False),
    ],
)
def test_who_met_enough(met: Mutual, *, enough: bool) -> None:
    assert suggests_met([met]) is enough


def test_what_was_in_several_rooms_counts_together() -> None:
    met = [Mutual("bread", 1, 0, 0), Mutual("gardens", 1, 0, 0)]
    assert suggests_met(met)
    assert strongest(met) == met[0]


def test_reactions_taken_back_more_often_than_made_count_as_none() -> None:
    assert mutual_of("bread", Exchange(reactions_of_one=-3, reactions_of_other=2)).reactions == 0


@pytest.mark.parametrize(
    ("met", "words"),
    [
        (Mutual("1", 4, 0, 0), "answered each other 4 times"),
        (Mutual("1", 1, 2, 0), "answered each other once and reacted to each other twice"),
        (
            Mutual("1", 1, 1, 1_500),
            (
                "answered each other once, reacted to each other once and both answered the same"
                " 1,500 messages"
            ),
        ),
        (Mutual("1", 0, 0, 1), "both answered the same message"),
    ],
)
def test_the_reason_is_said_in_words(met: Mutual, words: str) -> None:
    assert reason_of("met", met, room="bread") == f"you {words} in #bread"


def test_a_bridge_names_the_rooms_that_it_would_join() -> None:
    words = reason_of(
        "bridge", Mutual("1", 1, 0, 0), room="bread", own_room="gardens", other_room="bees"
    )
    assert "nobody belongs to both #gardens and #bees" in words
