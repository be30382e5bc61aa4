"""Opening the database file: whose it is, and one clear sentence where it cannot be used."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hubbub_server.store.interface import StoreUnavailable
from hubbub_server.store.migrations import LATEST
from hubbub_server.store.sqlite import SQLiteStore, open_sqlite
from tests.server.store.hand_clock import HandClock

OPEN_AND_TELL = """
import asyncio, sys
from pathlib import Path
from hubbub_server.clock import SystemClock
from hubbub_server.store.sqlite import open_sqlite
print(asyncio.run(open_sqlite(Path(sys.argv[1]), SystemClock())).epoch)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "hubbub.db"


def epoch_of(path: Path) -> str:
    """Open the database, close it, and return its epoch."""

    async def look() -> str:
        store = await open_sqlite(path, HandClock())
        await store.close()
        return store.epoch

    return asyncio.run(look())


def complaint_about(path: Path) -> str:
    """Return why the database cannot be opened."""
    with pytest.raises(StoreUnavailable) as raised:
        asyncio.run(open_sqlite(path, HandClock()))
    return str(raised.value)


def test_a_new_database_is_made_with_its_folder_and_an_epoch(path: Path) -> None:
    epoch = epoch_of(path)
    assert len(epoch) == 16
    assert set(epoch) <= set("0123456789abcdef")


def test_the_epoch_stays_when_the_database_is_opened_again(path: Path) -> None:
    assert epoch_of(path) == epoch_of(path)


def test_a_copied_database_has_a_new_epoch_from_then_on(path: Path, tmp_path: Path) -> None:
    epoch = epoch_of(path)
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    renewed = epoch_of(copy)
    assert renewed != epoch
    assert epoch_of(copy) == renewed
    assert epoch_of(path) == epoch


def test_a_database_whose_identity_was_lost_has_a_new_epoch(path: Path) -> None:
    epoch = epoch_of(path)
    path.with_name("hubbub.db.identity").unlink()
    assert epoch_of(path) != epoch


def test_nothing_is_left_beside_but_the_identity(path: Path) -> None:
    epoch_of(path)
    assert {each.name for each in path.parent.iterdir()} == {"hubbub.db", "hubbub.db.identity"}


def test_a_database_of_a_newer_version_is_left_untouched(path: Path) -> None:
    epoch_of(path)
    with sqlite3.connect(path) as link:
        link.execute("UPDATE alembic_version SET version_num = '9999'")
    link.close()
    before = path.read_bytes()
    complaint = complaint_about(path)
    assert "newer version (9999)" in complaint
    assert LATEST in complaint
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_untouched(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is a shopping list, not a database\n" * 200)
    before = path.read_bytes()
    complaint = complaint_about(path)
    assert complaint == f"The database {path} cannot be opened: file is not a database"
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_untouched(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE rooms (number INTEGER)")
    link.close()
    complaint = complaint_about(path)
    assert str(path) in complaint
    assert "rooms" in complaint
    with sqlite3.connect(path) as link:
        assert link.execute("SELECT name FROM sqlite_master").fetchall() == [("rooms",)]
    link.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "hubbub.db"
    complaint = complaint_about(path)
    assert complaint.startswith(f"The database {path} cannot be opened: ")
    assert "\n" not in complaint


def test_a_folder_in_place_of_the_file_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    complaint = complaint_about(path)
    assert complaint == f"The database {path} cannot be opened: unable to open database file"


@pytest.mark.slow
def test_programs_that_make_the_same_database_at_once_agree(path: Path) -> None:
    path.parent.mkdir()
    command = [sys.executable, "-c", OPEN_AND_TELL, str(path)]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    epochs = [program.communicate()[0].strip() for program in programs]
    assert [len(epoch) for epoch in epochs] == [16, 16, 16]
    with sqlite3.connect(path) as link:
        assert link.execute("SELECT count(*) FROM installation").fetchone() == (1,)
    link.close()


async def test_every_commit_reaches_the_disk(path: Path) -> None:
    full = 2  # as SQLite numbers OFF, NORMAL, FULL and EXTRA
    store = await open_sqlite(path, HandClock())
    assert await pragma(store, "journal_mode") == "wal"
    assert await pragma(store, "synchronous") == full
    assert await pragma(store, "foreign_keys") == 1
    await store.close()


async def pragma(store: SQLiteStore, name: str) -> object:
    return await store._writer.run(lambda link: link.exec_driver_sql(f"PRAGMA {name}").scalar())
