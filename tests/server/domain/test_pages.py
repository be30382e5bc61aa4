"""Places in a list that is shown page by page."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.ids import make_id
from hubbub_server.domain.pages import Cursor, cut, read_cursor

ID = make_id(1_800_000_000_000_000, 7)


def test_a_cursor_is_read_as_it_was_written() -> None:
    page, following = cut([1, 2, 3], 2, lambda item: Cursor(ID, f"{item} Ærø & co"))
    assert page == [1, 2]
    assert following is not None
    assert read_cursor(following) == Cursor(ID, "2 Ærø & co")


def test_the_last_page_has_no_next() -> None:
    assert cut([1, 2], 2, lambda item: Cursor(ID, str(item))) == ([1, 2], None)
    assert cut([], 2, lambda item: Cursor(ID, str(item))) == ([], None)


def test_the_first_page_has_no_cursor() -> None:
    assert read_cursor("") is None


@pytest.mark.parametrize("after", ["x", ID[:-1], ID.upper() + "1", ID + "\x00", ID + "\n1"])
def test_what_is_no_cursor_is_refused(after: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_cursor(after)
    assert (refused.value.code, refused.value.field) == ("bad_request", "after")


def test_a_cursor_may_carry_a_number() -> None:
    assert Cursor(ID, "17").number == 17
    for sort in ("", "-1", "1.5", "٣", "9" * 30):
        with pytest.raises(Refusal) as refused:
            _ = Cursor(ID, sort).number
        assert refused.value.field == "after"
