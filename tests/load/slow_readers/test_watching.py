"""When sockets are gone is told from how many there were at each look."""

import pytest

from hubbub_load.slow_readers.figures import Span
from hubbub_load.slow_readers.watching import Watched


@pytest.mark.parametrize(
    ("sockets", "gone_at"),
    [
        ([(1.0, 7), (2.0, 5), (3.0, 4), (4.0, 4)], 3.0),
        ([(1.0, 4), (2.0, 4)], 1.0),
        ([(1.0, 4), (2.0, 5), (3.0, 3)], 3.0),
        ([(1.0, 5), (2.0, 5)], None),
        ([], None),
    ],
)
def test_sockets_are_gone_from_when_there_are_no_more_than_before_for_good(
    sockets: list[tuple[float, int]], gone_at: float | None
) -> None:
    assert Watched(Span(0, 9), [], sockets).gone_at(4) == gone_at
