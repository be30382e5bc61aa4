"""What a profile may be, and who sees it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec import UNSET

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import COLOUR_PATTERN, MAX_DISPLAY_NAME, MAX_INTERESTS, MAX_LINE
from hubbub_protocol.members import EditProfile, Profile
from hubbub_server.domain.texts import check_line, check_optional_line, check_tags

_COLOUR: Final = re.compile(COLOUR_PATTERN)


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """The new values of a profile, checked; None where a field stays."""

    display_name: str | None
    avatar_colour: str | None
    line: str | None
    interests: tuple[str, ...] | None


def no_such_member() -> Refusal:
    """The one answer to a member who does not exist or must not be known of."""
    return Refusal("not_found", "There is no such member", field="member")


def check_display_name(name: str) -> str:
    """Return a display name without the blanks around it."""
    return check_line(name, "display_name", MAX_DISPLAY_NAME)


def check_profile(edit: EditProfile) -> ProfileChange:
    """Check each field that is to change."""
    return ProfileChange(
        display_name=None if edit.display_name is UNSET else check_display_name(edit.display_name),
        avatar_colour=None if edit.avatar_colour is UNSET else _check_colour(edit.avatar_colour),
        line=None if edit.line is UNSET else check_optional_line(edit.line, "line", MAX_LINE),
        interests=(
            None
            if edit.interests is UNSET
            else check_tags(edit.interests, "interests", MAX_INTERESTS)
        ),
    )


def searchable(username: str, display_name: str, interests: Sequence[str]) -> str:
    """Return the text in which the words of a search for members are looked up."""
    return " ".join([display_name, username, *interests]).casefold()


def _check_colour(colour: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise Refusal(
            "bad_request",
            "`avatar_colour` must be # and six hexadecimal digits in lower case, "
            f"got {len(colour):,} characters that are not",
            field="avatar_colour",
        )
    return colour


def changed(profile: Profile, change: ProfileChange) -> Profile:
    """Return what becomes of a profile."""
    given = {
        "display_name": change.display_name,
        "avatar_colour": change.avatar_colour,
        "line": change.line,
        "interests": change.interests,
    }
    return msgspec.structs.replace(
        profile, **{name: value for name, value in given.items() if value is not None}
    )
