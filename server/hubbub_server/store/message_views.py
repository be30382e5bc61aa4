"""Messages as they stand after a certain event of their stream."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hubbub_protocol.members import MemberCard
from hubbub_protocol.messages import Message, Reaction
from hubbub_server.store.interface import Reading
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.messages import MessageEdit, SentMessage, list_edits
from hubbub_server.store.pins import pinned_among
from hubbub_server.store.reactions import list_reactions
from hubbub_server.store.schema import members
from hubbub_server.store.sight import Sight


async def as_they_stand(
    reading: Reading, sight: Sight, sent: Sequence[SentMessage]
) -> list[Message]:
    """Return messages with what happened to them up to the last event that may be read.

    Nothing later is added. But what was erased is gone for every reader, and a reaction or pin
    that was taken back later is not brought back: one who may read up to an earlier event only
    may see less than there was, never more.
    """
    if not sent:
        return []
    targets = [message.seq for message in sent]
    stream, until = sight.stream, sight.until
    edits = {edit.target: edit for edit in await list_edits(reading, stream, targets, until)}
    reactions = await list_reactions(reading, sight, targets)
    pinned = await pinned_among(reading, stream, targets, until)
    return [
        _message_of(message, edits.get(message.seq), reactions.get(message.seq, []), pinned)
        for message in sent
    ]


async def list_people(
    reading: Reading, sight: Sight, messages: Iterable[Message]
) -> list[MemberCard]:
    """Return the cards of all that one needs to know to show these messages, and may see."""
    people = _people_in(messages)
    if not people:
        return []
    statement = select(*CARD).where(members.c.id.in_(people), sight.shows(members.c.id))
    return [card_of(row) for row in await reading.rows(statement.order_by(members.c.username))]


def _people_in(messages: Iterable[Message]) -> set[str]:
    people: set[str] = set()
    for message in messages:
        people.add(message.author)
        people.update(message.mentions)
        for reaction in message.reactions:
            people.update(reaction.members)
    return people


def _message_of(
    message: SentMessage, edit: MessageEdit | None, reactions: list[Reaction], pinned: set[int]
) -> Message:
    now = message.sent if edit is None else edit.edited
    return Message(
        seq=message.seq,
        id=message.sent.id,
        author=message.author,
        at=message.at,
        body=now.body,
        reply_to=message.sent.reply_to,
        mentions=now.mentions,
        mentions_room=now.mentions_room,
        edited_at=None if edit is None else edit.at,
        deleted=message.sent.deleted,
        reactions=reactions,
        pinned=message.seq in pinned,
    )
