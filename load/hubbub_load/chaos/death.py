"""Telling a hub to die between commit and publication: a file in its data folder asks for it.

A hub of an operator knows nothing of the file. One that does is made for tests.
"""

from pathlib import Path
from typing import Literal

from hubbub_load.programs.served_hub import ServedHub

Death = Literal["unanswered", "unpublished"]
"""Before its author is answered, or after that, without having told anybody else."""


def wish_in(data: Path) -> Path:
    """Return the file by which the hub of a data folder is told to die."""
    return data / "death"


def die(hub: ServedHub, death: Death) -> None:
    """Let a hub die by its next commit, and wait until it is dead."""
    wish = wish_in(hub.data)
    wish.parent.mkdir(exist_ok=True)  # a hub on PostgreSQL keeps nothing there
    wish.write_text(death, "utf-8")
    hub.wait_for_death()
    wish.unlink()
