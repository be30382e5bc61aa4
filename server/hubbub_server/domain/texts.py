"""What people write into fields: how long, which characters, and what a refusal of it says.

Lengths are Unicode code points. A refusal never repeats the text, only its length or the one
character that is at fault.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_EMOJI, MAX_TAG

MAX_SEARCH: Final = 100
_TAG: Final = re.compile(r"[a-z0-9][a-z0-9-]*")

# Embeddings, overrides and isolates: in a name they would turn the text around it.
_TURNS_TEXT: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS: Final = frozenset("\u2028\u2029")
# Control characters and halves of surrogate pairs (categories Cc and Cs).
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROLS_OF_PROSE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"})
# Letters and symbols by category, yet nothing to be seen: the fillers of Hangul, blank Braille.
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def check_line(text: str, field: str, limit: int) -> str:
    """Return a text of one line without the blanks around it; it must have something to see."""
    line = check_optional_line(text, field, limit)
    if is_blank(line):
        raise Refusal("bad_request", f"`{field}` must not be blank", field=field, limit=limit)
    return line


def check_optional_line(text: str, field: str, limit: int) -> str:
    """Return a text of one line without the blanks around it; it may be empty."""
    _refuse(_CONTROLS, text, field)
    for character in text:
        if character in _TURNS_TEXT or character in _LINE_BREAKS:
            raise _bad_character(character, field)
    line = text.strip()
    check_length(line, field, limit)
    return line


def words_of(text: str, field: str) -> list[str]:
    """Return the casefolded words of a search."""
    return check_optional_line(text, field, MAX_SEARCH).casefold().split()


def check_prose(text: str, field: str, limit: int) -> None:
    """Refuse a text of many lines that is blank, too long, or has control characters."""
    check_length(text, field, limit)
    _refuse(_CONTROLS_OF_PROSE, text, field)
    if is_blank(text):
        raise Refusal("bad_request", f"`{field}` must not be blank", field=field, limit=limit)


def check_length(text: str, field: str, limit: int) -> None:
    """Refuse a text of more than ``limit`` characters."""
    if len(text) > limit:
        raise Refusal(
            "bad_request",
            f"`{field}` may have at most {limit:,} characters, got {len(text):,}",
            field=field,
            limit=limit,
        )


def check_count(items: Sequence[str], field: str, limit: int) -> None:
    """Refuse a list of more than ``limit`` items."""
    if len(items) > limit:
        raise Refusal(
            "bad_request",
            f"`{field}` may have at most {limit:,} items, got {len(items):,}",
            field=field,
            limit=limit,
        )


def check_tags(tags: Sequence[str], field: str, limit: int) -> tuple[str, ...]:
    """Return the tags, each once and in the order given; refuse one that is none."""
    check_count(tags, field, limit)
    for place, tag in enumerate(tags):
        check_length(tag, f"{field}[{place}]", MAX_TAG)
        if not _TAG.fullmatch(tag):
            raise Refusal(
                "bad_request",
                "A tag has lower-case letters a to z, digits and hyphens, and begins with a "
                f"letter or digit; item {place} of `{field}` is none",
                field=f"{field}[{place}]",
            )
    return tuple(dict.fromkeys(tags))


def check_emoji(emoji: str) -> None:
    """Refuse a reaction that is not one emoji."""
    check_length(emoji, "emoji", MAX_EMOJI)
    if not is_emoji(emoji):
        raise Refusal(
            "bad_request",
            f"`emoji` must be one emoji, got {len(emoji):,} characters that are not",
            field="emoji",
        )


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in a text."""
    return all(
        unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _FILLERS
        for character in text
    )


# An emoji as Unicode Technical Standard 51 builds it: elements joined by ZERO WIDTH JOINER, a
# flag of two regional indicators, or a keycap. `_is_emoji_sign` says what an element begins with.
_JOINER: Final = "\u200d"
_KEYCAP: Final = re.compile("[0-9#*]\ufe0f?\u20e3")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_ELEMENT: Final = re.compile(
    "(?P<sign>.)[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
)
_SIGNS_OF_OTHER_CATEGORIES: Final = frozenset("\u203c\u2049\u2139\u3030\u303d")


def is_emoji(text: str) -> bool:
    """Whether a text is exactly one emoji."""
    if _KEYCAP.fullmatch(text) or _FLAG.fullmatch(text):
        return True
    elements = [_ELEMENT.fullmatch(element) for element in text.split(_JOINER)]
    return all(element is not None and _is_emoji_sign(element["sign"]) for element in elements)


def _is_emoji_sign(character: str) -> bool:
    # By range too, since emoji are added faster than Python's table of categories.
    if "\U0001f000" <= character <= "\U0001fbff":
        return not _FLAG.fullmatch(character * 2)
    category = unicodedata.category(character)
    return character > "\u00a8" and (
        category in ("So", "Sm") or character in _SIGNS_OF_OTHER_CATEGORIES
    )


def _refuse(controls: re.Pattern[str], text: str, field: str) -> None:
    found = controls.search(text)
    if found is not None:
        raise _bad_character(found.group(), field)


def _bad_character(character: str, field: str) -> Refusal:
    return Refusal(
        "bad_request",
        f"`{field}` may not contain the character U+{ord(character):04X}",
        field=field,
    )
