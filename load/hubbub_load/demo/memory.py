"""What a demo remembers beside its hub's data: the password of its people, how far they talked."""

import os
import secrets
from pathlib import Path

import msgspec


class Memory(msgspec.Struct, frozen=True):
    """What is remembered from one start to the next."""

    password: str
    """The same for all the demo's people; made by chance at the first start."""
    said: int = 0
    """How many lines of the talk were said."""

    def __repr__(self) -> str:  # never with the password
        return f"Memory(said={self.said})"


def new_memory() -> Memory:
    """Make the memory of a first start."""
    return Memory(secrets.token_urlsafe(9))


def find_memory(file: Path) -> Memory | None:
    """Read what was remembered; None at the first start."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Memory)
    except FileNotFoundError:
        return None


def keep_memory(file: Path, memory: Memory) -> None:
    """Write it down, readable for the owner of the file alone."""
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_bytes(msgspec.json.encode(memory))
    os.replace(new, file)
