"""What an account may be called, and when two names look alike."""

import re
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import USERNAME_PATTERN
from hubbub_server.domain.caller import Caller

MAX_BOTS_PER_MEMBER: Final = 20
"""How many bots one member may have made; owners of the community may make any number."""

# Names that say who speaks for the hub, or that mean something behind an @.
_RESERVED: Final = ("all", "everyone", "here", "hubbub", "room", "system")

# Dark enough to carry white letters (contrast at least 4.5 : 1).
_COLOURS: Final = (
    "#a3324a", "#9a4b14", "#7a5c00", "#4d6b0f", "#1f7040", "#0b6f6a",
    "#156a91", "#2f5fb3", "#5551b8", "#7a45ad", "#993c8b", "#6b5b4d",
)  # fmt: skip

_USERNAME: Final = re.compile(USERNAME_PATTERN)
_SEPARATORS: Final = re.compile(r"[._-]+")
_LOOK_ALIKES: Final = (("0", "o"), ("1", "l"), ("i", "l"), ("rn", "m"), ("vv", "w"))


def check_username(username: str) -> str:
    """Return a username that may be given, or refuse it."""
    if not _USERNAME.fullmatch(username):
        raise Refusal(
            "bad_request",
            "`username` must have 2 to 32 of a to z, 0 to 9, dot, hyphen and underscore, and begin "
            f"and end with a letter or digit; got {len(username):,} characters that do not fit",
            field="username",
            limit=32,
        )
    if skeleton(username) in _RESERVED_SKELETONS:
        raise Refusal("conflict", "This username is kept for the hub itself", field="username")
    return username


def skeleton(username: str) -> str:
    """Fold what looks alike, so that names which people would confuse become equal."""
    folded = _SEPARATORS.sub("", username)
    for look, alike in _LOOK_ALIKES:
        folded = folded.replace(look, alike)
    return folded


def username_taken() -> Refusal:
    """The one answer to a repeated name and to one that looks like another's."""
    return Refusal(
        "conflict", "This username is taken, or looks too much like one that is", field="username"
    )


def may_make_bots(caller: Caller, *, hosts_somewhere: bool) -> bool:
    """Whether one may make bots: people who own the community or moderate some room."""
    return caller.kind == "person" and (caller.role == "owner" or hosts_somewhere)


def first_colour(member: str) -> str:
    """Pick the colour of a new member by the random end of their id."""
    return _COLOURS[int(member[-4:], 16) % len(_COLOURS)]


_RESERVED_SKELETONS: Final = frozenset(map(skeleton, _RESERVED))
