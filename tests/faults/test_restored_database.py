"""A database that went back to an earlier state: no client goes on as if nothing had happened."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest

from hubbub import Session
from hubbub_load.chaos.accounts import Account, share_a_room, sign_up
from hubbub_load.programs.served_hub import ServedHub
from hubbub_load.slow_readers.raw_client import raw_client
from hubbub_protocol.frames import Reset, StreamState

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Past:
    """What a client knows from before the database went back."""

    account: Account
    stream: str
    epoch: str
    backed_up: int
    """The head at the time of the backup."""
    later: int
    """The head that a client saw after it."""


async def say(hub: ServedHub, account: Account, stream: str) -> int:
    """Write some messages and return the ``seq`` of the last."""
    async with Session(hub.address, token=account.token) as session:
        return [(await session.send(stream, f"loaf {n}")).seq for n in range(5)][-1]


async def go_back(hub: ServedHub, *, moved: bool) -> Past:
    """Write, back up, write more, and put the backup in place.

    ``moved``: as on another machine, where the database's identity is not.
    """
    (ada,) = await sign_up(hub.address, hub.set_up_token, ["ada"])
    stream = await share_a_room(hub.address, [ada])
    backed_up = await say(hub, ada, stream)
    backup = hub.data.with_name("backup.db")
    hub.stop()
    shutil.copy(hub.database, backup)
    hub.start()
    later = await say(hub, ada, stream)
    async with raw_client(hub.address, ada.token) as client:
        epoch = client.welcome.epoch if client.welcome else ""
    hub.stop()
    shutil.copy(backup, hub.database)
    if moved:
        hub.database.with_name(f"{hub.database.name}.identity").unlink()
    hub.start()
    return Past(ada, stream, epoch, backed_up, later)


async def resume(hub: ServedHub, past: Past, seq: int) -> StreamState | Reset:
    """Come back with a cursor of the past; return what the hub makes of it."""
    resumed = {past.stream: seq}
    async with raw_client(hub.address, past.account.token, resumed, past.epoch) as client:
        if client.welcome and client.welcome.streams:
            return client.welcome.streams[0]
        answer = await client.receive()
        assert isinstance(answer, Reset)
        return answer


def forget(hub: ServedHub, stream: str, after: int) -> None:
    """Let the database lose what a stream has behind a ``seq``, under the hub that runs."""
    with closing(sqlite3.connect(hub.database)) as link, link:
        link.execute("DELETE FROM events WHERE stream = ? AND seq > ?", (stream, after))
        link.execute("UPDATE streams SET head = ? WHERE name = ?", (after, stream))


async def test_a_hub_whose_database_has_gone_back_beneath_it_resets_everybody_by_itself(
    hub: ServedHub,
) -> None:
    (ada,) = await sign_up(hub.address, hub.set_up_token, ["ada"])
    stream = await share_a_room(hub.address, [ada])
    backed_up = await say(hub, ada, stream)
    async with raw_client(hub.address, ada.token, {stream: 0}) as client:
        later = await say(hub, ada, stream)
        await client.receive_up_to(stream, later)
        assert client.welcome is not None
        past = Past(ada, stream, client.welcome.epoch, backed_up, later)
        forget(hub, stream, backed_up)
        with pytest.raises(ConnectionError):
            await client.receive_up_to(stream, later + 1)
    answer = await resume(hub, past, backed_up)
    assert isinstance(answer, Reset)
    assert answer.head == backed_up
    assert answer.epoch != past.epoch
    assert "the database lacks events that were delivered" in hub.output
    assert await say(hub, ada, stream) == later


async def test_a_database_that_moved_resets_every_cursor(hub: ServedHub) -> None:
    past = await go_back(hub, moved=True)
    for seq in (past.backed_up, past.later):
        answer = await resume(hub, past, seq)
        assert isinstance(answer, Reset)
        assert (answer.stream, answer.head) == (past.stream, past.backed_up)
        assert answer.epoch != past.epoch


async def test_a_database_put_back_in_place_resets_the_cursors_above_its_head(
    hub: ServedHub,
) -> None:
    past = await go_back(hub, moved=False)
    answer = await resume(hub, past, past.later)
    assert isinstance(answer, Reset)
    assert (answer.stream, answer.head) == (past.stream, past.backed_up)
    assert isinstance(await resume(hub, past, past.backed_up), StreamState)
