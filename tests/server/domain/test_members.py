"""What a profile may be."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.ids import make_id
from hubbub_protocol.members import EditProfile, Profile
from hubbub_server.domain.members import changed, check_profile, searchable

PROFILE = Profile(
    id=make_id(0, 0),
    username="anna",
    display_name="Anna",
    avatar_colour="#aabbcc",
    kind="person",
    line="Bakes",
    interests=("rye",),
    created_at=0,
)


def test_what_is_not_given_stays() -> None:
    assert changed(PROFILE, check_profile(EditProfile())) == PROFILE


def test_what_may_be_empty_can_be_emptied() -> None:
    emptied = changed(PROFILE, check_profile(EditProfile(line=" ", interests=())))
    assert (emptied.line, emptied.interests) == ("", ())


@pytest.mark.parametrize("colour", ["", "red", "#AABBCC", "#aabbcc ", "#aabbccdd", "#aabbcg"])
def test_a_colour_has_one_spelling(colour: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_profile(EditProfile(avatar_colour=colour))
    assert refused.value.field == "avatar_colour"


def test_a_member_is_searched_by_names_and_interests_without_case() -> None:
    assert searchable("anna", "Anna Groß", ("rye",)) == "anna gross anna rye"
