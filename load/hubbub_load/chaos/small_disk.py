"""A disk that can be full: a file system in memory, which shrinks to what is on it."""

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from hubbub_load.programs.finding import find_program

_SIZE: Final = "512m"
_PAGE: Final = 4096


class SmallDisk:
    """A tmpfs of one's own on a folder; only root may mount it::

    with SmallDisk(folder) as disk:
        disk.fill()
        disk.empty()
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._mount(f"size={_SIZE}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _run("umount", "--lazy", str(self._folder))

    def fill(self) -> None:
        """Leave no room for another page; what is there may still be written over."""
        while True:
            used = _used_bytes(self._folder)
            try:
                self._mount(f"remount,size={used}")
            except subprocess.CalledProcessError:
                if _used_bytes(self._folder) <= used:
                    raise
            else:
                return

    def empty(self) -> None:
        """Make room again."""
        self._mount(f"remount,size={_SIZE}")

    def _mount(self, options: str) -> None:
        _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._folder))


def can_mount(folder: Path) -> bool:
    """Whether a disk can be mounted in this folder."""
    try:
        with SmallDisk(folder / "trial"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def _used_bytes(folder: Path) -> int:
    state = os.statvfs(folder)
    return max((state.f_blocks - state.f_bfree) * state.f_frsize, _PAGE)


def _run(program: str, *arguments: str) -> None:
    subprocess.run(  # noqa: S603 - a folder of ours
        [str(find_program(program)), *arguments], check=True, capture_output=True
    )
