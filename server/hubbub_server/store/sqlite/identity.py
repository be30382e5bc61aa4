"""Telling a database file from its copies: a random word in a file beside it."""

import os
import secrets
from pathlib import Path


def identity_beside(path: Path) -> str:
    """Return the word in ``<name>.identity`` beside the database, made now if there is none.

    A database that was copied elsewhere comes without that file or meets another one. One that
    was put back into its old place from a backup meets the same: nothing here can tell, so whoever
    puts one back runs ``hubbub renew-epoch``.
    """
    beside = path.with_name(path.name + ".identity")
    if not beside.exists():
        _write_whole(beside, secrets.token_hex(16) + "\n")
    return beside.read_text(encoding="ascii").strip()


def _write_whole(target: Path, text: str) -> None:
    """Write a file so that a crash leaves all of it or nothing."""
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
