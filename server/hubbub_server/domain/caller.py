"""On whose behalf something is done."""

from dataclasses import dataclass

from hubbub_protocol.members import CommunityRole, MemberKind


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in member on whose behalf an action runs."""

    member: str
    """Their id."""
    kind: MemberKind
    role: CommunityRole
    sign_in: str
    """The id of the sign-in that they used."""
    created_at: int
    """When the account was made, in microseconds since 1970."""
