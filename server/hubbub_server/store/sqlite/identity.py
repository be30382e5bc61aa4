"""Telling a database file from its copies: a random word in a file beside it."""

import secrets
from pathlib import Path


def identity_beside(path: Path) -> str:
    """Return the word in ``<name>.identity`` beside the database, made now if there is none.

    A database restored or copied elsewhere comes without that file or meets another one.
    """
    beside = path.with_name(path.name + ".identity")
    if beside.exists():
        return beside.read_text(encoding="ascii").strip()
    identity = secrets.token_hex(16)
    beside.write_text(identity + "\n", encoding="ascii")
    return identity
