"""What is played, by whom, when, and who drops the socket: a plan made before anything is sent."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hubbub_load.log import LogMessage, sort_rooms

Order = Literal["author", "log"]
"""``author``: each author's messages keep their order and a reply follows what it answers, as
among people who type at the same time; ``log``: every room keeps exactly the order of its log,
each message waiting for the acknowledgement of the one before it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a log is played: at an even rate, or at a multiple of the time it took."""

    messages_per_s: float | None = None
    speed: float | None = None


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """One message with its time and what must be acknowledged before it is sent."""

    room: str
    author: str
    text: str
    due_s: float
    """When it is to be sent, in seconds after the start, whatever became of those before it."""
    reply_to: int | None
    """The index in the plan of the message that it answers."""
    after: int | None
    """The index in the plan of the message that must be acknowledged before this one."""


def make_plan(
    messages: Sequence[LogMessage], pace: Pace, order: Order = "author"
) -> list[PlannedMessage]:
    """Plan the messages by the time at which they are due, all rooms side by side.

    A reply to a message that is not among ``messages`` is planned as a plain message.
    """
    rooms = sort_rooms(messages)
    timed = list(_at_rate(rooms, pace.messages_per_s) if pace.messages_per_s else
                 _at_speed(rooms, pace.speed or 1.0))  # fmt: skip
    index_of = {message.id: index for index, (_, message) in enumerate(timed)}
    plan: list[PlannedMessage] = []
    latest: dict[str, int] = {}
    for index, (due_s, message) in enumerate(timed):
        reply_to = index_of.get(message.reply_to) if message.reply_to else None
        before = latest.get(message.room) if order == "log" else reply_to
        plan.append(
            PlannedMessage(message.room, message.author, message.text, due_s, reply_to, before)
        )
        latest[message.room] = index
    return plan


def count_outward_replies(messages: Sequence[LogMessage]) -> int:
    """Count the replies to messages that are not among these."""
    ids = {message.id for message in messages}
    return sum(message.reply_to is not None and message.reply_to not in ids for message in messages)


def choose_half(names: Iterable[str], seed: int) -> list[str]:
    """Choose half of the names by seed, rounded up."""
    everyone = sorted(set(names))
    chosen = random.Random(seed).sample(everyone, math.ceil(len(everyone) / 2))  # noqa: S311 - a draw that must repeat
    return sorted(chosen)


def middle_messages(plan: Sequence[PlannedMessage], authors: Iterable[str]) -> frozenset[int]:
    """Find the middle message of each of these authors: right after sending it they drop."""
    of_author: dict[str, list[int]] = {}
    for index, message in enumerate(plan):
        of_author.setdefault(message.author, []).append(index)
    return frozenset(of_author[author][len(of_author[author]) // 2] for author in authors)


def spread_drops(watchers: Sequence[str], length_s: float, seed: int) -> list[tuple[float, str]]:
    """Choose for each of these watchers when it drops its socket: in the middle half, by time."""
    draw = random.Random(seed)  # noqa: S311 - a draw that must repeat
    return sorted((length_s * draw.uniform(0.25, 0.75), watcher) for watcher in watchers)


def _at_rate(
    rooms: dict[str, list[LogMessage]], messages_per_s: float
) -> Iterable[tuple[float, LogMessage]]:
    """Spread every room evenly over the whole time."""
    placed = [
        ((position + 0.5) / len(part), message)
        for part in rooms.values()
        for position, message in enumerate(part)
    ]
    placed.sort(key=lambda item: item[0])
    return ((index / messages_per_s, message) for index, (_, message) in enumerate(placed))


def _at_speed(
    rooms: dict[str, list[LogMessage]], speed: float
) -> Iterable[tuple[float, LogMessage]]:
    """Let every room begin at once and keep its own rhythm, ``speed`` times as fast."""
    placed = [
        ((message.at - part[0].at) / 1e6 / speed, message)
        for part in rooms.values()
        for message in part
    ]
    placed.sort(key=lambda item: item[0])
    return placed
