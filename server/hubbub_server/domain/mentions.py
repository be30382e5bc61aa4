"""Whom a message names: ``@name`` and ``@room``, outside code.

Code is what Hubbub's Markdown shows as code: spans between backticks, and blocks between fences
(also inside quotes and lists). Indented lines are ordinary text. A backslash before ``@`` or a
backtick makes it an ordinary character.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hubbub_protocol.errors import Refusal

_EVERYBODY: Final = "room"

# A name ends with a letter or digit, so that the full stop of a sentence is no part of it. What
# stands before or after tells an address or a path (x@y.org, /@name) from a mention.
# (The name is matched as a whole or not at all: of `@a.b@c` no shorter part is a name.)
_MENTION: Final = re.compile(
    r"(?<![^\W_])(?<![@/\\])@(?P<name>(?>[A-Za-z0-9][A-Za-z0-9._-]{0,30}[A-Za-z0-9]))(?![^\W_]|@)"
)
_FENCE: Final = re.compile(
    r"(?P<quotes>(?:[ \t]*>)*)(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*[ \t]*"
    r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})"
)
_FENCE_END: Final = re.compile(r"(?P<quotes>(?:[ \t]*>)*)[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*")
_QUOTES: Final = re.compile(r"(?:[ \t]*>)*")
_ITEM: Final = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]")
# Backslashes are counted from the first of them on: each pair is a backslash of its own, and
# looking anew from every one of them would take time by the square of their number.
_BACKTICKS: Final = re.compile(r"(?P<escape>(?<!\\)(?:\\\\)*\\)?(?P<run>`+)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The usernames that a body has after ``@``, each once, in lower case, in order."""

    names: tuple[str, ...]
    room: bool
    """Whether it has ``@room``."""


def find_mentions(body: str) -> Mentions:
    """Find whom a body mentions. Whether they exist is not known here."""
    if "@" not in body:
        return Mentions((), False)
    names = dict.fromkeys(
        found["name"].lower()
        for paragraph in _paragraphs(body)
        for found in _MENTION.finditer(_without_spans(paragraph))
    )
    room = _EVERYBODY in names
    return Mentions(tuple(name for name in names if name != _EVERYBODY), room)


def check_mentions(mentions: Mentions, limit: int) -> None:
    """Refuse more mentions than a message may have."""
    if len(mentions.names) > limit:
        raise Refusal(
            "bad_request",
            f"A message may mention at most {limit:,} members, got {len(mentions.names):,}",
            field="body",
            limit=limit,
        )


def _paragraphs(body: str) -> Iterator[str]:
    """Cut a body at blank lines, items and headings, and leave its fenced blocks out."""
    lines: list[str] = []
    fence: re.Match[str] | None = None
    for line in body.split("\n"):
        if fence is not None and _leaves_quote(line, fence):
            fence = None  # a block ends with the quote that it stands in
        if fence is not None:
            if _closes(line, fence):
                fence = None
            continue
        fence = _FENCE.match(line)
        if fence is not None or not line.strip(" \t>") or _ITEM.match(line):
            yield "\n".join(lines)
            lines = []
        if fence is None:
            lines.append(line)
    yield "\n".join(lines)


def _depth(quotes: str) -> int:
    return quotes.count(">")


def _leaves_quote(line: str, fence: re.Match[str]) -> bool:
    quotes = _QUOTES.match(line)
    return quotes is not None and _depth(quotes[0]) < _depth(fence["quotes"])


def _closes(line: str, fence: re.Match[str]) -> bool:
    end = _FENCE_END.fullmatch(line)
    return end is not None and end["fence"].startswith(fence["fence"])


def _without_spans(paragraph: str) -> str:
    """Put a blank in the place of each code span.

    A span ends at the next run of exactly as many backticks as it began with; a run that has no
    such end is ordinary text.
    """
    runs = [(found.start("run"), found.end("run")) for found in _BACKTICKS.finditer(paragraph)]
    ends: defaultdict[int, list[int]] = defaultdict(list)  # by length: where the runs begin
    for start, end in runs:
        ends[end - start].append(start)
    parts: list[str] = []
    done = 0
    for found in _BACKTICKS.finditer(paragraph):
        start, end = found.span("run")
        if start < done:
            continue  # inside a span, or its end
        start += found["escape"] is not None
        length = end - start
        later = bisect_right(ends[length], end - 1)
        if length == 0 or later == len(ends[length]):
            continue
        parts += [paragraph[done:start], " "]
        done = ends[length][later] + length
    return "".join(parts) + paragraph[done:]
