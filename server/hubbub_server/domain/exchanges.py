"""What two members did with each other's messages in one room, counted; never a word of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

MOST_VOICES: Final = 50
"""Of one thread: those who answered later than so many others share no thread with them, since
two among many may well never have seen each other."""


@dataclass(slots=True)
class Exchange:
    """The counts of a pair in one room; ``one`` is the lower of the two ids."""

    replies_of_one: int = 0
    """To messages of the other."""
    replies_of_other: int = 0
    reactions_of_one: int = 0
    reactions_of_other: int = 0
    threads: int = 0
    """Messages of somebody else that both have answered."""
    last_at: int = 0
    """When any of this last was, in microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A reply or a reaction, as far as it counts."""

    member: str
    target: int
    """The ``seq`` of the message that was answered."""
    at: int
    reaction: int
    """0 for a reply, 1 for a reaction, -1 for one that was taken back."""


Pair = tuple[str, str]
Exchanges = defaultdict[Pair, Exchange]


def pair_of(member: str, other: str) -> Pair:
    """Return the pair, the lower id first."""
    return (member, other) if member < other else (other, member)


def count(
    deeds: Iterable[Deed], authors: Mapping[int, str], voices: dict[int, list[str]]
) -> Exchanges:
    """Count deeds of one room, in their order.

    ``authors`` are those of the messages that were answered; ``voices`` are who answered each of
    them before, and are continued.
    """
    counted: Exchanges = defaultdict(Exchange)
    for deed in deeds:
        author = authors.get(deed.target)
        if author is None:
            continue
        if author != deed.member:
            _count_towards(counted, deed, author)
        if deed.reaction == 0 and author != deed.member:
            _count_thread(counted, deed, voices.setdefault(deed.target, []))
    return counted


def _count_towards(counted: Exchanges, deed: Deed, author: str) -> None:
    pair = pair_of(deed.member, author)
    exchange = counted[pair]
    by_one = deed.member == pair[0]
    if deed.reaction:
        exchange.reactions_of_one += deed.reaction if by_one else 0
        exchange.reactions_of_other += 0 if by_one else deed.reaction
    else:
        exchange.replies_of_one += by_one
        exchange.replies_of_other += not by_one
    exchange.last_at = max(exchange.last_at, deed.at)


def _count_thread(counted: Exchanges, deed: Deed, voices: list[str]) -> None:
    if deed.member in voices or len(voices) >= MOST_VOICES:
        return
    for voice in voices:
        exchange = counted[pair_of(deed.member, voice)]
        exchange.threads += 1
        exchange.last_at = max(exchange.last_at, deed.at)
    voices.append(deed.member)
