"""How often one is shown as writing, however often their client says so."""

from typing import Final

_EVERY_S: Final = 1.0


class TypingPace:
    """Who was shown in the last second: each showing is a write to every socket of a stream."""

    def __init__(self) -> None:
        self._shown_at: dict[tuple[str, str], float] = {}  # by stream and member, oldest first

    def allows(self, stream: str, member: str, now_s: float) -> bool:
        """Whether a member may be shown now; if so, that counts as done."""
        while self._shown_at:
            eldest = next(iter(self._shown_at))
            if now_s - self._shown_at[eldest] < _EVERY_S:
                break
            del self._shown_at[eldest]
        if (stream, member) in self._shown_at:
            return False
        self._shown_at[stream, member] = now_s
        return True
