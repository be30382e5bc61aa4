"""How far a client has said that its member has read."""

from hubbub_protocol.commands import MarkRead


class ReadMarks:
    """Read markers that the hub may not know yet.

    A marker has no answer, so it counts as known only when the hub names it, or a higher one, with
    the subscription on a later socket.
    """

    def __init__(self) -> None:
        self._marks: dict[str, int] = {}
        """The highest ``seq`` of each stream."""
        self._unsaid: set[str] = set()
        """The streams whose marker is to be said."""

    def raise_to(self, stream: str, seq: int) -> None:
        """Note that the member has read up to here; lower than known has no effect."""
        if seq > self._marks.get(stream, 0):
            self._marks[stream] = seq
            self._unsaid.add(stream)

    def compare(self, stream: str, known: int) -> None:
        """Compare with what the hub knows: a lower marker there is to be said again."""
        mark = self._marks.get(stream)
        if mark is None:
            return
        if known >= mark:
            self.forget(stream)
        else:
            self._unsaid.add(stream)

    def forget(self, stream: str) -> None:
        """Drop the marker of a stream: it is known, or its ``seq`` means nothing any more."""
        self._marks.pop(stream, None)
        self._unsaid.discard(stream)

    def take(self) -> list[MarkRead]:
        """Return what is to be said now."""
        said = [MarkRead(stream=each, seq=self._marks[each]) for each in sorted(self._unsaid)]
        self._unsaid.clear()
        return said
