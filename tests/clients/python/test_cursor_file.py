"""Where a bot stood when it stopped."""

import asyncio
from pathlib import Path

import pytest

from hubbub import HubbubError
from hubbub._cursor_file import CursorFile, Cursors

EPOCH = "0" * 16


async def saved(file: CursorFile) -> None:
    """Save what has changed."""
    task = asyncio.create_task(file.keep_saving())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file would be."""
    return tmp_path / "echo.json"


def test_without_a_file_there_are_no_cursors(path: Path) -> None:
    assert CursorFile(path).cursors == Cursors()


async def test_what_is_noted_is_there_after_a_restart(path: Path) -> None:
    file = CursorFile(path)
    file.note_epoch(EPOCH)
    file.note("room:1", 5)
    file.note("room:1", 4)
    await saved(file)
    assert CursorFile(path).cursors == Cursors(EPOCH, {"room:1": 5})


async def test_a_change_during_the_last_save_is_saved_too(path: Path) -> None:
    file = CursorFile(path)
    task = asyncio.create_task(file.keep_saving())
    file.note("room:1", 1)
    await asyncio.sleep(0)
    file.note("room:1", 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert CursorFile(path).cursors.streams == {"room:1": 2}


async def test_cursors_of_another_epoch_are_void(path: Path) -> None:
    file = CursorFile(path)
    file.note_epoch(EPOCH)
    file.note("room:1", 5)
    file.note_epoch("f" * 16)
    await saved(file)
    assert CursorFile(path).cursors == Cursors("f" * 16, {})


async def test_a_forgotten_stream_is_gone(path: Path) -> None:
    file = CursorFile(path)
    file.note("room:1", 5)
    file.forget("room:1")
    file.forget("room:2")
    await saved(file)
    assert CursorFile(path).cursors.streams == {}


async def test_nothing_is_left_beside_the_file(path: Path) -> None:
    file = CursorFile(path)
    file.note("room:1", 5)
    await saved(file)
    assert [each.name for each in path.parent.iterdir()] == ["echo.json"]


def test_a_file_that_holds_something_else_is_refused(path: Path) -> None:
    path.write_text("[1]")
    with pytest.raises(HubbubError, match=r"echo\.json does not hold a bot's cursors"):
        CursorFile(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(HubbubError, match="cannot be read: Is a directory"):
        CursorFile(tmp_path)


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = CursorFile(tmp_path / "nowhere" / "echo.json")
    file.note("room:1", 1)
    with pytest.raises(HubbubError, match="cannot be written: No such file"):
        await file.keep_saving()
