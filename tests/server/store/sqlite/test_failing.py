"""What SQLite cannot do is refused, and the writing link is usable again afterwards."""

from collections.abc import AsyncIterator
from pathlib import Path
from sqlite3 import IntegrityError

import pytest
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from hubbub_protocol.errors import Refusal
from hubbub_server.store.sqlite import SQLiteStore, open_sqlite
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, dense


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    clock = HandClock()
    store = await open_sqlite(tmp_path / "hubbub.db", clock)
    yield Village(store, clock)
    await store.close()


def store_of(village: Village) -> SQLiteStore:
    assert isinstance(village.store, SQLiteStore)
    return village.store


def leave_no_room(link: Connection) -> None:
    """Let the file grow no further, as a full disk does."""
    pages = link.exec_driver_sql("PRAGMA page_count").scalar()
    link.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def leave_much_room(link: Connection) -> None:
    link.exec_driver_sql("PRAGMA max_page_count=1000000")


async def test_a_full_disk_refuses_until_there_is_room_and_loses_nothing(village: Village) -> None:
    ada = await village.welcome("ada")
    room = await village.found(ada)
    await village.send(village.message(room, ada))
    messages = [village.message(room, ada, 8_000 * "x") for _ in range(4)]
    await store_of(village)._writer.run(leave_no_room)
    with capture_logs() as said:
        for _ in range(2):
            with pytest.raises(Refusal) as raised:
                await village.outcomes(*messages)
            assert raised.value.code == "unavailable"
    # Once: what is said to everybody who tries again would fill the disk that the log is on.
    assert [line["reason"] for line in said] == ["database or disk is full"]
    assert len(await village.log(room)) == 2
    await store_of(village)._writer.run(leave_much_room)
    await village.send(*messages)
    log = await village.log(room)
    assert dense(log)
    assert len(log) == 6


async def test_a_commit_that_fails_leaves_nothing_open(village: Village) -> None:
    async def tag_a_room_that_does_not_exist() -> None:
        async with village.store.transaction(()) as opened:
            # Checked at the COMMIT, so that it is the COMMIT that fails.
            await opened.execute(text("PRAGMA defer_foreign_keys=ON"))
            await opened.execute(text("INSERT INTO room_tags (tag, room) VALUES ('rye', 'none')"))

    with pytest.raises(IntegrityError):
        await tag_a_room_that_does_not_exist()
    await village.welcome("ada")
    async with village.store.snapshot() as reading:
        assert await reading.rows(text("SELECT * FROM room_tags")) == []


async def test_a_snapshot_cannot_write(village: Village) -> None:
    async with village.store.snapshot() as reading:
        with pytest.raises(Refusal, match="cannot be used"):
            await reading.rows(text("DELETE FROM members RETURNING id"))
