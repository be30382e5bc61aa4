"""The synthetic log: the same for the same seed, sound, and like what people write."""

from collections import Counter
from itertools import pairwise

import pytest

from hubbub_load.log import LogMessage, read_log, write_line
from hubbub_load.synthetic import Size, make_log

SIZE = Size(rooms=4, authors=60, messages=10_000)


@pytest.fixture(scope="module")
def log() -> list[LogMessage]:
    return list(make_log(1, SIZE))


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(log: list[LogMessage]) -> None:
    again = b"".join(map(write_line, make_log(1, SIZE)))
    assert again == b"".join(map(write_line, log))
    assert again != b"".join(map(write_line, make_log(2, SIZE)))


def test_it_is_a_sound_log_sorted_by_time(log: list[LogMessage]) -> None:
    assert read_log(map(write_line, log)) == log
    assert [m.at for m in log] == sorted(m.at for m in log)


def test_it_has_the_size_that_was_asked(log: list[LogMessage]) -> None:
    assert len(log) == 10_000
    assert len({m.room for m in log}) == 4
    assert len({m.author for m in log}) == 60


def test_few_authors_write_much_and_many_write_little(log: list[LogMessage]) -> None:
    counts = sorted(Counter(m.author for m in log).values(), reverse=True)
    assert sum(counts[:6]) > len(log) / 3
    assert counts[-1] < 100


def test_it_has_replies_mentions_scripts_markdown_short_and_long_texts(
    log: list[LogMessage],
) -> None:
    texts = [m.text for m in log]
    assert 0.2 < sum(m.reply_to is not None for m in log) / len(log) < 0.4
    assert any(text.startswith("@") for text in texts)
    assert any("```" in text for text in texts)
    assert any(any(ord(character) > 0xFFFF for character in text) for text in texts)
    assert min(map(len, texts)) == 1
    assert 7_900 < max(map(len, texts)) <= 8_000


def test_it_has_bursts_and_silences(log: list[LogMessage]) -> None:
    gaps_s = sorted((b.at - a.at) / 1e6 for a, b in pairwise(log))
    assert gaps_s[len(gaps_s) // 2] < 10
    assert gaps_s[-1] > 3_600


def test_more_names_than_there_are_words_for_are_still_different() -> None:
    log = list(make_log(1, Size(rooms=25, authors=1_500, messages=1_500)))
    assert len({m.author for m in log}) == 1_500
    assert len({m.room for m in log}) == 25


@pytest.mark.parametrize("size", [Size(0, 1, 5), Size(6, 1, 5), Size(1, 0, 5), Size(1, 6, 5)])
def test_a_size_that_cannot_be_is_refused_with_what_came(size: Size) -> None:
    with pytest.raises(ValueError, match=f"got {size.rooms} rooms, {size.authors} authors"):
        next(make_log(1, size))
