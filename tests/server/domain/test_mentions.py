"""Whom a message names."""

import time

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.mentions import Mentions, check_mentions, find_mentions


def test_names_are_found_once_each_in_order_and_in_lower_case() -> None:
    assert find_mentions("@Bea, @anna and @bea").names == ("bea", "anna")


def test_room_is_no_name_but_everybody() -> None:
    assert find_mentions("@room: bread at six, @anna") == Mentions(("anna",), room=True)


def test_the_full_stop_of_a_sentence_is_no_part_of_a_name() -> None:
    assert find_mentions("Ask @anna. Or @j.doe-2, or _@bea_!").names == ("anna", "j.doe-2", "bea")


@pytest.mark.parametrize(
    "body",
    [
        "write to anna@example.org",
        "https://example.org/@anna",
        "anna@",
        "@@anna",
        r"\@anna",
        "@a",
        "@anna@example.org",
        "@j.doe@example.org",
        "@" + "a" * 33,
        "@annaé",
        "@éanna",
        "a@ſam",
    ],
)
def test_what_only_looks_like_a_mention_is_none(body: str) -> None:
    assert find_mentions(body) == Mentions((), room=False)


@pytest.mark.parametrize(
    "body",
    [
        "`@anna`",
        "``a ` @anna``",
        "`over\nlines @anna`",
        "```\n@anna\n```",
        "```py\n@anna\n\n@bea",
        "~~~~\n@anna\n~~~\n@bea\n~~~~",
        "  ```\n@anna\n  ```",
        "> ```\n> @anna\n> ```",
        "- ```\n  @anna\n  ```",
        "1. ~~~\n   @anna\n   ~~~",
        "```\n> ```\n@anna\n```",
        "```\n``` @anna\n```",
        r"\\`@anna`",
    ],
)
def test_code_mentions_nobody(body: str) -> None:
    assert find_mentions(body).names == ()


@pytest.mark.parametrize(
    "body",
    [
        "` @anna",
        "`` @anna `",
        r"\`@anna`",
        "`a`@anna`b`",
        "a ` b\n\n@anna `",
        "- one ` two\n- @anna ` three",
        "```\ncode\n```\n@anna",
        "```\ncode\n````\n@anna",
        "> ```\n> code\n@anna",
        "``` not a fence ` @anna",
        "    @anna",
        "1. ```\n@anna",
        "- ```\n> @anna",
        "a `\n> @anna `",
        "# a `\n@anna `",
        r"`a\` @anna `b`",
    ],
)
def test_what_stands_outside_of_code_is_found(body: str) -> None:
    assert find_mentions(body).names == ("anna",)


def test_the_longest_bodies_are_read_in_a_moment() -> None:
    started = time.process_time()
    for unit in ("`", "` `` ", "@a.", "> ", "- ", "\\`", "\\", "@", " ", "``` ", "1. ", "`\n"):
        find_mentions("@" + unit * (8_000 // len(unit)))
    assert time.process_time() - started < 1


def test_more_mentions_than_allowed_are_refused_with_the_limit() -> None:
    found = find_mentions(" ".join(f"@member{n}" for n in range(21)))
    with pytest.raises(Refusal) as refused:
        check_mentions(found, 20)
    assert refused.value.code == "bad_request"
    assert refused.value.field == "body"
    assert refused.value.limit == 20
    assert "21" in refused.value.detail
