"""A member's screen: what the store says, and every event of ``control`` behind that, once."""

from hubbub_protocol.events import BlockLifted, BlockSet
from hubbub_server.hub.screen import Screen
from hubbub_server.store.blocks import BlocksOf

BO = "bo"
SET = BlockSet(blocker=BO, blocked="cy")
LIFTED = BlockLifted(blocker=BO, blocked="cy")


def known(at: int, *blocked: str, by: tuple[str, ...] = ()) -> Screen:
    """Make Bo's screen as the store tells it."""
    screen = Screen()
    screen.learn(BlocksOf(at, frozenset(blocked), frozenset(by)))
    return screen


def test_it_holds_whom_one_has_blocked_and_by_whom_one_is_blocked() -> None:
    assert known(7, "cy", by=("dee",)).others == {"cy", "dee"}


def test_what_comes_while_the_store_is_asked_is_not_forgotten() -> None:
    screen = Screen()
    screen.take(8, BO, SET)
    screen.learn(BlocksOf(7, frozenset(), frozenset()))
    assert screen.others == {"cy"}


def test_what_comes_while_the_store_is_asked_and_is_in_its_answer_counts_once() -> None:
    screen = Screen()
    screen.take(8, BO, SET)
    screen.learn(BlocksOf(9, frozenset(), frozenset()))  # 9: it was lifted
    assert screen.others == set()


def test_a_second_answer_of_the_store_does_not_undo_what_came_after_the_first() -> None:
    screen = known(7, "cy")
    screen.take(8, BO, LIFTED)
    screen.learn(BlocksOf(7, frozenset({"cy"}), frozenset()))
    assert screen.others == set()


def test_what_is_lifted_of_one_side_leaves_the_other() -> None:
    screen = known(7, "cy", by=("cy",))
    screen.take(8, BO, LIFTED)
    assert screen.others == {"cy"}
    screen.take(9, BO, BlockLifted(blocker="cy", blocked=BO))
    assert screen.others == set()
