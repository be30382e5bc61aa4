"""The epoch that an open store is in: it goes from one to the next, and never back."""

from collections.abc import Callable
from typing import Final

from hubbub_protocol.errors import Refusal

_AFTER_MS: Final = 100


class EpochRenewed(Refusal):
    """What was under way when another epoch began: it comes to nothing here."""

    def __init__(self) -> None:
        super().__init__("unavailable", "A new epoch began meanwhile", after_ms=_AFTER_MS)


class Epoch:
    """The present one, those that were left, and what is done when another one begins."""

    def __init__(self, present: str) -> None:
        self.present = present
        self._left: set[str] = set()  # by this process
        self._deeds: list[Callable[[], None]] = []

    def when_renewed(self, deed: Callable[[], None]) -> None:
        """Have something done, behind what was wished for before, whenever another one begins."""
        self._deeds.append(deed)

    def compare(self, found: str) -> None:
        """Take over the epoch in which the database is, if that is another one.

        The deeds are done before anybody goes on. Raises :class:`EpochRenewed` then; and another
        refusal for an epoch that was left: such a database has gone back, or is an old primary
        that still runs, and what was acknowledged since is not in it.
        """
        if found == self.present:
            return
        if found in self._left:
            raise Refusal(
                "unavailable",
                f"The database is in the epoch {found}, which was left",
                after_ms=1000,
            )
        self._left.add(self.present)
        self.present = found
        for deed in self._deeds:
            deed()
        raise EpochRenewed
