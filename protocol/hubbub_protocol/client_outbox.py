"""The commands of a client that are not answered yet, in order."""

from bisect import insort
from collections import Counter
from typing import Final

from msgspec import UNSET

from hubbub_protocol.commands import (
    History,
    KeyedCommand,
    PairCommand,
    Refresh,
    Send,
    StreamWrite,
)
from hubbub_protocol.frames import Error

MAX_PENDING: Final = 1024
"""So many commands may wait for an answer; a further one is refused with :class:`OutboxFull`."""

RETRY_S: Final = 1.0
"""The wait before a refused write is repeated where the hub names none."""

_NEW_EPOCH: Final = "A new epoch began: what this refers to may be another message now"

AnsweredCommand = KeyedCommand | History | Refresh
"""The commands that get exactly one answer, by ``ref``."""

_PAIRS: Final = "pairs"
"""The lane of the commands that concern members; no stream has such a name."""


class OutboxFull(Exception):
    """So many commands are unanswered that another would only grow the memory."""


class Outbox:
    """Unanswered commands: sent in the order of their ``ref``, repeated in the same order.

    Writes go in lanes: one for each stream, and one for all that changes what stands between
    oneself and other members. After a write is refused with ``retry``, nothing more is sent in its
    lane until everything under way in it is answered and the hub's ``after_ms`` has passed; so no
    later write of the lane overtakes the refused one.
    """

    def __init__(self) -> None:
        self._commands: dict[int, AnsweredCommand] = {}
        """Everything without an answer, by ``ref``."""
        self._waiting: list[int] = []
        """The refs that are not sent on this socket, ascending."""
        self._sent: set[int] = set()
        """The refs that are."""
        self._under_way: Counter[str] = Counter()
        """How many writes of each lane are sent and unanswered."""
        self._held: dict[str, float] = {}
        """The lanes that had a write refused, and the earliest time to repeat it."""

    def __len__(self) -> int:
        return len(self._commands)

    @property
    def unanswered(self) -> int:
        """How many commands are sent on this socket and not answered."""
        return len(self._sent)

    def add(self, command: AnsweredCommand) -> None:
        """Queue a command behind all others. Raises :class:`OutboxFull`."""
        if len(self._commands) >= MAX_PENDING:
            raise OutboxFull(f"At most {MAX_PENDING} unanswered commands, got one more")
        if command.ref in self._commands:
            raise ValueError(f"The ref {command.ref} is in use")
        self._commands[command.ref] = command
        insort(self._waiting, command.ref)

    def rewind(self) -> None:
        """Note that the socket is gone: everything is to be sent again."""
        self._waiting = sorted(self._commands)
        self._sent.clear()
        self._under_way.clear()
        self._held.clear()

    def begin_anew(self) -> list[Error]:
        """Give up what refers to a ``seq``, in another epoch; return the refusals.

        To be called before anything is sent on a socket.
        """
        given_up = [ref for ref, command in self._commands.items() if _refers(command)]
        for ref in given_up:
            del self._commands[ref]
        self._waiting = [ref for ref in self._waiting if ref in self._commands]
        return [
            Error(ref=ref, code="conflict", detail=_NEW_EPOCH, retry=False)
            for ref in sorted(given_up)
        ]

    def take(self, now: float, most: int) -> list[AnsweredCommand]:
        """Return at most so many commands that are to be sent now, and count them as sent."""
        if not self._waiting:
            return []
        for held in [lane for lane, at in self._held.items() if at <= now]:
            if not self._under_way[held]:
                del self._held[held]
        taken: list[AnsweredCommand] = []
        left: list[int] = []
        for ref in self._waiting:
            command = self._commands[ref]
            lane = _lane_of(command)
            if len(taken) >= most or lane in self._held:
                left.append(ref)
                continue
            taken.append(command)
            self._sent.add(ref)
            if lane is not None:
                self._under_way[lane] += 1
        self._waiting = left
        return taken

    def settle(self, ref: int) -> bool:
        """Remove an answered command; False if no such command waits for an answer."""
        return self._land(ref) and self._commands.pop(ref, None) is not None

    def take_error(self, error: Error, now: float) -> bool:
        """Note a refusal; True if the command will be repeated, so that nobody need know."""
        ref = error.ref
        if ref is None or ref not in self._sent:
            return False
        lane = _lane_of(self._commands[ref])
        if lane is None or not error.retry:
            self.settle(ref)
            return False
        self._land(ref)
        insort(self._waiting, ref)
        wait_s = RETRY_S if error.after_ms is None else error.after_ms / 1000
        self._held[lane] = max(now + wait_s, self._held.get(lane, 0.0))
        return True

    def next_deadline(self) -> float | None:
        """Return when the next refused write is to be repeated."""
        return min(
            (at for lane, at in self._held.items() if not self._under_way[lane]), default=None
        )

    def _land(self, ref: int) -> bool:
        """Take an answered command out of those under way; False if it was not."""
        if ref not in self._sent:
            return False
        self._sent.remove(ref)
        lane = _lane_of(self._commands[ref])
        if lane is not None:
            self._under_way[lane] -= 1
            if not self._under_way[lane]:
                del self._under_way[lane]  # a Counter answers 0 for what it does not hold
        return True


def _refers(command: AnsweredCommand) -> bool:
    if isinstance(command, Send):
        return command.reply_to is not None
    if isinstance(command, History):
        return (command.before, command.after, command.around) != (UNSET, UNSET, UNSET)
    return isinstance(command, StreamWrite)


def _lane_of(command: AnsweredCommand) -> str | None:
    if isinstance(command, StreamWrite):
        return command.stream
    return _PAIRS if isinstance(command, PairCommand) else None
