"""Passwords: long enough, not endless, and spelled in one way."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.credentials import as_hashed, check_password


def test_ten_characters_are_enough() -> None:
    assert check_password("0123456789", "password") == "0123456789"


@pytest.mark.parametrize(("password", "limit"), [("012345678", 10), ("x" * 257, 256)])
def test_a_password_beyond_its_limits_is_refused_without_being_repeated(
    password: str, limit: int
) -> None:
    with pytest.raises(Refusal) as refused:
        check_password(password, "new")
    assert (refused.value.field, refused.value.limit) == ("new", limit)
    assert f"got {len(password)}" in refused.value.detail
    assert password not in refused.value.detail


def test_a_password_with_control_characters_is_refused() -> None:
    with pytest.raises(Refusal, match="control characters"):
        check_password("0123456789\0", "password")


def test_two_keyboards_spell_one_password_alike() -> None:
    assert as_hashed("cafe\u0301 cafe\u0301") == as_hashed("café café")
