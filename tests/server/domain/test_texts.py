"""What people write into fields."""

import sys
import unicodedata

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.texts import (
    check_emoji,
    check_line,
    check_optional_line,
    check_prose,
    check_tags,
    is_blank,
    is_emoji,
)


def test_blanks_around_a_line_are_taken_off() -> None:
    assert check_line("  Sourdough \u00a0", "name", 64) == "Sourdough"


def test_a_line_that_is_too_long_is_refused_with_limit_and_length() -> None:
    with pytest.raises(Refusal) as refused:
        check_line("x" * 65, "name", 64)
    assert (refused.value.code, refused.value.field, refused.value.limit) == (
        "bad_request",
        "name",
        64,
    )
    assert "65" in refused.value.detail


def test_lengths_are_counted_in_code_points() -> None:
    assert check_line("🍞" * 64, "name", 64) == "🍞" * 64


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\u3164", "\u2800", "\ufe0f"])
def test_a_line_with_nothing_to_see_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="must not be blank"):
        check_line(text, "name", 64)


@pytest.mark.parametrize(
    "character", ["\n", "\t", "\x00", "\x1b", "\x85", "\ud800", "\u202e", "\u2066", "\u2028"]
)
def test_a_line_with_a_character_that_hurts_is_refused_by_its_number(character: str) -> None:
    with pytest.raises(Refusal, match=f"U\\+{ord(character):04X}") as refused:
        check_line(f"Anna{character}", "display_name", 48)
    assert refused.value.field == "display_name"


def test_a_line_that_may_be_missing_may_be_empty() -> None:
    assert check_optional_line("  ", "line", 160) == ""


def test_prose_may_have_line_breaks_and_tabs() -> None:
    check_prose("one\n\ttwo", "body", 100)


@pytest.mark.parametrize("character", ["\x00", "\r", "\x7f", "\udfff"])
def test_prose_with_other_control_characters_is_refused(character: str) -> None:
    with pytest.raises(Refusal, match=f"U\\+{ord(character):04X}"):
        check_prose(f"a{character}b", "body", 100)


def test_no_other_character_of_unicode_is_refused_in_prose() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    controls = {c for c in every if unicodedata.category(c) in ("Cc", "Cs")} - {"\n", "\t"}
    check_prose("".join(c for c in every if c not in controls), "body", len(every))
    for character in controls:
        with pytest.raises(Refusal):
            check_prose(f"a{character}", "body", 100)


def test_blank_prose_is_refused() -> None:
    with pytest.raises(Refusal, match="must not be blank"):
        check_prose(" \n\t ", "body", 100)


def test_scripts_of_the_world_are_not_blank() -> None:
    assert not any(map(is_blank, ["パン", "хлеб", "خبز", "לחם", "빵", "𓀀", "🍞", "\ue000"]))


def test_tags_are_kept_once_each_in_order() -> None:
    assert check_tags(["rye", "bread", "rye"], "tags", 10) == ("rye", "bread")


@pytest.mark.parametrize("tag", ["", "Bread", "-rye", "rye bread", "brød", "rye\n"])
def test_what_is_no_tag_is_refused_by_its_place(tag: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_tags(["rye", tag], "purpose.tags", 10)
    assert refused.value.field == "purpose.tags[1]"


def test_too_many_tags_are_refused_with_the_limit() -> None:
    with pytest.raises(Refusal) as refused:
        check_tags([f"t{n}" for n in range(11)], "tags", 10)
    assert (refused.value.field, refused.value.limit) == ("tags", 10)


@pytest.mark.parametrize(
    "emoji",
    [
        "👍",
        "❤",
        "❤️",
        "👍🏽",
        "🇩🇰",
        "1️⃣",
        "👩‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "‼️",
        "ℹ️",
        "©️",
        "☕",
        "〽️",
        "🏴‍☠️",
        "🧑🏻‍❤️‍💋‍🧑🏿",
        "➕",
    ],
)
def test_an_emoji_is_one(emoji: str) -> None:
    assert is_emoji(emoji)


@pytest.mark.parametrize(
    "text", ["", "a", "ok", "1", "👍👍", "👍 ", " ", "+", "\u200d", "👍\u200d", "é", "🇩", "\ufe0f"]
)
def test_what_is_no_emoji_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_emoji(text)
    assert refused.value.field == "emoji"


def test_an_emoji_without_end_is_refused_with_the_limit() -> None:
    with pytest.raises(Refusal) as refused:
        check_emoji("\u200d".join("👩" * 20))
    assert refused.value.limit == 32
