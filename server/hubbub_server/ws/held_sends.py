"""Keeping the order of a session's sends when one of them is refused for now."""

from dataclasses import dataclass
from typing import Final

from hubbub_protocol.commands import Send
from hubbub_protocol.errors import Refusal

_HOLD_S: Final = 10.0
"""What was under way when the refusal went out has arrived by then, or the socket is dead."""


@dataclass(frozen=True, slots=True)
class _Hold:
    key: str
    refusal: Refusal
    until_s: float


class HeldSends:
    """The first refused send of each stream: those behind it share its fate until it comes again.

    Without this, a later send that is accepted would overtake the one that is repeated.
    """

    __slots__ = ("_holds",)

    def __init__(self) -> None:
        self._holds: dict[str, _Hold] = {}  # by stream

    def hold(self, send: Send, refusal: Refusal, now_s: float) -> None:
        """Remember a send that was refused for now, unless one before it is remembered."""
        self._holds.setdefault(send.stream, _Hold(send.key, refusal, now_s + _HOLD_S))

    def check(self, send: Send, now_s: float) -> None:
        """Let a send pass, or raise the refusal of the one that it must not overtake."""
        hold = self._holds.get(send.stream)
        if hold is None:
            return
        if hold.key == send.key or now_s >= hold.until_s:
            del self._holds[send.stream]
            return
        raise hold.refusal
