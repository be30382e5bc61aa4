"""Reactions that stand now."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, insert, select

from hubbub_protocol.messages import Reaction
from hubbub_server.store.interface import Reading, StoredEvent, Transaction
from hubbub_server.store.schema import reactions
from hubbub_server.store.sight import Sight


async def list_reactions(
    reading: Reading, sight: Sight, targets: Collection[int]
) -> dict[int, list[Reaction]]:
    """Return the reactions to these messages that may be seen, of those who are not hidden.

    Emoji stand in the order of their first reaction that still stands, members in the order in
    which they reacted.
    """
    rows = await reading.rows(
        select(reactions.c.target, reactions.c.emoji, reactions.c.member)
        .where(
            reactions.c.stream == sight.stream,
            reactions.c.target.in_(targets),
            reactions.c.seq <= sight.until,
            sight.shows(reactions.c.member),
        )
        .order_by(reactions.c.seq)
    )
    found: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
    for row in rows:
        found[row.target].setdefault(row.emoji, []).append(row.member)
    return {
        target: [Reaction(emoji, members) for emoji, members in by_emoji.items()]
        for target, by_emoji in found.items()
    }


async def find_reaction(
    reading: Reading, stream: str, target: int, emoji: str, member: str
) -> int | None:
    """Return the ``seq`` of the event with which a member reacted so."""
    row = await reading.row(
        select(reactions.c.seq).where(
            reactions.c.stream == stream,
            reactions.c.target == target,
            reactions.c.emoji == emoji,
            reactions.c.member == member,
        )
    )
    return None if row is None else int(row.seq)


async def emoji_of(reading: Reading, stream: str, target: int) -> set[str]:
    """Return the different emoji with which somebody reacted to a message."""
    rows = await reading.rows(
        select(reactions.c.emoji)
        .where(reactions.c.stream == stream, reactions.c.target == target)
        .distinct()
    )
    return {row.emoji for row in rows}


async def put_reaction(writing: Transaction, target: int, emoji: str, event: StoredEvent) -> None:
    """Write that the event's actor reacted."""
    await writing.execute(
        insert(reactions).values(
            stream=event.stream, target=target, emoji=emoji, member=event.actor, seq=event.seq
        )
    )


async def take_reaction(
    writing: Transaction, stream: str, target: int, emoji: str, member: str
) -> None:
    """Write that a reaction was taken back."""
    await writing.execute(
        delete(reactions).where(
            reactions.c.stream == stream,
            reactions.c.target == target,
            reactions.c.emoji == emoji,
            reactions.c.member == member,
        )
    )


async def take_all_reactions(writing: Transaction, stream: str, target: int) -> None:
    """Forget every reaction to a message."""
    await writing.execute(
        delete(reactions).where(reactions.c.stream == stream, reactions.c.target == target)
    )
