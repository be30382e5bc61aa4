"""What was erased is gone from the file, not only from the tables."""

from pathlib import Path

from hubbub_server.store.messages import erase, find_message
from hubbub_server.store.sqlite import SQLiteStore, open_sqlite
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village

SECRET = "the neighbours' recipe"


async def test_the_file_has_no_byte_of_an_erased_message(tmp_path: Path) -> None:
    path, clock = tmp_path / "hubbub.db", HandClock()
    store = await open_sqlite(path, clock)
    village = Village(store, clock)
    ada = await village.welcome("ada")
    room = await village.found(ada)
    await village.send(*(village.message(room, ada, f"{SECRET} {n}") for n in range(3)))
    for target in (2, 3):
        async with store.transaction([room]) as opened:
            message = await find_message(opened, room, target)
            assert message is not None
            await erase(opened, room, message)
    await store.close()
    stored = path.read_bytes()
    assert f"{SECRET} 2".encode() in stored, "what stands is readable there"
    assert f"{SECRET} 0".encode() not in stored
    assert f"{SECRET} 1".encode() not in stored


async def test_sqlite_is_told_to_overwrite_whatever_its_build_would_do(tmp_path: Path) -> None:
    store = await open_sqlite(tmp_path / "hubbub.db", HandClock())
    assert isinstance(store, SQLiteStore)
    said = await store._writer.run(lambda link: link.exec_driver_sql("PRAGMA secure_delete"))
    assert said.scalar() == 1
    await store.close()
