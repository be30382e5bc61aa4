"""A synthetic log: the same seed makes the same bytes.

It has what real logs have: few authors who write much and many who write little (Zipf), bursts
and silences, replies to what was just said, mentions, Markdown, several scripts, messages of one
letter and of thousands.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hubbub_load import words
from hubbub_load.log import MAX_TEXT, LogMessage

START_US: Final = 1_735_689_600_000_000
"""2025-01-01, when all synthetic logs begin."""
BURST_GAP_S: Final = 8
SILENCE_S: Final = 1_800


@dataclass(frozen=True, slots=True)
class Size:
    """How large a log is to be."""

    rooms: int
    authors: int
    messages: int


def make_log(seed: int, size: Size) -> Iterator[LogMessage]:
    """Make a log of exactly ``size.messages`` messages, sorted by time.

    Raises ValueError where a room or an author would be left with nothing to say.
    """
    if not 1 <= size.rooms <= size.messages or not 1 <= size.authors <= size.messages:
        raise ValueError(
            f"at least one room, one author and as many messages as of either, got {size.rooms} "
            f"rooms, {size.authors} authors, {size.messages} messages"
        )
    draw = random.Random(seed)  # noqa: S311 - a draw that must repeat
    authors = _make_names(size.authors, draw)
    weights = [1 / rank for rank in range(1, size.authors + 1)]
    # Everybody speaks at least once; the rest is shared out by Zipf's law.
    speakers = authors + draw.choices(authors, weights, k=size.messages - size.authors)
    draw.shuffle(speakers)
    rooms = [_room_name(number) for number in range(size.rooms)]
    recent: dict[str, list[LogMessage]] = {room: [] for room in rooms}
    at = START_US
    for number, author in enumerate(speakers):
        at += _gap_us(draw)
        room = rooms[number] if number < size.rooms else _choose_room(rooms, draw)
        message = _write(number, room, author, at, recent[room], draw)
        recent[room] = [*recent[room][-19:], message]
        yield message


def _make_names(count: int, draw: random.Random) -> list[str]:
    names = [f"{first}-{last}" for first in words.FIRST_NAMES for last in words.LAST_NAMES]
    draw.shuffle(names)
    rounds = (count - 1) // len(names) + 1
    return [f"{name}-{turn}" if turn else name for turn in range(rounds) for name in names][:count]


def _room_name(number: int) -> str:
    turn, place = divmod(number, len(words.ROOMS))
    return words.ROOMS[place] + (f" {turn + 1}" if turn else "")


def _choose_room(rooms: list[str], draw: random.Random) -> str:
    return draw.choices(rooms, [1 / rank for rank in range(1, len(rooms) + 1)])[0]


def _gap_us(draw: random.Random) -> int:
    mean_s = BURST_GAP_S if draw.random() < 0.95 else SILENCE_S
    return round(draw.expovariate(1 / mean_s) * 1_000) * 1_000


def _write(
    number: int, room: str, author: str, at: int, recent: list[LogMessage], draw: random.Random
) -> LogMessage:
    target = draw.choice(recent) if recent and draw.random() < 0.3 else None
    text = _compose(draw) if target is None else _answer(draw)
    if recent and draw.random() < 0.15:
        text = f"@{draw.choice(recent).author} {text}"[:MAX_TEXT].rstrip()
    return LogMessage(room, f"m{number}", author, at, text, target.id if target else None)


def _answer(draw: random.Random) -> str:
    return draw.choice(words.SHORT if draw.random() < 0.4 else words.ANSWERS)


def _compose(draw: random.Random) -> str:
    dice = draw.random()
    if dice < 0.2:
        return draw.choice(words.SHORT)
    if dice < 0.8:
        return _sentence(draw)
    if dice < 0.92:
        return draw.choice(words.MARKDOWN).format(text=_sentence(draw))
    if dice < 0.998:
        return _paragraphs(draw, draw.randint(4, 20))
    return _paragraphs(draw, 200)[:MAX_TEXT].rstrip()


def _sentence(draw: random.Random) -> str:
    return " ".join(map(draw.choice, (words.OPENINGS, words.TOPICS, words.ENDINGS)))


def _paragraphs(draw: random.Random, sentences: int) -> str:
    return "".join(
        _sentence(draw) + draw.choice((" ", " ", "\n", "\n\n")) for _ in range(sentences)
    ).rstrip()
