"""Who takes part in a replay: accounts and rooms made, sessions opened, watchers listening."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from hubbub_load.crowd import Account, Progress, create_rooms, join_rooms, register_crowd
from hubbub_load.http_api import HttpApi
from hubbub_load.member_session import MemberSession
from hubbub_load.plan import Order, PlannedMessage, choose_half, middle_messages
from hubbub_load.stage import Stage
from hubbub_load.waiting import wait_until
from hubbub_load.watcher import Interned, Watcher
from hubbub_protocol.client_news import News
from hubbub_protocol.codec import Encoding

OPEN_AT_ONCE: Final = 50
DROP_WITHIN_S: Final = 0.005
"""An author drops the socket at most so long after a send: before, while or after the hub
commits it, by chance."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a log is replayed."""

    hubs: tuple[str, ...]
    watchers: int
    seed: int
    order: Order
    encoding: Encoding = "msgpack"


@dataclass(frozen=True, slots=True)
class House:
    """The accounts and rooms that a replay needs, made on a hub."""

    authors: Mapping[str, Account]
    watchers: Mapping[str, Account]
    streams: Mapping[str, str]
    """The stream of each room."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Authors and watchers with their sessions."""

    stage: Stage
    watchers: Mapping[str, Watcher]
    authors_at: Mapping[str, MemberSession]
    watchers_at: Mapping[str, MemberSession]

    def failures(self) -> list[str]:
        """List what must not happen and did."""
        of_watchers = [
            f"{name}: {failure}"
            for name, watcher in self.watchers.items()
            for failure in watcher.failures
        ]
        return [*self.stage.failures, *of_watchers]


async def build_house(
    plan: Sequence[PlannedMessage], settings: Settings, progress: Progress
) -> House:
    """Make accounts for the authors and watchers, the rooms, and everybody's memberships.

    Raises :class:`~hubbub_load.http_api.HubUnreachable` or
    :class:`~hubbub_protocol.errors.Refusal`.
    """
    api = HttpApi(settings.hubs[0])
    try:
        names = [f"watcher-{number}" for number in range(1, settings.watchers + 1)]
        watchers = await register_crowd(api, names, progress)
        authors = await register_crowd(
            api, list(dict.fromkeys(message.author for message in plan)), progress
        )
        room_names = list(dict.fromkeys(message.room for message in plan))
        rooms = await create_rooms(api, room_names, watchers[names[0]])
        members = {name: {each.member: each for each in watchers.values()} for name in room_names}
        for message in plan:
            author = authors[message.author]
            members[message.room][author.member] = author
        await join_rooms(
            api, rooms, {name: list(them.values()) for name, them in members.items()}, progress
        )
        return House(authors, watchers, {name: room.stream for name, room in rooms.items()})
    finally:
        await api.close()


def make_cast(plan: Sequence[PlannedMessage], settings: Settings, house: House) -> Cast:
    """Give every author and watcher a session; nothing is opened yet."""
    draw = random.Random(settings.seed)  # noqa: S311 - draws that must repeat
    droppers = choose_half(house.authors, settings.seed)
    dropping = {
        index: draw.uniform(0, DROP_WITHIN_S) for index in sorted(middle_messages(plan, droppers))
    }
    keys = random.SystemRandom()
    stage = Stage(plan, house.streams, dropping, lambda: UUID(int=keys.getrandbits(128), version=4))
    interned: Interned = {}
    room_of = {stream: room for room, stream in house.streams.items()}
    watchers = {name: Watcher(room_of, interned) for name in house.watchers}

    def session(place: int, account: Account, take: Callable[[News, float], None]) -> MemberSession:
        turn = place % len(settings.hubs)
        hubs = settings.hubs[turn:] + settings.hubs[:turn]
        return MemberSession(account, hubs, settings.encoding, draw, take)

    cast = Cast(
        stage,
        watchers,
        authors_at={
            name: session(place, account, partial(stage.take_news, name))
            for place, (name, account) in enumerate(house.authors.items())
        },
        watchers_at={
            name: session(place, account, watchers[name].take_news)
            for place, (name, account) in enumerate(house.watchers.items())
        },
    )
    _seat(cast, house)
    return cast


async def open_all(sessions: asyncio.TaskGroup, cast: Cast, progress: Progress) -> str | None:
    """Open every session, some at a time, and wait until the watchers receive every room.

    Returns None, or why that could not be done.
    """
    everyone = [*cast.watchers_at.values(), *cast.authors_at.values()]
    for begin in range(0, len(everyone), OPEN_AT_ONCE):
        batch = everyone[begin : begin + OPEN_AT_ONCE]
        for member in batch:
            sessions.create_task(member.run())
        if not await wait_until(partial(count_live, batch), len(batch)):
            return f"only {count_live(batch)} of {len(batch)} sessions could be opened"
        progress("sockets", begin + len(batch), len(everyone))
    wanted = sum(len(watcher.views) for watcher in cast.watchers.values())
    subscribed = await wait_until(
        lambda: sum(len(watcher.subscribed) for watcher in cast.watchers.values()), wanted
    )
    failures = "; ".join(cast.failures()[:3])
    return None if subscribed else f"not every watcher could subscribe to every room: {failures}"


def count_live(members: Sequence[MemberSession]) -> int:
    """Count those whose session is open on a socket."""
    return sum(member.session.phase == "live" for member in members)


def _seat(cast: Cast, house: House) -> None:
    for name, member in cast.authors_at.items():
        cast.stage.enter(name, member)
    for member in cast.watchers_at.values():
        for stream in house.streams.values():
            member.session.subscribe(stream)
