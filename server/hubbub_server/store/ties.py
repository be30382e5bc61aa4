"""What the two of a personal connection, and nobody else, see of their tie."""

from sqlalchemy import and_, select, update

from hubbub_protocol.members import MemberCard
from hubbub_protocol.streams import direct_stream
from hubbub_server.store.interface import Reading, Transaction
from hubbub_server.store.members import CARD, card_of
from hubbub_server.store.messages import list_messages_down
from hubbub_server.store.schema import (
    members,
    people_settings,
    personal_connections,
    streams,
    ties,
)
from hubbub_server.store.sight import Sight

_MOST_MESSAGES = 2_000
"""So many of the latest messages are counted at the most."""


async def read_note(reading: Reading, member: str, other: str) -> str:
    """Return a member's private note about another."""
    mine = and_(ties.c.member == member, ties.c.other == other)
    row = await reading.row(select(ties.c.note).where(mine))
    return "" if row is None else str(row.note)


async def put_note(writing: Transaction, member: str, other: str, note: str) -> bool:
    """Write a member's note about another; False if the two never were connected."""
    mine = and_(ties.c.member == member, ties.c.other == other)
    return await writing.execute(update(ties).where(mine).values(note=note)) > 0


async def find_last_exchange(reading: Reading, channel: str) -> int | None:
    """Return when one of the two last wrote in their direct channel."""
    statement = select(streams.c.last_message_at).where(streams.c.name == direct_stream(channel))
    row = await reading.row(statement)
    return None if row is None else row.last_message_at


async def count_words(reading: Reading, channel: str, since: int) -> dict[str, int]:
    """Return how many words each of the two wrote in their direct channel after a time."""
    stream = direct_stream(channel)
    sight = Sight(stream, (await reading.head(stream)).seq)
    words: dict[str, int] = {}
    for message in await list_messages_down(reading, sight, sight.until, _MOST_MESSAGES):
        if message.at > since:
            count = len(message.sent.body.split())
            words[message.author] = words.get(message.author, 0) + count
    return words


async def list_mutual(reading: Reading, member: str, other: str, most: int) -> list[MemberCard]:
    """Return with whom both are connected now, and who has allowed that it is shown, by name."""
    mine, theirs = ties.alias("mine"), ties.alias("theirs")
    my, their = personal_connections.alias("my"), personal_connections.alias("their")
    rows = await reading.rows(
        select(*CARD)
        .join(mine, and_(mine.c.other == members.c.id, mine.c.member == member))
        .join(my, and_(my.c.channel == mine.c.channel, my.c.state == "connected"))
        .join(theirs, and_(theirs.c.other == members.c.id, theirs.c.member == other))
        .join(their, and_(their.c.channel == theirs.c.channel, their.c.state == "connected"))
        .join(people_settings, people_settings.c.member == members.c.id)
        .where(people_settings.c.mutual)
        .order_by(members.c.username)
        .limit(most)
    )
    return [card_of(row) for row in rows]
