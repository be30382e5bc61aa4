"""How well numbers tell two things apart."""

from random import Random

import pytest

from tests.together.telling_apart import auc, trained_auc


def test_the_auc_is_the_share_of_pairs_in_which_the_second_is_higher() -> None:
    random = Random(1)
    lower = [random.randrange(20) for _ in range(40)]
    higher = [random.randrange(5, 25) for _ in range(30)]
    pairs = [(one, other) for one in lower for other in higher]
    counted = sum((other > one) + (other == one) / 2 for one, other in pairs) / len(pairs)
    assert auc(lower, higher) == pytest.approx(counted)


def test_what_never_overlaps_is_told_apart_for_sure_and_what_is_the_same_not_at_all() -> None:
    assert auc([1, 2, 3], [4, 5]) == 1
    assert auc([4, 5], [1, 2, 3]) == 0
    assert auc([1, 2, 2, 3], [1, 2, 2, 3]) == 0.5


def test_a_trained_classifier_finds_what_only_several_numbers_together_tell() -> None:
    random = Random(1)
    noise = [random.lognormvariate(0, 1) for _ in range(400)]
    one = [(each, each * random.lognormvariate(0, 0.1)) for each in noise[:200]]
    other = [(each, each * random.lognormvariate(0.2, 0.1)) for each in noise[200:]]
    assert auc([row[1] for row in one], [row[1] for row in other]) < 0.65
    assert trained_auc(one, other) > 0.85


def test_a_trained_classifier_learns_nothing_from_chance() -> None:
    random = Random(1)
    one, other = (
        [[random.lognormvariate(0, 1) for _ in range(5)] for _ in range(400)] for _ in range(2)
    )
    assert 0.45 < trained_auc(one, other) < 0.55
