"""Who may ask to join a room, and when again."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.rooms import Access
from hubbub_server.domain.access import Membership, RoomRights
from hubbub_server.domain.join_requests import (
    KnownRequest,
    check_reason,
    check_word,
    require_may_ask,
)

DAY_US = 24 * 3600 * 1_000_000
ON_REQUEST = RoomRights("request", look=False, state="active")
MEMBER = Membership("member", "member", joined_seq=3, until_seq=None)
GONE = Membership("member", "removed", joined_seq=3, until_seq=9)


def ask(
    room: RoomRights | None = ON_REQUEST,
    membership: Membership | None = None,
    known: KnownRequest | None = None,
    *,
    pending: int = 0,
    now_us: int = 100 * DAY_US,
) -> tuple[str, str | None] | None:
    """Return code and field of the refusal, or None if one may ask."""
    try:
        require_may_ask(room, membership, known, pending=pending, now_us=now_us)
    except Refusal as refusal:
        return refusal.code, refusal.field
    return None


def test_who_does_not_belong_to_a_room_on_request_may_ask() -> None:
    assert ask() is None
    assert ask(membership=GONE) is None


def test_a_member_has_nothing_to_ask() -> None:
    assert ask(membership=MEMBER) == ("conflict", "room")


@pytest.mark.parametrize(
    ("access", "answer"),
    [("open", ("conflict", "room")), ("invite", ("not_found", "room"))],
)
def test_one_asks_in_rooms_on_request_alone(access: Access, answer: tuple[str, str]) -> None:
    assert ask(RoomRights(access, look=False, state="active")) == answer


def test_what_one_may_not_know_of_is_not_found() -> None:
    banned = Membership("member", "banned", joined_seq=3, until_seq=9)
    assert ask(None) == ("not_found", "room")
    assert ask(membership=banned) == ("not_found", "room")


def test_an_archived_room_takes_no_requests() -> None:
    assert ask(RoomRights("request", look=False, state="archived")) == ("forbidden", "room")


def test_one_who_has_asked_waits_for_the_answer() -> None:
    assert ask(known=KnownRequest("pending", 0)) == ("conflict", "room")


def test_a_refusal_holds_for_seven_days() -> None:
    refused = KnownRequest("refused", 100 * DAY_US)
    assert ask(known=refused, now_us=107 * DAY_US - 1) == ("conflict", "room")
    assert ask(known=refused, now_us=107 * DAY_US) is None


def test_one_who_asks_too_early_learns_when() -> None:
    refused = KnownRequest("refused", 1_790_000_000_000_000)
    with pytest.raises(Refusal, match="from 2026-09-28 14:13 UTC on"):
        require_may_ask(ON_REQUEST, None, refused, pending=0, now_us=1_790_000_000_000_000)


def test_at_most_ten_requests_of_a_member_wait_for_an_answer() -> None:
    assert ask(pending=9) is None
    assert ask(pending=10) == ("conflict", None)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "two\nlines", "\u202etxet"])
def test_a_reason_is_one_line_of_at_most_300_characters(reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_reason(reason)
    assert (refused.value.code, refused.value.field) == ("bad_request", "reason")


def test_a_word_may_be_empty_but_no_longer_than_200_characters() -> None:
    assert check_word("") == ""
    assert check_word(" Full ") == "Full"
    with pytest.raises(Refusal) as refused:
        check_word("x" * 201)
    assert (refused.value.field, refused.value.limit) == ("word", 200)
