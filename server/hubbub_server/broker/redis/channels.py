"""The names of channels in Redis.

``{}`` is a hash tag: with a Redis cluster it alone decides where a stream's channel lives, so that
sharded channels can follow without new names. The namespace keeps installations on one Redis apart;
the database number does not, as Redis publishes to all of them.
"""

import re
from functools import lru_cache
from typing import Final

_NAMESPACE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def checked_namespace(namespace: str) -> str:
    """Return it. Raises :class:`ValueError` if it could be taken for part of another name."""
    if not _NAMESPACE.fullmatch(namespace):
        raise ValueError(f"The namespace is 1 to 64 letters, digits, _, . or -, not {namespace!r}")
    return namespace


@lru_cache(maxsize=4096)
def stream_channel(namespace: str, stream: str) -> bytes:
    """Return the channel of a stream's publications and whispers."""
    return f"hubbub:{namespace}:{{{stream}}}".encode()


def probe_channel(namespace: str, hub_id: str) -> bytes:
    """Return the channel on which a hub listens to itself."""
    return f"hubbub:{namespace}:probe:{{{hub_id}}}".encode()


def key(namespace: str, name: str) -> str:
    """Return the name of a key of this installation."""
    return f"hubbub:{namespace}:{name}"
