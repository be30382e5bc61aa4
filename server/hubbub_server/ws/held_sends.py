"""Keeping the order of a session's sends when one of them is refused for now."""

from dataclasses import dataclass
from typing import Final

from hubbub_protocol.commands import Send
from hubbub_protocol.errors import Refusal

_HOLD_S: Final = 10.0
"""What was under way when the refusal went out has arrived by then, or the socket is dead."""
_MOST: Final = 1_000
"""Streams of one socket, and refused sends of each; a client that obeys ``after_ms`` never has
so many."""


@dataclass(slots=True)
class _Hold:
    refused: dict[str, int]  # the place of each refused send, by its key
    refusal: Refusal
    until_s: float

    @property
    def first(self) -> str:
        """The key of the one that came first."""
        return min(self.refused, key=self.refused.__getitem__)


class HeldSends:
    """The first refused send of each stream: those behind it share its fate until it comes again.

    Without this, a later send that is accepted would overtake the one that is repeated. The first
    is the one that came first, which need not be refused first: while its commit fails, one behind
    it may have been refused for its rate.
    """

    __slots__ = ("_holds",)

    def __init__(self) -> None:
        self._holds: dict[str, _Hold] = {}  # by stream

    def hold(self, send: Send, place: int, refusal: Refusal, now_s: float) -> bool:
        """Remember a send that was refused for now.

        ``place`` counts the sends of the socket as they came. False: it is not remembered, since
        there are too many.
        """
        present = self._holds.get(send.stream)
        if present is not None and now_s < present.until_s:
            present.refused.setdefault(send.key, place)
            return len(present.refused) <= _MOST
        if present is None and len(self._holds) >= _MOST:
            self._holds = {name: one for name, one in self._holds.items() if now_s < one.until_s}
        if present is None and len(self._holds) >= _MOST:
            return False
        self._holds[send.stream] = _Hold({send.key: place}, refusal, now_s + _HOLD_S)
        return True

    def let_go(self, send: Send) -> None:
        """Forget a send that was answered all the same, and so does not come again."""
        hold = self._holds.get(send.stream)
        if hold is not None:
            hold.refused.pop(send.key, None)
            if not hold.refused:
                del self._holds[send.stream]

    def check(self, send: Send, now_s: float) -> None:
        """Let a send pass, or raise the refusal of the one that it must not overtake."""
        hold = self._holds.get(send.stream)
        if hold is None:
            return
        if hold.first == send.key or now_s >= hold.until_s:
            del self._holds[send.stream]
            return
        # Raised anew each time, it would gather the traceback of every time before.
        raise hold.refusal.with_traceback(None)
