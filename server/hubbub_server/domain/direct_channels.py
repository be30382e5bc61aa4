"""Who may write and read in a direct channel: the two whose it is, and to others it is unknown."""

from dataclasses import dataclass

from hubbub_protocol.errors import Refusal


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides of a direct channel: how that member stands to it now."""

    connected: bool
    """Whether the personal connection stands; after its end the channel is read-only."""


def no_such_channel(field: str = "stream") -> Refusal:
    """The one answer to a direct channel that does not exist or is that of two others."""
    return Refusal("not_found", "There is no such direct channel", field=field)


def require_side(side: Side | None, field: str = "stream") -> Side:
    """Return the side of one of the two, or raise."""
    if side is None:
        raise no_such_channel(field)
    return side


def require_connected(side: Side | None) -> Side:
    """Return the side of one of the two while they are connected, or raise."""
    found = require_side(side)
    if not found.connected:
        raise Refusal(
            "not_connected",
            "You two are connected no longer; the direct channel is read-only",
            field="stream",
        )
    return found
