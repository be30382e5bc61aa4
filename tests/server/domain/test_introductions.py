"""Who may introduce whom, and who may answer."""

from dataclasses import replace

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.introductions import (
    Introduction,
    answered,
    check_sentence,
    is_open,
    require_may_introduce,
    require_own,
    require_shown,
    require_two_others,
)

OPEN = Introduction(
    id="1",
    introduced_by="anna",
    one="bo",
    other="cleo",
    sentence="You both bake",
    state="open",
    dud=False,
    one_answer="none",
    other_answer="none",
    made_at=0,
    expires_at=100,
)


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


@pytest.mark.parametrize("members", [("anna", "bo"), ("bo", "bo"), ("bo", "anna")])
def test_one_introduces_two_others(members: tuple[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        require_two_others("anna", members)
    assert (refused.value.code, refused.value.field) == ("bad_request", "members")
    require_two_others("anna", ("bo", "cleo"))


def test_a_bot_introduces_nobody() -> None:
    with pytest.raises(Refusal) as refused:
        require_may_introduce("bot", (True, True), ("person", "person"), 0)
    assert code_of(refused) == "forbidden"


def test_nobody_introduces_a_bot() -> None:
    with pytest.raises(Refusal) as refused:
        require_may_introduce("person", (True, True), ("person", "bot"), 0)
    assert code_of(refused) == "bad_request"


def test_one_introduces_only_those_with_whom_one_is_connected() -> None:
    with pytest.raises(Refusal) as refused:
        require_may_introduce("person", (True, False), ("person", "person"), 0)
    assert code_of(refused) == "not_connected"


def test_three_introductions_may_be_open() -> None:
    require_may_introduce("person", (True, True), ("person", "person"), 2)
    with pytest.raises(Refusal) as refused:
        require_may_introduce("person", (True, True), ("person", "person"), 3)
    assert (refused.value.code, refused.value.limit) == ("conflict", 3)


def test_a_sentence_is_one_line_that_says_something() -> None:
    assert check_sentence("  You both bake ") == "You both bake"
    for wrong in ("", "x" * 201, "two\nlines"):
        with pytest.raises(Refusal):
            check_sentence(wrong)


def test_it_connects_once_both_have_accepted() -> None:
    half = answered(OPEN, "bo", "accepted")
    assert not half.complete
    assert answered(half, "cleo", "accepted").complete
    assert not answered(half, "cleo", "declined").complete


def test_by_the_clock_it_is_open_no_longer() -> None:
    assert is_open(OPEN, 99)
    assert not is_open(OPEN, 100)


@pytest.mark.parametrize(
    ("introduction", "member"),
    [
        (None, "bo"),
        (OPEN, "anna"),
        (OPEN, "dan"),
        (replace(OPEN, dud=True), "bo"),
        (replace(OPEN, state="withdrawn"), "bo"),
        (answered(OPEN, "bo", "declined"), "bo"),
    ],
)
def test_what_one_may_not_answer_does_not_exist(
    introduction: Introduction | None, member: str
) -> None:
    with pytest.raises(Refusal) as refused:
        require_shown(introduction, member, now_us=1)
    assert code_of(refused) == "not_found"


def test_after_one_has_declined_the_other_may_still_answer() -> None:
    assert (
        require_shown(answered(OPEN, "bo", "declined"), "cleo", now_us=1).one_answer == "declined"
    )


def test_its_maker_alone_withdraws_it_also_if_it_is_a_dud() -> None:
    dud = replace(OPEN, dud=True)
    assert require_own(dud, "anna", now_us=1) is dud
    with pytest.raises(Refusal):
        require_own(OPEN, "bo", now_us=1)
