"""A run of sends from end to end: accounts and rooms, the closed loop, the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hubbub_load.crowd import Progress, create_rooms, join_rooms, register_crowd
from hubbub_load.fast_loop import run_in_loop
from hubbub_load.http_api import HttpApi
from hubbub_load.sends.report import SendsReport, make_sends_report
from hubbub_load.sends.share import Load, SendingSeat, WatchingSeat, cut_shares, deal_places
from hubbub_load.sends.workers import run_shares
from hubbub_protocol.messages import MessagePage


@dataclass(frozen=True, slots=True)
class Stand:
    """What is made on the hubs before a run."""

    senders: Sequence[SendingSeat]
    watchers: Sequence[WatchingSeat]
    heads: Mapping[str, int]
    """The head of every stream, by name, before anything is sent."""
    token: str
    """Of a member of every room."""


def run_sends(load: Load, pids: Sequence[int], progress: Progress) -> SendsReport:
    """Let the hubs acknowledge as much as they can and verify what they hold.

    Raises :class:`~hubbub_load.http_api.HubUnreachable`,
    :class:`~hubbub_protocol.errors.Refusal`, :class:`~hubbub_load.waiting.NotReady` or
    :class:`~hubbub_load.sends.cpu.NoSuchProgram`.
    """
    stand = run_in_loop(_build(load, progress))
    shares = cut_shares(load, stand.senders, stand.watchers, tuple(stand.heads))
    measured = run_shares(shares, pids)
    after = run_in_loop(_read_heads_afterwards(load, stand))
    return make_sends_report(load, measured, stand.heads, after)


async def _build(load: Load, progress: Progress) -> Stand:
    """Make accounts and rooms through the first hub; they are good on all."""
    api = HttpApi(load.hubs[0])
    try:
        sending = [f"sender-{number}" for number in range(1, load.senders + 1)]
        watching = [f"watcher-{number}" for number in range(1, load.watchers + 1)]
        names = [f"sends {number}" for number in range(1, load.rooms + 1)]
        accounts = await register_crowd(api, [*sending, *watching], progress)
        steward = accounts[sending[0]]
        rooms = await create_rooms(api, names, steward)
        places = deal_places(load.senders, len(load.hubs), load.rooms)
        members = {name: [accounts[each] for each in watching] for name in names}
        senders = []
        for who, place in zip(sending, places, strict=True):
            room = names[place.room]
            senders.append(SendingSeat(accounts[who], load.hubs[place.hub], rooms[room].stream))
            if accounts[who] is not steward:  # who made the rooms is in them
                members[room].append(accounts[who])
        await join_rooms(api, rooms, members, progress)
        watchers = [
            WatchingSeat(accounts[who], load.hubs[number % len(load.hubs)])
            for number, who in enumerate(watching)
        ]
        streams = [rooms[name].stream for name in names]
        return Stand(
            senders, watchers, await _read_heads(api, streams, steward.token), steward.token
        )
    finally:
        await api.close()


async def _read_heads_afterwards(load: Load, stand: Stand) -> dict[str, int]:
    api = HttpApi(load.hubs[0])
    try:
        return await _read_heads(api, list(stand.heads), stand.token)
    finally:
        await api.close()


async def _read_heads(api: HttpApi, streams: Sequence[str], token: str) -> dict[str, int]:
    return {
        stream: (
            await api.ask("get_history", MessagePage, token=token, path={"stream": stream})
        ).as_of
        for stream in streams
    }
