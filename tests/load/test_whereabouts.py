"""At which hub a session was, and how often it moved."""

import pytest

from hubbub_load.whereabouts import Stay, count_moves, count_reconnects, hub_at

STAYS = [Stay(1.0, "a"), Stay(2.0, "b"), Stay(3.0, "b")]


@pytest.mark.parametrize(
    ("at", "hub"), [(0.5, "a"), (1.0, "a"), (1.9, "a"), (2.0, "b"), (2.5, "b"), (9.0, "b")]
)
def test_a_session_is_at_the_hub_of_its_latest_stay(at: float, hub: str) -> None:
    assert hub_at(STAYS, at) == hub


def test_only_a_reconnect_to_another_hub_is_a_move() -> None:
    assert (count_reconnects(STAYS), count_moves(STAYS)) == (2, 1)


def test_who_never_came_has_not_come_back() -> None:
    assert (count_reconnects([]), count_moves([])) == (0, 0)
