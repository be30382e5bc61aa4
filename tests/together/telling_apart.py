"""How well numbers tell two things apart: the area under the ROC curve (AUC).

0.5 is guessing, 1 is telling them apart for sure, and so is 0, the other way round.
"""

from collections.abc import Sequence
from itertools import groupby
from math import exp, log
from operator import itemgetter
from statistics import fmean, pstdev
from typing import Final

_STEPS: Final = 200
_RATE: Final = 0.5
_FAR: Final = 4.0
"""So many standard deviations from the mean at most: a single pause must not lead."""

Rows = Sequence[Sequence[float]]


def auc(lower: Sequence[float], higher: Sequence[float]) -> float:
    """Return how often a number of the second kind is the higher one, ties counted as half.

    Reckoned from the ranks (Mann and Whitney).
    """
    marked = sorted([(value, 0) for value in lower] + [(value, 1) for value in higher])
    rank_sum, before = 0.0, 0
    for _, group in groupby(marked, key=itemgetter(0)):
        kinds = [kind for _, kind in group]
        rank_sum += sum(kinds) * (before + (len(kinds) + 1) / 2)
        before += len(kinds)
    of_higher = len(higher)
    return (rank_sum - of_higher * (of_higher + 1) / 2) / (len(lower) * of_higher)


def trained_auc(one: Rows, other: Rows) -> float:
    """Return the AUC of a logistic regression on several durations at once.

    It is trained on one half of the rows and judged by the other, and the other way round.
    """
    folds = []
    for parity in (0, 1):
        weights = _train(one[parity::2], other[parity::2])
        judged = [[weights(row) for row in rows[1 - parity :: 2]] for rows in (one, other)]
        folds.append(auc(*judged))
    return fmean(folds)


class _Weights:
    """What a regression has learnt: how to make one number of a row."""

    def __init__(self, rows: Rows) -> None:
        columns = [[log(value) for value in column] for column in zip(*rows, strict=True)]
        self._means = [fmean(column) for column in columns]
        self._widths = [pstdev(column) or 1.0 for column in columns]
        self.weights = [0.0] * len(columns)

    def standard(self, row: Sequence[float]) -> list[float]:
        """Return a row as distances from the means."""
        return [
            max(-_FAR, min(_FAR, (log(value) - mean) / width))
            for value, mean, width in zip(row, self._means, self._widths, strict=True)
        ]

    def score(self, standard: Sequence[float]) -> float:
        """Return how much a standard row looks like one of the second kind."""
        return sum(w * value for w, value in zip(self.weights, standard, strict=True))

    def __call__(self, row: Sequence[float]) -> float:
        return self.score(self.standard(row))


def _train(one: Rows, other: Rows) -> _Weights:
    """Go down the gradient of the log loss; both kinds count the same."""
    learnt = _Weights([*one, *other])
    marked = [(learnt.standard(row), 0.0) for row in one]
    marked += [(learnt.standard(row), 1.0) for row in other]
    for _ in range(_STEPS):
        gradient = [0.0] * len(learnt.weights)
        for row, kind in marked:
            wrong = 1 / (1 + exp(-learnt.score(row))) - kind
            gradient = [g + wrong * value for g, value in zip(gradient, row, strict=True)]
        learnt.weights = [
            w - _RATE * g / len(marked) for w, g in zip(learnt.weights, gradient, strict=True)
        ]
    return learnt
