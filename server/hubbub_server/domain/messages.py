"""What a message may be: its text, and what others may do to it."""

from hubbub_protocol.limits import Limits
from hubbub_server.domain.mentions import Mentions, check_mentions, find_mentions
from hubbub_server.domain.texts import check_prose


def check_body(body: str, limits: Limits) -> Mentions:
    """Return whom a message's text mentions; refuse a text that no message may have."""
    check_prose(body, "body", limits.body)
    mentions = find_mentions(body)
    check_mentions(mentions, limits.mentions)
    return mentions
