"""A member who is removed while messages fly receives the removal, and nothing later.

Those who are removed may be on another hub than the host who removes them and writes on.
"""

import asyncio
from contextlib import AsyncExitStack

import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import Account, share_a_room, sign_up
from hubbub_load.chaos.mate import Mate
from hubbub_load.http_api import HttpApi
from hubbub_protocol.codec import read_frame
from hubbub_protocol.events import Event, MemberRemoved
from hubbub_protocol.rooms import Reason, Room
from hubbub_protocol.streams import stream_subject
from tests.faults.conftest import Pair

GUESTS = 20
ROUNDS = 10
TALKERS = 4


@pytest.mark.slow
async def test_nothing_later_than_their_removal_reaches_a_member(pair: Pair) -> None:
    hub, their_hub = pair.here, pair.there
    names = [f"guest{number}" for number in range(GUESTS)]
    ada, *accounts = await sign_up(their_hub.address, their_hub.set_up_token, ["ada", *names])
    stream = await share_a_room(hub.address, [ada, *accounts])
    api = HttpApi(hub.address)
    async with AsyncExitStack() as open_sessions:
        open_sessions.push_async_callback(api.close)
        host = await open_sessions.enter_async_context(Session(hub.address, token=ada.token))
        for turn in range(ROUNDS):
            guests = [Mate(each, stream, "json", asyncio.Event()) for each in accounts]
            async with AsyncExitStack() as their_sessions:
                sessions = [
                    await their_sessions.enter_async_context(guest.session(their_hub.address))
                    for guest in guests
                ]
                for guest, session in zip(guests, sessions, strict=True):
                    if turn:
                        await join(api, guest.account, stream)
                    await session.subscribe(stream)
                await remove_while_talking(api, host, ada, guests)
                for session in sessions:
                    await session.history(stream, limit=1)  # what came before it has come
            for guest in guests:
                assert heard_from_removal_on(guest) == [f"removal of {guest.account.name}"]


async def remove_while_talking(
    api: HttpApi, host: Session, ada: Account, guests: list[Mate]
) -> None:
    """Remove all guests at once while the host writes, and write once more behind it."""
    stream = guests[0].stream
    removed = asyncio.Event()

    async def talk() -> None:
        while not removed.is_set():
            await host.send(stream, "Who will hear this?")

    async def remove(guest: Mate) -> None:
        path = {"room": stream_subject(stream), "member": guest.account.id}
        await api.ask("remove_member", type(None), body=Reason(), token=ada.token, path=path)

    talking = [asyncio.create_task(talk()) for _ in range(TALKERS)]
    await asyncio.gather(*map(remove, guests))
    removed.set()
    await asyncio.gather(*talking)
    await host.send(stream, "Who is still here?")


async def join(api: HttpApi, account: Account, stream: str) -> None:
    path = {"room": stream_subject(stream)}
    await api.ask("join_room", Room, token=account.token, path=path)


def heard_from_removal_on(guest: Mate) -> list[str]:
    """Name every event of the room that came since the guest's own removal, and that."""
    heard: list[str] = []
    for data in guest.frames:
        event = read_frame(data, guest.encoding)
        if not isinstance(event, Event) or event.stream != guest.stream:
            continue
        if isinstance(event.payload, MemberRemoved) and event.payload.member == guest.account.id:
            heard.append(f"removal of {guest.account.name}")
        elif heard:
            heard.append(f"{event.seq}")
    return heard
