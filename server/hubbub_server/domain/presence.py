"""Who is present: a member with several sessions is in one state, and a crowd is only counted."""

from collections.abc import Iterable

from hubbub_protocol.presence import PresenceState


def shown_state(states: Iterable[PresenceState | None]) -> PresenceState | None:
    """Return the state of a member by those of their sessions or hubs; None: not present."""
    shown: PresenceState | None = None
    for state in states:
        if state == "active":
            return state
        shown = shown or state
    return shown


def shows_counts(counted: bool, present: int, limit: int) -> bool:
    """Whether a room where so many are present is told in counts.

    Names return only a tenth below the limit: a room that hovers about it would otherwise send
    everybody's names to everybody again and again.
    """
    return present > (limit * 9 // 10 if counted else limit)
