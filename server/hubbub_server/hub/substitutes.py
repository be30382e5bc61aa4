"""What those few get who are screened from an author: skips in place of the author's events."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Protocol

from hubbub_protocol.codec import Encoding
from hubbub_protocol.frames import Skip
from hubbub_server.hub.frame import built
from hubbub_server.hub.ring import Entry, joined

_MOST_KEPT: Final = 8
"""So many different joined writes of one pass are kept for others who get the same. Beyond, each
is joined anew: a pass may join 128 KiB, and many who are screened from different members would
hold as many copies."""


class Screened(Protocol):
    """One who does not see everybody."""

    def hidden_among(self, members: AbstractSet[str]) -> AbstractSet[str]:
        """Return those of these members whose doings are not shown to this one."""


class Substitutes:
    """The events of one write, with skips for those who do not see their authors."""

    __slots__ = ("_authors", "_entries", "_joined", "_skips", "_stream")

    def __init__(self, stream: str, entries: Sequence[Entry]) -> None:
        self._stream = stream
        self._entries = entries
        self._authors = frozenset(e.author for e in entries if e.author is not None)
        self._skips: dict[tuple[Encoding, int], bytes] = {}  # by seq, each built once
        self._joined: dict[tuple[Encoding, frozenset[str]], bytes] = {}  # by who is hidden

    def joined(self, screened: Screened, encoding: Encoding) -> bytes:
        """Return the write for one of them."""
        hidden = frozenset(screened.hidden_among(self._authors))
        data = self._joined.get((encoding, hidden))
        if data is None:
            data = self._join(encoding, hidden)
            if len(self._joined) < _MOST_KEPT:
                self._joined[encoding, hidden] = data
        return data

    def _join(self, encoding: Encoding, hidden: frozenset[str]) -> bytes:
        if not hidden:
            return joined(self._entries, encoding)
        return b"".join(
            self._skip(entry.seq, encoding) if entry.author in hidden else entry.frame(encoding)
            for entry in self._entries
        )

    def _skip(self, seq: int, encoding: Encoding) -> bytes:
        skip = self._skips.get((encoding, seq))
        if skip is None:
            skip = built(Skip(stream=self._stream, seq=seq), encoding)
            self._skips[encoding, seq] = skip
        return skip
