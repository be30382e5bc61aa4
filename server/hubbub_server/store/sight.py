"""A stream as one member sees it: up to where, and without whom."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true

from hubbub_server.store.blocks import seen_by


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a stream one may read."""

    stream: str
    until: int
    """The last ``seq`` that may be read."""
    viewer: str | None = None
    """The member who reads, if there are blocks that hide others from them; else None."""

    def shows(self, member: ColumnElement[str]) -> ColumnElement[bool]:
        """Say that a member is not hidden."""
        return true() if self.viewer is None else seen_by(self.viewer, member)
