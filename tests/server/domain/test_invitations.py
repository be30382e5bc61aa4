"""What the codes of invitations are."""

import re

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.invitations import MakeInvitation
from hubbub_server.domain.invitations import (
    CODE_BYTES,
    check_note,
    code_hash_of,
    code_of,
    require_place_for_another,
)


def test_a_code_has_at_least_100_random_bits_that_people_can_type() -> None:
    assert CODE_BYTES * 8 >= 100
    assert re.fullmatch("[a-z2-7]{26}", code_of(bytes(range(CODE_BYTES))))
    assert code_of(b"\x00" * CODE_BYTES) != code_of(b"\x00" * (CODE_BYTES - 1) + b"\x01")


def test_case_and_blanks_around_a_code_do_not_matter() -> None:
    assert code_hash_of(" ABCD\n") == code_hash_of("abcd")
    assert code_hash_of("abce") != code_hash_of("abcd")


def test_any_text_at_all_can_be_looked_up() -> None:
    assert len(code_hash_of("\ud800 \x00 " + "x" * 256)) == 32


def test_a_note_has_at_most_100_characters() -> None:
    assert check_note(MakeInvitation(note=" for the fair ")) == "for the fair"
    with pytest.raises(Refusal) as refused:
        check_note(MakeInvitation(note="x" * 101))
    assert (refused.value.field, refused.value.limit) == ("note", 100)


def test_at_most_a_hundred_invitations_are_open_in_one_place() -> None:
    require_place_for_another(99)
    with pytest.raises(Refusal) as refused:
        require_place_for_another(100)
    assert (refused.value.code, refused.value.limit) == ("conflict", 100)
