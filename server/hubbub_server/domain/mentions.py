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
    r"(?P<quotes>(?:[ \t]*>)*)(?P<items>(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*)"
    r"(?P<blanks>[ \t]*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})"
)
_FENCE_END: Final = re.compile(r"(?P<quotes>(?:[ \t]*>)*)[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*")
_DEEPEST: Final = 4
"""More blanks behind the mark of an item belong to its text."""
_QUOTES: Final = re.compile(r"(?:[ \t]*>)*")
_HEADING: Final = re.compile(r"[ \t>]*#{1,6}[ \t]")
_ITEM: Final = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
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
    """Cut a body where a paragraph ends, and leave its fenced blocks out.

    A paragraph ends at a blank line and where a block, item, heading or quote begins.
    """
    lines: list[str] = []
    fence: re.Match[str] | None = None
    depth = 0  # of the quote that the last line stands in
    for line in body.split("\n"):
        if fence is not None and not _is_left_by(fence, line):
            if _closes(line, fence):
                fence = None
            continue
        fence = _FENCE.match(line)
        last, depth = depth, _depth(line)
        if fence is not None or depth > last or _stands_apart(line):
            yield "\n".join(lines)
            lines = []
        if fence is None:
            lines.append(line)
        if _HEADING.match(line):
            yield "\n".join(lines)
            lines = []
    yield "\n".join(lines)


def _stands_apart(line: str) -> bool:
    """Whether a line does not go on with the paragraph before it: blank, an item or heading."""
    blank = not line.strip(" \t>")
    return blank or _ITEM.match(line) is not None or _HEADING.match(line) is not None


def _depth(line: str) -> int:
    """Count the quotes that a line stands in."""
    quotes = _QUOTES.match(line)
    return quotes[0].count(">") if quotes else 0


def _is_left_by(fence: re.Match[str], line: str) -> bool:
    """Whether a line stands outside of the quote or item that the fence stands in."""
    depth = _depth(fence["quotes"])
    if _depth(line) < depth:
        return True
    inside = line.split(">", depth)[depth]
    if not fence["items"] or not inside.strip():
        return False
    blanks = len(fence["blanks"])
    item = len(fence["items"]) + (blanks if blanks <= _DEEPEST else 1)
    return len(inside) - len(inside.lstrip()) < item


def _closes(line: str, fence: re.Match[str]) -> bool:
    end = _FENCE_END.fullmatch(line)
    if end is None or _depth(end["quotes"]) != _depth(fence["quotes"]):
        return False
    return end["fence"].startswith(fence["fence"])


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
