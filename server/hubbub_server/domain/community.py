"""What the community may be called, and how one becomes its owner."""

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.texts import check_line

MAX_COMMUNITY_NAME = 64


def check_community_name(name: str, field: str) -> str:
    """Return the community's name without the blanks around it."""
    return check_line(name, field, MAX_COMMUNITY_NAME)


def set_up_refused() -> Refusal:
    """The one answer to a forged, an outdated and a used set-up link."""
    return Refusal(
        "forbidden",
        "This set-up link does not hold: it was used, or newer ones were printed since",
        field="token",
    )


def registration_closed() -> Refusal:
    """The answer to one who would register where only the owner adds members."""
    return Refusal("forbidden", "Registration is closed in this community")


def invitation_needed() -> Refusal:
    """The answer to one who would register without an invitation where it takes one."""
    return Refusal(
        "forbidden",
        "Registration is by invitation in this community: give the code of one",
        field="invitation",
    )
