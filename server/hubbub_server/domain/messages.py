"""What a message may be: its text, and what others may do to it."""

from collections.abc import Collection

from msgspec import UNSET

from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import MessageSent
from hubbub_protocol.limits import MAX_PINS_PER_ROOM, MAX_REACTIONS_PER_MESSAGE, Limits
from hubbub_protocol.messages import FindHistory
from hubbub_protocol.streams import stream_kind
from hubbub_server.domain.mentions import Mentions, check_mentions, find_mentions
from hubbub_server.domain.texts import check_prose


def check_body(stream: str, body: str, limits: Limits) -> Mentions:
    """Return whom a message's text mentions; refuse a text that no message may have.

    In a direct channel nobody is mentioned: both read all of it.
    """
    check_prose(body, "body", limits.body)
    if stream_kind(stream) == "direct":
        return Mentions((), room=False)
    mentions = find_mentions(body)
    check_mentions(mentions, limits.mentions)
    return mentions


def require_stands(sent: MessageSent) -> None:
    """Raise if a message was erased: nothing more can be done to it."""
    if sent.deleted:
        raise Refusal("conflict", "This message was deleted", field="target")


def require_room_for_reaction(emoji: str, present: Collection[str]) -> None:
    """Raise if a message has as many different reactions as one may have, and not this one."""
    if emoji not in present and len(present) >= MAX_REACTIONS_PER_MESSAGE:
        raise Refusal(
            "conflict",
            f"A message may have at most {MAX_REACTIONS_PER_MESSAGE} different reactions, "
            f"and this one has {len(present)}",
            field="emoji",
            limit=MAX_REACTIONS_PER_MESSAGE,
        )


def require_room_for_pin(pinned: int) -> None:
    """Raise if a room has as many pinned messages as one may have."""
    if pinned >= MAX_PINS_PER_ROOM:
        raise Refusal(
            "conflict",
            f"A room may have at most {MAX_PINS_PER_ROOM} pinned messages, and has {pinned}",
            field="target",
            limit=MAX_PINS_PER_ROOM,
        )


def check_places(find: FindHistory) -> None:
    """Refuse to look for messages at two places at once."""
    given = [
        name
        for name, seq in (("before", find.before), ("after", find.after), ("around", find.around))
        if seq is not UNSET
    ]
    if len(given) > 1:
        raise Refusal(
            "bad_request",
            f"At most one of before, after and around may be given, got {' and '.join(given)}",
            field=given[1],
        )
