"""The limits that a hub tells its clients in ``welcome.limits``, with their defaults.

A hub may be configured with others. Lengths are in Unicode code points unless said otherwise.
"""

from typing import Final

import msgspec

MAX_COMMANDS_PER_FRAME: Final = 32
"""A client may put that many commands into one array."""

MAX_STREAMS_PER_SUBSCRIBE: Final = 100
MAX_PAGE: Final = 200
"""The most items that a page of anything holds."""

USERNAME_PATTERN: Final = r"^[a-z0-9][a-z0-9._-]{0,30}[a-z0-9]$"
COLOUR_PATTERN: Final = r"^#[0-9a-f]{6}$"
MIN_PASSWORD: Final = 10
MAX_PASSWORD: Final = 256
MAX_DISPLAY_NAME: Final = 48
MAX_LINE: Final = 160
MAX_INTERESTS: Final = 20
MAX_TAG: Final = 32
MAX_TAGS: Final = 10
MAX_ROOM_NAME: Final = 64
MAX_STATEMENT: Final = 200
MAX_SIGNS: Final = 3
MAX_SIGN: Final = 120
MAX_REASON: Final = 200
MAX_EMOJI: Final = 32
MAX_REACTIONS_PER_MESSAGE: Final = 20
MAX_PINS_PER_ROOM: Final = 50
MAX_JOIN_REASON: Final = 300
MAX_REFUSAL_WORD: Final = 200
MAX_JOIN_REQUESTS: Final = 10
"""So many join requests of one member may wait for an answer, each in another room."""
ASK_AGAIN_DAYS: Final = 7
"""After a refusal one may ask to join the same room again this many days later."""
MAX_CODE: Final = 256
MAX_INVITATION_USES: Final = 1000
MIN_INVITATION_S: Final = 3600
MAX_INVITATION_S: Final = 365 * 24 * 3600
MAX_INVITATION_NOTE: Final = 100
MAX_INVITATIONS: Final = 100
"""So many invitations may be open at once for one room, and as many for the community."""
MAX_OPENING: Final = 140
"""Of a connection request."""
MAX_REQUESTS: Final = 10
"""So many connection requests of one member may be pending."""
MAX_NEW_ACCOUNT_REQUESTS: Final = 5
"""The same for an account younger than 72 hours."""
REQUEST_DAYS: Final = 90
"""A connection request expires so many days after it was sent."""
DECLINE_DAYS: Final = 180
"""So many days after one has declined, no request of that sender is delivered."""
MAX_NOTE: Final = 500
"""Of a private note about a member."""
MAX_CONTACT_CODES: Final = 20
"""So many contact codes of one member may be open."""
MAX_CONTACT_LABEL: Final = 60
MAX_INTRODUCTIONS: Final = 3
MAX_INTRODUCTIONS_OF_TWO: Final = 2
"""So often one member introduces the same two within the days that an introduction lasts."""
"""So many introductions of one member may be open."""
MAX_SENTENCE: Final = 200
"""Of an introduction."""
INTRODUCTION_DAYS: Final = 30
"""An introduction expires so many days after it was made."""
SUGGESTIONS_PER_WEEK: Final = 3
MAX_REPORT_REASON: Final = 500
MAX_BLOCKS: Final = 1000
"""So many members one may block."""
UNREAD_CEILING: Final = 1000
"""Counts of unread messages, mentions and join requests stop here; clients show it as 999+."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of this hub. All are positive integers."""

    frame_bytes: int = 131_072
    """The longest frame that a client may send, in bytes."""
    body: int = 8_000
    """The longest message."""
    mentions: int = 20
    """The most members that one message may mention."""
    hello_ms: int = 10_000
    """The time within which ``hello`` must come after the socket is open."""
    pong_ms: int = 10_000
    """The time within which a ``ping`` must be answered."""
    unanswered: int = 32
    """The most commands of one socket without an answer."""
    sends_per_second: int = 10
    """How fast one member may write, in the long run: messages and changes together."""
    send_burst: int = 30
    """How many messages and changes one member may write at once."""
    new_account_sends_per_second: int = 2
    """The same as ``sends_per_second`` for an account in its first hours."""
    subscriptions: int = 500
    """The most streams that one socket may be subscribed to."""
    sockets: int = 10
    """The most sockets of one member on one hub."""
    presence_members: int = 500
    """So many members who are present in a room are named; beyond, they are counted."""
