"""Whom a log of conversations would have the hub suggest to each other, and what became of them.

``python -m tests.together.suggested_pairs LOG`` writes a log through the store, suggests people as
if all its authors had said yes, before caps, and compares the pairs with a count of its own. Then
it does the same with the first four fifths of each room, and tells what share of those suggested
answer each other in the last fifth, beside random pairs who wrote in the same rooms.
"""

import asyncio
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from sqlalchemy import insert

from hubbub_load.log import LogMessage, read_log
from hubbub_protocol.limits import Limits
from hubbub_server.actions.counting import count_some
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.suggestions import candidates
from hubbub_server.actions.write_rates import WriteRates
from hubbub_server.broker.memory import MemoryBroker
from hubbub_server.domain.suggestions import RECENT_US
from hubbub_server.store.interface import Store
from hubbub_server.store.schema import accounts, people_settings
from hubbub_server.store.sqlite import open_sqlite
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

Pair = frozenset[str]
"""The names of two authors."""

BATCH = 256


class Town:
    """The authors and rooms of a log, in a store."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.store = store
        self.ids: dict[str, str] = {}  # by author
        self._village = Village(store, clock)
        self._streams: dict[str, str] = {}  # by room
        self._seqs: dict[str, int] = {}  # by the id of a message in the log

    async def settle(self, messages: Sequence[LogMessage]) -> None:
        """Let the authors live in the rooms in which they write, and want suggestions."""
        for number, author in enumerate(sorted({message.author for message in messages})):
            self.ids[author] = await self._village.welcome(f"author{number}")
        await self._say_yes()
        writers: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for message in messages:
            writers[message.room][self.ids[message.author]] = None
        for room, ids in writers.items():
            first, *others = ids
            self._streams[room] = await self._village.found(first)
            await self._village.admit(self._streams[room], *others)

    async def write(self, messages: Sequence[LogMessage]) -> None:
        """Write messages in the order of the log, as many at once as answer none of each other."""
        batch: list[LogMessage] = []
        for message in messages:
            waits = message.reply_to is not None and message.reply_to not in self._seqs
            if waits or len(batch) == BATCH:
                await self._send(batch)
                batch = []
            batch.append(message)
        await self._send(batch)

    async def suggested(self) -> set[Pair]:
        """Return all pairs of whom at least one could have the other suggested."""
        clock = HandClock(RECENT_US)  # at the beginning of time nothing is too long ago
        limits = Limits()
        desk = Desk(self.store, MemoryBroker(), clock, limits, WriteRates(clock, limits))
        after: str | None = ""
        while after is not None:
            after = await count_some(desk, after)
        names = {member: author for author, member in self.ids.items()}
        pairs: set[Pair] = set()
        async with self.store.snapshot() as reading:
            for member, author in names.items():
                found = await candidates(reading, member, RECENT_US, bridges=False)
                pairs.update(frozenset((author, names[each.other])) for each in found)
        return pairs

    async def _say_yes(self) -> None:
        ids = list(self.ids.values())
        async with self.store.transaction(()) as opened:
            for member in ids:
                await opened.execute(
                    insert(people_settings).values(
                        member=member,
                        openings="allowed",
                        suggestions=True,
                        bridges=False,
                        accept_requests=False,
                        mutual=False,
                    )
                )
                await opened.execute(
                    insert(accounts).values(member=member, skeleton=member, role="member")
                )

    async def _send(self, batch: Sequence[LogMessage]) -> None:
        asked = [
            self._village.message(
                self._streams[message.room],
                self.ids[message.author],
                "words",  # what was said counts for nothing
                reply_to=None if message.reply_to is None else self._seqs[message.reply_to],
            )
            for message in batch
        ]
        results = await self._village.send(*asked) if asked else []
        for message, result in zip(batch, results, strict=True):
            self._seqs[message.id] = result.seq


def counted(messages: Sequence[LogMessage]) -> set[Pair]:
    """Count in another way: return the pairs who reach the score that suggests them."""
    author_of = {message.id: message.author for message in messages}
    replies: Counter[tuple[str, str, str]] = Counter()  # room, who, to whom
    answerers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)  # room, message
    for message in messages:
        if message.reply_to is None or author_of[message.reply_to] == message.author:
            continue
        replies[message.room, message.author, author_of[message.reply_to]] += 1
        known = answerers[message.room, message.reply_to]
        if message.author not in known and len(known) < 50:
            known.append(message.author)
    score: Counter[Pair] = Counter()
    for (room, who, whom), count in replies.items():
        if who < whom:
            score[frozenset((who, whom))] += 4 * min(count, replies[room, whom, who])
    for known in answerers.values():
        for one, other in combinations(known, 2):
            score[frozenset((one, other))] += 1
    return {pair for pair, points in score.items() if points >= 8}


def split(messages: Iterable[LogMessage]) -> tuple[list[LogMessage], list[LogMessage]]:
    """Return the first four fifths of each room, by time, and the rest."""
    rooms: defaultdict[str, list[LogMessage]] = defaultdict(list)
    for message in messages:
        rooms[message.room].append(message)
    first: list[LogMessage] = []
    last: list[LogMessage] = []
    for room in rooms.values():
        room.sort(key=lambda message: message.at)
        cut = len(room) * 4 // 5
        first += room[:cut]
        last += room[cut:]
    return first, last


def answered(messages: Sequence[LogMessage], everything: Sequence[LogMessage]) -> set[Pair]:
    """Return who answered whom, either way."""
    author_of = {message.id: message.author for message in everything}
    return {
        frozenset((message.author, author_of[message.reply_to]))
        for message in messages
        if message.reply_to is not None and author_of[message.reply_to] != message.author
    }


def random_pairs(messages: Sequence[LogMessage], like: set[Pair], seed: int) -> set[Pair]:
    """Draw as many other pairs of authors who wrote in the same rooms."""
    draw = random.Random(seed)
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for message in messages:
        writers[message.room].add(message.author)
    rooms = [(room, sorted(who)) for room, who in sorted(writers.items()) if len(who) > 1]
    weights = [len(who) for _, who in rooms]
    drawn: set[Pair] = set()
    for _ in range(20 * len(like)):  # in small rooms there may be fewer
        ((_, who),) = draw.choices(rooms, weights)
        pair = frozenset(draw.sample(who, 2))
        if pair not in like and len(drawn) < len(like):
            drawn.add(pair)
    return drawn


async def suggested_by_the_hub(messages: Sequence[LogMessage], folder: Path) -> set[Pair]:
    """Write a log through a store of its own, and return the pairs that would be suggested."""
    clock = HandClock(RECENT_US)
    store = await open_sqlite(folder / "hubbub.db", clock)
    try:
        town = Town(store, clock)
        await town.settle(messages)
        await town.write(_in_order(messages))
        return await town.suggested()
    finally:
        await store.close()


def share(pairs: set[Pair], among: set[Pair]) -> str:
    """Say how many of the pairs are among others."""
    hits = len(pairs & among)
    return f"{hits} of {len(pairs)} ({hits / len(pairs):.1%})" if pairs else "none"


def _in_order(messages: Sequence[LogMessage]) -> list[LogMessage]:
    """Return messages with each behind what it answers, else as they stand."""
    present = {message.id: message for message in messages}
    placed: dict[str, LogMessage] = {}
    for message in messages:
        chain = [message]
        while (target := chain[-1].reply_to) is not None and target not in placed:
            chain.append(present[target])
        placed.update((each.id, each) for each in reversed(chain))
    return list(placed.values())


def _closed(messages: Sequence[LogMessage]) -> list[LogMessage]:
    """Return the messages that answer nothing outside of them."""
    kept: dict[str, LogMessage] = {}
    for message in _in_order_of_time(messages):
        if message.reply_to is None or message.reply_to in kept:
            kept[message.id] = message
    return list(kept.values())


def _in_order_of_time(messages: Sequence[LogMessage]) -> list[LogMessage]:
    return sorted(messages, key=lambda message: message.at)


async def main(messages: Sequence[LogMessage]) -> int:
    """Compare, predict, and say what came of it; 1 if the two counts differ."""
    with tempfile.TemporaryDirectory() as folder:
        found = await suggested_by_the_hub(messages, Path(folder))
    own = counted(messages)
    print(f"{len(messages):,} messages: {len(found):,} pairs suggested, {len(own):,} counted")
    print(f"differences: {len(found ^ own)}")
    first, last = split(messages)
    first = _closed(first)
    with tempfile.TemporaryDirectory() as folder:
        predicted = await suggested_by_the_hub(first, Path(folder))
    later = answered(last, messages)
    others = random_pairs(first, predicted, seed=1)
    print(f"suggested by four fifths, answer each other later: {share(predicted, later)}")
    print(f"random pairs of the same rooms: {share(others, later)}")
    still = {message.author for message in last}
    both = {pair for pair in predicted if pair <= still}
    print(f"of whom both still write: {share(both, later)}")
    there = random_pairs([m for m in first if m.author in still], predicted, seed=1)
    print(f"random pairs who both still write: {share(there, later)}")
    return 1 if found != own else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(read_log(Path(sys.argv[1]).read_bytes().splitlines()))))
