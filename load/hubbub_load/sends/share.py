"""Who sends where: members dealt out over hubs, rooms and the tool's own processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hubbub_load.crowd import Account


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of the hubs."""

    hubs: tuple[str, ...]
    senders: int
    seconds: float
    """How long acknowledgements are counted."""
    warm_up_s: float = 2.0
    """How long is sent before that, uncounted."""
    rooms: int = 1
    in_flight: int = 8
    """How many sends of each sender are unanswered, always."""
    watchers: int = 0
    """Members who receive every room."""
    body_bytes: int = 128
    processes: int = 1


class Place(NamedTuple):
    """Where a sender sends."""

    hub: int
    room: int


@dataclass(frozen=True, slots=True)
class SendingSeat:
    """A sender: an account, its hub's address and its room's stream."""

    account: Account
    hub: str
    stream: str


@dataclass(frozen=True, slots=True)
class WatchingSeat:
    """A watcher: an account and its hub's address."""

    account: Account
    hub: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one process of the tool does."""

    load: Load
    senders: tuple[SendingSeat, ...]
    watchers: tuple[WatchingSeat, ...]
    streams: tuple[str, ...]
    """Of all rooms."""


def deal_places(senders: int, hubs: int, rooms: int) -> list[Place]:
    """Deal senders over the hubs in turn, and those of each hub over the rooms in turn.

    So hubs have equally many, and every room has senders on every hub as soon as there are enough.
    """
    return [Place(number % hubs, number // hubs % rooms) for number in range(senders)]


def cut_shares(
    load: Load,
    senders: Sequence[SendingSeat],
    watchers: Sequence[WatchingSeat],
    streams: Sequence[str],
) -> list[Share]:
    """Cut the work into one share for each process, each with its part of every hub's senders."""
    ordered = sorted(senders, key=lambda seat: load.hubs.index(seat.hub))
    count = load.processes
    return [
        Share(load, tuple(ordered[turn::count]), tuple(watchers[turn::count]), tuple(streams))
        for turn in range(count)
    ]
