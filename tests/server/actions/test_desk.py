"""What is published stands in the database, and what stands there is published."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubbub_protocol.events import RoomArchived
from hubbub_protocol.streams import room_stream
from hubbub_server.actions.desk import Desk
from hubbub_server.broker.publication import Publication, Whisper
from hubbub_server.domain.caller import Caller
from hubbub_server.store.epoch import EpochRenewed
from hubbub_server.store.interface import NewEvent
from tests.server.actions.scene import Scene
from tests.server.store.renewing import renewed_elsewhere


class Onlooker:
    """A receiver that looks, for each publication, whether another program finds it stored."""

    def __init__(self, database: Path) -> None:
        self.stored: dict[int, bool] = {}  # by seq
        self._link = sqlite3.connect(database)

    def receive(self, publication: Publication) -> None:
        """Look for the event."""
        found = self._link.execute(
            "SELECT 1 FROM events WHERE stream = ? AND seq = ?",
            (publication.stream, publication.seq),
        ).fetchone()
        self.stored[publication.seq] = found is not None

    def overhear(self, whisper: Whisper) -> None:
        """Take nothing of the moment."""

    def doubt(self) -> None:
        """Doubt nothing."""

    def close(self) -> None:
        """Look no more."""
        self._link.close()


@pytest.fixture
def onlooker(scene: Scene, tmp_path: Path) -> Iterator[Onlooker]:
    """Give one who receives what is published."""
    onlooker = Onlooker(tmp_path / "hubbub.db")
    scene.desk.broker.attach(onlooker)
    yield onlooker
    onlooker.close()


async def test_nothing_is_published_before_its_commit(
    scene: Scene, anna: Caller, onlooker: Onlooker
) -> None:
    stream = room_stream(await scene.room(anna))
    await scene.desk.broker.listen(stream)
    async with scene.desk.write(stream) as writing:
        await writing.append_events([NewEvent(stream, anna.member, RoomArchived())])
    assert list(onlooker.stored.values()) == [True]


async def test_what_is_committed_is_published_though_its_caller_has_gone(
    scene: Scene, anna: Caller, onlooker: Onlooker
) -> None:
    stream = room_stream(await scene.room(anna))
    await scene.desk.broker.listen(stream)
    before = await head_of(scene.desk, stream)

    async def archive_and_go() -> None:
        async with scene.desk.write(stream) as writing:
            await writing.append_events([NewEvent(stream, anna.member, RoomArchived())])
            writer.cancel()  # which the commit, the next thing awaited, meets

    writer = asyncio.create_task(archive_and_go())
    await asyncio.wait([writer])
    assert writer.cancelled()
    async with scene.desk.write():
        pass  # behind what is still under way
    assert await head_of(scene.desk, stream) == before + 1
    assert onlooker.stored == {before + 1: True}


async def test_what_a_new_epoch_meets_is_neither_acknowledged_nor_published(
    scene: Scene, anna: Caller, onlooker: Onlooker
) -> None:
    stream = room_stream(await scene.room(anna))
    await scene.desk.broker.listen(stream)
    find_out = await renewed_elsewhere(scene.desk.store)

    async def archive() -> None:
        async with scene.desk.write(stream) as writing:
            await writing.append_events([NewEvent(stream, anna.member, RoomArchived())])
            find_out()

    with pytest.raises(EpochRenewed):
        await archive()
    assert onlooker.stored == {}


async def head_of(desk: Desk, stream: str) -> int:
    async with desk.store.snapshot() as reading:
        return (await reading.head(stream)).seq
