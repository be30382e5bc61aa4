"""From whom one member is screened: read from the store, then kept by what ``control`` says.

Two members of whom one has blocked the other do not see each other in rooms.
"""

from collections.abc import Set as AbstractSet

from hubbub_protocol.events import BlockLifted, BlockSet
from hubbub_server.store.blocks import BlocksOf

BlockEvent = BlockSet | BlockLifted


class Screen:
    """The blocks that concern one member, set by the member and by others."""

    __slots__ = ("__weakref__", "_at", "_blocked", "_blocked_by", "_meanwhile", "known", "others")

    def __init__(self) -> None:
        self.known = False  # whether the store was asked
        self.others: AbstractSet[str] = frozenset()  # from whom the member is screened
        self._at = 0  # the last event of ``control`` that is in it
        self._blocked: set[str] = set()
        self._blocked_by: set[str] = set()
        self._meanwhile: list[tuple[int, str, BlockEvent]] = []  # what came before it was known

    def learn(self, found: BlocksOf) -> None:
        """Take what the store says, if that was not known, and what came since it was asked."""
        if self.known:
            return
        self.known = True
        self._at = found.at
        self._blocked.update(found.blocked)
        self._blocked_by.update(found.blocked_by)
        self.others = self._blocked | self._blocked_by
        for seq, member, event in self._meanwhile:
            self.take(seq, member, event)
        self._meanwhile.clear()

    def take(self, seq: int, member: str, event: BlockEvent) -> None:
        """Change it as an event of ``control`` says that concerns its member."""
        if not self.known:
            self._meanwhile.append((seq, member, event))
        elif seq > self._at:
            self._at = seq
            mine = event.blocker == member
            side = self._blocked if mine else self._blocked_by
            other = event.blocked if mine else event.blocker
            if isinstance(event, BlockSet):
                side.add(other)
            else:
                side.discard(other)
            self.others = self._blocked | self._blocked_by
