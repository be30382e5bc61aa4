"""Who is present in one room, as the members who receive it here have been told."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final

import msgspec

from hubbub_protocol.frames import Present
from hubbub_protocol.presence import PresenceCounts, PresenceState
from hubbub_server.broker.presence import Posted
from hubbub_server.domain.presence import shown_state, shows_counts
from hubbub_server.hub.fan_out import Follower
from hubbub_server.hub.streams import HubStream

_NOBODY: Final = Posted(0, {})


class RoomPicture:
    """The members present through this hub and through others, and who still has to be told."""

    __slots__ = ("_away", "_counted", "_shown", "_told", "_told_counts", "local", "remote",
                 "stirred", "stream", "unaware")  # fmt: skip

    def __init__(self, stream: HubStream) -> None:
        self.stream = stream
        self.local: dict[str, PresenceState] = {}
        self.remote: dict[str, Posted] = {}  # by hub
        self.stirred: set[str] = set()  # members to be looked at: a session came, went or turned
        self.unaware: set[Follower] = set()  # those who must get a whole picture
        self._shown: dict[str, PresenceState] = {}  # everybody, wherever they are
        self._away = 0  # how many of them are away
        self._told: dict[str, PresenceState | None] = {}  # of those that changed: as was told
        self._counted = False  # whether the room is told in counts
        self._told_counts: PresenceCounts | None = None

    def settle(self, member: str, state: PresenceState | None) -> bool:
        """Let a member be present through this hub in a state, or not; True if that is new."""
        if state == self.local.get(member):
            return False
        _put(self.local, member, state)
        self._look_at(member)
        return True

    def posted_by(self, hub: str) -> Posted:
        """Return what is known of another hub."""
        return self.remote.get(hub, _NOBODY)

    def learn(self, hub: str, posted: Posted) -> bool:
        """Believe what another hub has posted; True if that shows."""
        before = self.posted_by(hub).members
        self.remote[hub] = posted
        return self._look_at_all(differing(before, posted.members))

    def learn_change(
        self, hub: str, turn: int, changes: Mapping[str, PresenceState | None]
    ) -> bool:
        """Change what another hub has posted; True if that shows."""
        members = dict(self.posted_by(hub).members)
        for member, state in changes.items():
            _put(members, member, state)
        self.remote[hub] = Posted(turn, members)
        return self._look_at_all(changes)

    def forget(self, hub: str) -> bool:
        """Believe nothing of another hub any more; True if that shows."""
        return self._look_at_all(self.remote.pop(hub, _NOBODY).members)

    def look_again(self) -> None:
        """Learn that the stream was opened or has ended."""
        known = [posted.members for posted in self.remote.values()]
        self._look_at_all(dict.fromkeys(chain(self.local, self._shown, *known)))

    def tell(self, limit: int, missed: Callable[[Follower], None]) -> None:
        """Tell differences to those who know the rest, and the whole to those who do not.

        ``missed`` is called for each who could not be told now.
        """
        counted = shows_counts(self._counted, len(self._shown), limit)
        if counted != self._counted:
            self._counted = counted
            self.unaware.update(self.stream.subscriptions)
        unaware = self.unaware & self.stream.subscriptions
        self.unaware.clear()
        difference = self._count_difference() if counted else self._difference()
        self._told.clear()
        if difference is not None:
            everybody = self.stream.subscriptions
            self._tell(difference, everybody - unaware if unaware else everybody, missed)
        if unaware:
            self._tell(self._whole(), unaware, missed)

    def _tell(
        self, frame: Present, to: AbstractSet[Follower], missed: Callable[[Follower], None]
    ) -> None:
        """Tell some; who is screened from somebody in the frame gets it without them."""
        fan_out = self.stream.fan_out
        few: set[Follower] = set()
        for follower in fan_out.screened & to:
            left = without_hidden(frame, follower)
            if left is not frame:
                few.add(follower)
                if left is not None:
                    fan_out.whisper(left, [follower], missed)
        fan_out.whisper(frame, to - few if few else to, missed)

    def _look_at(self, member: str) -> bool:
        state = self.local.get(member)
        if self.remote:
            known = [posted.members.get(member) for posted in self.remote.values()]
            state = shown_state((state, *known))
        if not self.stream.is_open:
            state = None
        before = self._shown.get(member)
        if state == before:
            return False
        _put(self._shown, member, state)
        self._away += (state == "away") - (before == "away")
        self._told.setdefault(member, before)
        return True

    def _look_at_all(self, members: Iterable[str]) -> bool:
        changed = [member for member in members if self._look_at(member)]
        return bool(changed)

    def _difference(self) -> Present | None:
        changes = {
            member: state
            for member, told in self._told.items()
            if (state := self._shown.get(member)) != told
        }
        return _frame(self.stream.name, changes) if changes else None

    def _count_difference(self) -> Present | None:
        before = self._told_counts
        return None if self._counts() == before else self._whole()

    def _counts(self) -> PresenceCounts:
        return PresenceCounts(active=len(self._shown) - self._away, away=self._away)

    def _whole(self) -> Present:
        if not self._counted:
            return _frame(self.stream.name, self._shown, whole=True)
        self._told_counts = self._counts()
        return Present(stream=self.stream.name, whole=True, counts=self._told_counts)


def _frame(
    stream: str, members: Mapping[str, PresenceState | None], *, whole: bool = False
) -> Present:
    by_state: dict[PresenceState | None, list[str]] = {"active": [], "away": [], None: []}
    for member in sorted(members):
        by_state[members[member]].append(member)
    return Present(
        stream=stream,
        whole=whole,
        active=tuple(by_state["active"]),
        away=tuple(by_state["away"]),
        gone=tuple(by_state[None]),
    )


def without_hidden(frame: Present, follower: Follower) -> Present | None:
    """Return a frame as one may see it, the same if nobody is hidden; None if nothing is left."""
    named = {*frame.active, *frame.away, *frame.gone}
    hidden = follower.hidden_among(named)
    if not hidden:
        return frame
    if len(hidden) == len(named) and not frame.whole:
        return None
    active, away, gone = (
        tuple(member for member in some if member not in hidden)
        for some in (frame.active, frame.away, frame.gone)
    )
    return msgspec.structs.replace(frame, active=active, away=away, gone=gone)


def _put(members: dict[str, PresenceState], member: str, state: PresenceState | None) -> None:
    if state is None:
        members.pop(member, None)
    else:
        members[member] = state


def differing(before: Mapping[str, PresenceState], after: Mapping[str, PresenceState]) -> list[str]:
    """Return those members whose state is not the same in both."""
    changed = [member for member, state in after.items() if before.get(member) != state]
    changed += [member for member in before if member not in after]
    return changed
